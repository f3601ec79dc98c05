// A lesson's page: keys, buttons, which cell is selected. What is to be done is told to the server; what it looks like then
// comes from there.

// How long after a key its second press counts: d d, i i, 0 0.
const pairPatience = 800;

// A running cell's time, which goes on between what the server says.
if (!customElements.get('elapsed-time')) {
  customElements.define('elapsed-time', class extends HTMLElement {
    static observedAttributes = ['ms'];
    attributeChangedCallback() { this.start = performance.now() - Number(this.getAttribute('ms')); this.show(); }
    connectedCallback() { this.timer = setInterval(() => this.show(), 100); }
    disconnectedCallback() { clearInterval(this.timer); }
    show() {
      const seconds = (performance.now() - this.start) / 1000;
      const two = number => String(Math.floor(number)).padStart(2, '0');
      this.textContent = seconds < 10 ? `${seconds.toFixed(1)} s` : seconds < 60 ? `${Math.floor(seconds)} s`
        : `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
    }
  });
}

// What can be done with a cell is there when a part of the cell is in sight, or soon will be: of all cells it would be a third of
// the page. So keys find it, forwards and backwards.
const sight = new IntersectionObserver(entries => {
  for (const { target, isIntersecting } of entries) if (isIntersecting) target.querySelector('cell-tools')?.fill();
}, { rootMargin: '50%' });
if (!customElements.get('cell-tools')) {
  customElements.define('cell-tools', class extends HTMLElement {
    connectedCallback() { sight.observe(this.cell = this.closest('.cell')); }
    disconnectedCallback() { sight.unobserve(this.cell); }
    fill() {
      sight.unobserve(this.cell);
      if (this.firstChild) return;
      this.ariaLabel = this.cell.ariaLabel ?? 'text';
      this.append(document.querySelector('#course-cell-tools').content.cloneNode(true));
    }
  });
}

// Who clicks while the page still gets ready has clicked all the same.
let early = null;
const listenEarly = event => {
  const button = event.target.closest('.lesson :is([data-do="run"], [data-do="run-all"])');
  if (button) early = { command: button.dataset.do, id: button.closest('.cell')?.dataset.cell };
};
document.addEventListener('click', listenEarly);

/** Makes the lesson of the page work. `view` is the server's side. The server draws the lesson anew afterwards. */
function attach(view) {
  const root = document.querySelector('main');
  const listening = new AbortController();
  const listen = (target, name, action, options) => target.addEventListener(name, action, { signal: listening.signal, ...options });
  const cells = () => [...root.querySelectorAll('.cell')];
  const cellOf = element => element?.closest?.('.cell');
  const find = id => root.querySelector(`.cell[data-cell="${CSS.escape(id)}"]`);
  const editorOf = cell => cell?.querySelector('.editor-host')?.cellEditor;
  let selected = null;
  let pair = null;

  const select = (cell, scroll = true) => {
    if (!cell) return;
    cell.focus({ preventScroll: true });
    if (scroll) reveal(cell);
  };

  // What is above the cell stays in sight as little as it must.
  const reveal = cell => {
    const { top, bottom } = cell.getBoundingClientRect();
    const bar = root.querySelector('.toolbar').getBoundingClientRect().bottom + 8;
    if (top < bar) scrollBy({ top: top - bar });
    else if (bottom > innerHeight - 8) scrollBy({ top: Math.min(top - bar, bottom - innerHeight + 8) });
  };

  // The server draws it in its own time.
  const selectWhenThere = (id, until = performance.now() + 3000) => {
    const cell = find(id);
    // Its editor may have come first, and who writes there is not torn away.
    if (cell?.contains(document.activeElement)) reveal(cell);
    else if (cell) select(cell);
    else if (performance.now() < until) requestAnimationFrame(() => selectWhenThere(id, until));
  };

  const act = async (command, cell, text) => {
    if (command === 'help') return root.querySelector('dialog.keys').showModal();
    // What is done to the whole lesson is done after what was typed last.
    cell ??= root.querySelector('.cell[data-edited]');
    const id = cell?.dataset.cell ?? null;
    const next = await view.invokeMethodAsync('Do', command, id, text ?? editorOf(cell)?.text() ?? null);
    if (next) selectWhenThere(next);
  };

  listen(root, 'click', event => {
    const button = event.target.closest('[data-do]:not(form)');
    if (button) {
      button.closest('[popover]')?.hidePopover();
      return act(button.dataset.do, cellOf(button));
    }

    // Code is edited where it is clicked; who selects text, or taps to scroll, means something else.
    const code = event.target.closest('.code-cell .body > pre.code');
    if (code && getSelection().isCollapsed && matchMedia('(hover: hover) and (pointer: fine)').matches) {
      edit(cellOf(code), { x: event.clientX, y: event.clientY });
    }
  });

  // Who comes near code may edit it: the editor is large, and is loaded meanwhile.
  for (const name of ['pointerover', 'focusin']) {
    listen(root, name, event => {
      if (event.target.closest('.code-cell')) import('./editor.js').then(editor => editor.prepare());
    });
  }

  listen(root, 'dblclick', event => {
    const prose = event.target.closest('.prose-cell .prose');
    if (prose && !event.target.closest('a, button')) edit(cellOf(prose));
  });

  const edit = (cell, point) => {
    if (!cell) return;
    if (editorOf(cell)) return editorOf(cell).focus();
    cell.editAt = point;
    act('edit', cell);
  };

  listen(root, 'submit', event => {
    const form = event.target.closest('form[data-do]');
    if (!form) return;
    event.preventDefault();
    act(form.dataset.do, cellOf(form), form.elements.answer.value);
    select(cellOf(form), false);
  });

  listen(root, 'focusin', event => { selected = cellOf(event.target) ?? selected; });
  listen(root, 'leaveeditor', event => {
    const cell = cellOf(event.target);
    select(cell, false);
    act('leave', cell);
  });

  const step = distance => {
    const all = cells();
    const from = all.indexOf(selected);
    if (from < 0) return select(all.find(cell => cell.getBoundingClientRect().bottom > 120) ?? all[0]);
    select(all[Math.min(Math.max(from + distance, 0), all.length - 1)]);
  };

  // Jupyter's keys. In an editor only those that run.
  const keyOf = event => {
    if (event.key === 'Enter' && (event.shiftKey || event.ctrlKey || event.metaKey || event.altKey)) {
      return event.shiftKey ? 'run-next' : event.altKey ? 'run-insert' : 'run';
    }

    if (event.ctrlKey || event.metaKey || event.altKey) return null;
    switch (event.key) {
      case 'Enter': return 'edit';
      case 'a': return 'insert-above';
      case 'b': return 'insert-below';
      case 'z': return 'undo';
      case 'j': case 'ArrowDown': return 'next';
      case 'k': case 'ArrowUp': return 'previous';
      case 'h': case '?': return 'help';
      case 'd': return twice('d') && 'delete';
      case 'i': return twice('i') && 'interrupt';
      case '0': return twice('0') && 'restart';
      default: return null;
    }
  };

  const twice = key => {
    const now = performance.now();
    const isSecond = pair?.key === key && now - pair.at < pairPatience;
    pair = isSecond ? null : { key, at: now };
    return isSecond;
  };

  listen(document, 'keydown', event => {
    if (event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]')) return;
    const { target } = event;
    const isTyping = target.closest?.('input, textarea, select, [contenteditable], .monaco-editor');
    const inEditor = target.closest?.('.editor-host');
    if (isTyping && !inEditor) return;
    const command = inEditor && event.key !== 'Enter' ? null : keyOf(event);
    if (!command || (inEditor && command === 'edit')) return;
    const cell = cellOf(target) ?? (selected?.isConnected ? selected : null);
    // Plain keys that buttons, links and the page itself know stay theirs.
    const isPlain = !(event.shiftKey || event.ctrlKey || event.metaKey || event.altKey);
    if (isPlain && event.key === 'Enter' && target.closest?.('a, button, summary')) return;
    if (event.key.startsWith('Arrow') && cellOf(target) !== target) return;
    if (target.closest?.('[popover], nav, [role=radiogroup]')) return;
    if (!cell && !['next', 'previous', 'help', 'interrupt', 'restart', 'undo'].includes(command)) return;

    event.preventDefault();
    event.stopImmediatePropagation();
    if (command === 'next') return step(1);
    if (command === 'previous') return step(-1);
    if (command === 'edit') return edit(cell);
    if (command === 'run-next' && inEditor) select(cell, false);
    act(command, ['interrupt', 'restart', 'undo', 'help'].includes(command) ? null : cell);
  }, { capture: true });

  // A question wants an answer; but who writes elsewhere is not torn away.
  const asked = new MutationObserver(() => {
    const input = root.querySelector('.question input:not([data-seen])');
    if (!input) return;
    input.dataset.seen = '';
    if (!document.activeElement?.closest('input, textarea, .monaco-editor')) input.focus();
  });
  asked.observe(root, { childList: true, subtree: true });

  // What has come since the document was made is not in it.
  const fetchParts = parts => parts.length && view.invokeMethodAsync('Send', parts.map(part => part.getAttribute('name')));
  listen(root, 'partmissing', event => fetchParts([event.target]));
  fetchParts([...root.querySelectorAll('page-part[name]:empty')]);

  document.removeEventListener('click', listenEarly);
  if (early && (!early.id || find(early.id))) act(early.command, early.id && find(early.id));
  early = null;
  return {
    detach() {
      listening.abort();
      asked.disconnect();
    },
  };
}

window.courseLesson = { attach };
