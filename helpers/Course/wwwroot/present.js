// Presents a lesson: its own cells, one slide at a time, as large as they fit. Nothing is copied or moved, so code on a slide
// is the cell that it always was, and runs. A cell's place in the deck is its notebook's: `slideshow.slide_type`.
(() => {
  const root = document.documentElement;

  // Shares of the screen's height that 1 rem may be: what is smaller cannot be read from the back of a classroom.
  const smallest = 1 / 34;
  const largest = 1 / 20;

  // What is set while fitting is in a sheet of its own: charts are drawn anew when an attribute of the page's root changes.
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets.push(sheet);

  let deck = null;   // while presenting: { slides, at, step, from, revealed }

  const stage = () => document.querySelector('.cells');
  const cells = () => [...document.querySelectorAll('.cells > .cell')];
  const find = id => document.querySelector(`.cells > .cell[data-cell="${CSS.escape(id)}"]`);
  const textOf = element => {
    const copy = element.cloneNode(true);
    copy.querySelectorAll('.anchor, style, script').forEach(part => part.remove());
    return copy.textContent.replace(/\s+/g, ' ').trim();
  };

  // --- The deck.

  const read = () => {
    const all = cells();
    const isPlanned = all.some(cell => cell.dataset.slide);
    const slides = [];
    let section = '';
    let before = null;
    for (const cell of all) {
      // A cell that the reader has added belongs to the one before it.
      const place = cell.dataset.slide || (isPlanned ? '-' : guess(cell, before));
      before = cell;
      const heading = cell.querySelector('.prose :is(h1, h2)');
      if (heading) section = textOf(heading);
      if (place === 'skip') continue;
      if (place === 'notes') {
        slides.at(-1)?.notes.push(cell.dataset.cell);
        continue;
      }

      if (!slides.length || place === 'slide' || place === 'subslide') slides.push({ cells: [], notes: [], last: 0, section });
      const slide = slides.at(-1);
      if (place === 'fragment') slide.last++;
      slide.cells.push({ id: cell.dataset.cell, step: slide.last });
    }

    slides.push({ cells: [], notes: [], last: 0, section, isEnd: true });
    return slides;
  };

  // A notebook that says nothing about slides: a slide for each text, and code on the slide of a short text before it.
  const guess = (cell, before) => {
    const prose = cell.querySelector('.prose');
    if (prose) return prose.querySelector('h1, h2') ? 'slide' : 'subslide';
    return before?.querySelector('.prose')?.textContent.length <= 300 ? '-' : 'subslide';
  };

  const indexOf = (slides, id) => {
    const at = slides.findIndex(slide => slide.cells.some(cell => cell.id === id));
    if (at >= 0) return at;
    // Notes, and what is skipped: the slide before.
    const order = cells().map(cell => cell.dataset.cell);
    const place = order.indexOf(id);
    return Math.max(0, slides.findLastIndex(slide => slide.cells.length && order.indexOf(slide.cells[0].id) <= place));
  };

  const titleOf = slide => {
    if (!slide) return '';
    if (slide.isEnd) return 'the end of the lesson';
    for (const { id } of slide.cells) {
      const cell = find(id);
      const heading = cell?.querySelector('.prose :is(h1, h2, h3, h4)');
      if (heading) return textOf(heading);
      const prose = cell?.querySelector('.prose');
      if (prose) return textOf(prose).slice(0, 90);
      const chart = cell && !isVeiled(cell) && cell.querySelector('figure svg > title');
      if (chart) return `${chart.textContent} (code and chart)`;
    }

    return 'code: ' + (find(slide.cells[0].id)?.querySelector('pre.code')?.textContent.trim().split('\n')[0] ?? '');
  };

  // --- What a cell put out when somebody else ran it is not shown at once: it would answer what the class is asked to predict.
  // Who runs the cell sees what comes of it; a key shows what is stored.

  const isVeiled = cell => 'stored' in cell.dataset && !deck?.revealed.has(cell.dataset.cell);

  const veiled = () => cells().find(cell => 'shown' in cell.dataset && isVeiled(cell));

  const reveal = cell => {
    deck.revealed.add(cell.dataset.cell);
    show();
    cell.querySelector('.outputs').scrollIntoView({ block: 'nearest', behavior: 'instant' });
    tell();
  };

  // --- Fitting: as large as can be with everything in sight; what cannot be is scrolled, a screen a key press.

  const set = (size, picture) => sheet.replaceSync(`:root { font-size: ${size.toFixed(2)}px; --picture: ${Math.round(picture)}; }`);

  const isWhole = (place, shown) =>
    place.scrollHeight <= place.clientHeight + 1
    && shown.every(cell => [...cell.querySelectorAll('pre.code, table')].every(part => part.scrollWidth <= part.clientWidth + 1));

  const largestThat = (low, high, isGood) => {
    if (isGood(high)) return high;
    if (!isGood(low)) return null;
    for (let i = 0; i < 5; i++) {
      const middle = (low + high) / 2;
      if (isGood(middle)) low = middle;
      else high = middle;
    }

    return low;
  };

  const fit = () => {
    const place = stage();
    if (!deck || !place) return;
    const shown = cells().filter(cell => 'shown' in cell.dataset);
    for (const figure of place.querySelectorAll('figure.async-chart')) {
      const box = figure.querySelector(':scope > svg')?.viewBox.baseVal;
      if (box?.height) figure.style.setProperty('--ratio', (box.width / box.height).toFixed(4));
    }

    const height = place.clientHeight;
    const { scrollTop } = place;
    // A telephone held upright is read from near by.
    const scale = Math.min(innerHeight, innerWidth * 0.9);
    const [low, high] = [scale * smallest, scale * largest];
    const hasPictures = shown.some(cell => cell.querySelector(isVeiled(cell) ? '.prose img' : '.outputs, .prose img'));
    let best = null;
    for (const [layout, share] of [['stack', 0.46], ...(hasPictures && innerWidth > innerHeight ? [['beside', 0.84]] : [])]) {
      root.dataset.layout = layout;
      const size = largestThat(low, high, size => {
        set(size, height * share);
        return isWhole(place, shown);
      });
      if (size && (!best || size > best.size * 1.02)) best = { layout, size, share };
    }

    if (!best) {
      // Code first, its chart a key press later, as large as the screen.
      root.dataset.layout = 'stack';
      const narrow = cell => [...cell.querySelectorAll('pre.code')].every(part => part.scrollWidth <= part.clientWidth + 1);
      const hasCode = shown.some(cell => cell.matches('.code-cell'));
      const size = largestThat(low, hasCode ? (low + high) / 2 : low * 1.15, size => {
        set(size, height * 0.8);
        return shown.every(narrow);
      });
      best = { layout: 'stack', size: size ?? low, share: 0.8 };
    }

    root.dataset.layout = best.layout;
    set(best.size, height * best.share);
    // Trying out sizes has moved it.
    place.scrollTop = scrollTop;
    tell();
  };

  const hasMore = () => {
    const place = stage();
    return place && place.scrollTop + place.clientHeight < place.scrollHeight - 8;
  };

  // --- Showing.

  const show = () => {
    const slide = deck.slides[deck.at];
    const shown = new Set(slide.cells.filter(cell => cell.step <= deck.step).map(cell => cell.id));
    for (const cell of cells()) {
      cell.toggleAttribute('data-shown', shown.has(cell.dataset.cell));
      cell.toggleAttribute('data-revealed', deck.revealed.has(cell.dataset.cell));
    }

    end.hidden = !slide.isEnd;
    if (slide.isEnd) showEnd();
    showNotes();
    fit();
    const first = slide.cells.map(cell => find(cell.id)).find(cell => cell);
    if (first) history.replaceState(history.state, '', `${location.pathname}?present#${first.id}`);
  };

  const go = (at, step = 0) => {
    deck.at = Math.min(Math.max(at, 0), deck.slides.length - 1);
    deck.step = step;
    show();
    stage().scrollTop = 0;
    const slide = deck.slides[deck.at];
    const target = slide.cells.map(cell => find(cell.id)).find(cell => cell?.matches('.code-cell')) ?? stage();
    if (target === stage()) target.tabIndex = -1;
    target.focus({ preventScroll: true });
    said.textContent = `Slide ${deck.at + 1} of ${deck.slides.length}: ${titleOf(slide)}`;
  };

  const next = () => {
    if (hasMore()) return scroll(1);
    const cell = veiled();
    if (cell) return reveal(cell);
    if (deck.step < deck.slides[deck.at].last) return go(deck.at, deck.step + 1);
    if (deck.at < deck.slides.length - 1) return go(deck.at + 1);
    return end.querySelector('a')?.click();
  };

  const previous = () => {
    if (stage().scrollTop > 8) return scroll(-1);
    if (deck.step > 0) return go(deck.at, deck.step - 1);
    if (deck.at === 0) return;
    go(deck.at - 1, deck.slides[deck.at - 1].last);
    stage().scrollTop = stage().scrollHeight;
    tell();
  };

  // Down to the next output that is not whole in sight, else most of a screen.
  const scroll = direction => {
    const place = stage();
    const bottom = place.clientHeight;
    const hidden = direction < 0 ? null : [...place.querySelectorAll('.cell[data-shown] :is(.outputs, figure, .prose > *)')]
      .map(part => part.getBoundingClientRect())
      .find(part => part.height && part.bottom > bottom && part.top > bottom * 0.15);
    place.scrollBy({ top: hidden ? Math.min(hidden.top - bottom * 0.04, bottom * 0.9) : direction * bottom * 0.85, behavior: 'instant' });
    tell();
  };

  const start = id => {
    const slides = read();
    if (slides.length < 2) return;
    const cell = id ? find(id) : here();
    deck = { slides, at: 0, step: 0, from: { scroll: scrollY, at: -1 }, revealed: new Set() };
    root.dataset.presenting = '';
    deck.from.at = cell ? indexOf(slides, cell.dataset.cell) : 0;
    go(deck.from.at);
  };

  // The cell that is read: the one that has the focus and is in sight, else the first that is.
  const here = () => {
    const inSight = cell => {
      const box = cell.getBoundingClientRect();
      return box.bottom > innerHeight * 0.2 && box.top < innerHeight;
    };
    const focused = document.activeElement?.closest?.('.cells > .cell');
    return focused && inSight(focused) ? focused : cells().find(inSight);
  };

  const leave = () => {
    const { slides, at, from } = deck;
    const first = slides[at].cells.map(cell => find(cell.id)).find(cell => cell) ?? cells().at(-1);
    deck = null;
    delete root.dataset.presenting;
    delete root.dataset.layout;
    delete root.dataset.black;
    delete root.dataset.more;
    sheet.replaceSync('');
    for (const cell of cells()) {
      cell.removeAttribute('data-shown');
      cell.removeAttribute('data-revealed');
    }

    notes.hidden = end.hidden = true;
    if (document.fullscreenElement) document.exitFullscreen();
    if (!first) return;
    history.replaceState(history.state, '', `${location.pathname}#${first.id}`);
    first.focus({ preventScroll: true });
    if (at === from.at) scrollTo({ top: from.scroll, behavior: 'instant' });
    else first.scrollIntoView({ behavior: 'instant' });
  };

  // --- The frame around the slides. Made here, outside of what the server draws.

  const icon = path => `<svg viewBox="0 0 16 16" aria-hidden="true"><path d="${path}"/></svg>`;
  const make = (name, html) => {
    const element = document.createElement(name);
    element.innerHTML = html;
    return document.body.appendChild(element);
  };

  const bar = make('section', `
    <div class="progress"></div>
    <span class="section"></span>
    <span class="ahead"></span>
    <span class="count"></span>
    <span class="buttons">
      <button type="button" data-present-do="previous" title="Back (←)">${icon('M10 3 5 8l5 5')}</button>
      <button type="button" data-present-do="next" title="On (→)">${icon('m6 3 5 5-5 5')}</button>
      <button type="button" class="wide" data-present-do="notes" title="Speaker notes (n)" aria-pressed="false">${icon('M3 2.5h10v11H3zM5.5 6h5M5.5 8.5h5M5.5 11h3')}</button>
      <button type="button" class="wide" data-present-do="full" title="Full screen (f)">${icon('M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10')}</button>
      <button type="button" data-present-do="leave" title="Back to the lesson (Esc)">${icon('m3.5 3.5 9 9M12.5 3.5l-9 9')}</button>
    </span>
    <span class="unseen" role="status"></span>`);
  bar.className = 'presenter';
  bar.setAttribute('aria-label', 'Slides');
  const said = bar.querySelector('[role=status]');
  const notes = make('aside', '');
  notes.className = 'speaker-notes';
  notes.setAttribute('aria-label', 'Speaker notes');
  notes.tabIndex = 0;
  notes.hidden = true;
  const end = make('section', '');
  end.className = 'slides-end';
  end.hidden = true;

  const tell = () => {
    const slide = deck.slides[deck.at];
    const count = deck.slides.length;
    bar.querySelector('.progress').style.width = `${(100 * (deck.at + 1)) / count}%`;
    bar.querySelector('.section').textContent = slide.section;
    bar.querySelector('.count').textContent = `${deck.at + 1} / ${count}`;
    const ahead = bar.querySelector('.ahead');
    const what = hasMore() ? ['', '↓ more on this slide']
      : veiled() ? ['', '↓ what it put out']
      : deck.step < slide.last ? ['', '↓ more on this slide']
      : slide.isEnd ? ['', ''] : ['Next: ', titleOf(deck.slides[deck.at + 1])];
    root.toggleAttribute('data-more', hasMore());
    ahead.textContent = what[0];
    ahead.appendChild(document.createElement('b')).textContent = what[1];
    bar.querySelector('[data-present-do=notes]').disabled = slide.notes.length === 0;
  };

  const showEnd = () => {
    const link = document.querySelector('.onward [rel=next]');
    end.innerHTML = '<p>That is the end of this lesson.</p>';
    if (!link) return;
    const on = end.appendChild(document.createElement('a'));
    on.href = `${link.getAttribute('href')}?present`;
    on.textContent = 'Next: ';
    on.appendChild(document.createElement('strong')).textContent = link.querySelector('strong').textContent;
  };

  const showNotes = () => {
    const slide = deck.slides[deck.at];
    bar.querySelector('[data-present-do=notes]').setAttribute('aria-pressed', !notes.hidden);
    if (notes.hidden) return;
    notes.replaceChildren(...slide.notes.map(id => find(id)?.querySelector('.prose')?.cloneNode(true)).filter(copy => copy));
    // What an id names is the lesson's own.
    notes.querySelectorAll('[id]').forEach(part => part.removeAttribute('id'));
    if (!notes.children.length) notes.textContent = 'No notes on this slide.';
  };

  const actions = {
    next,
    previous,
    leave,
    first: () => go(0),
    last: () => go(deck.slides.length - 1),
    notes: () => { notes.hidden = !notes.hidden; showNotes(); },
    full: () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen?.()),
    black: () => root.toggleAttribute('data-black'),
    run: () => find(deck.slides[deck.at].cells.findLast(cell => find(cell.id)?.matches('.code-cell'))?.id ?? '')?.querySelector('.run[data-do=run]')?.click(),
  };

  // What presenters' remotes send is among these.
  const keys = {
    ArrowRight: 'next', ArrowDown: 'next', PageDown: 'next', ' ': 'next',
    ArrowLeft: 'previous', ArrowUp: 'previous', PageUp: 'previous', Backspace: 'previous',
    Home: 'first', End: 'last', Escape: 'leave', f: 'full', F: 'full', n: 'notes', N: 'notes', b: 'black', '.': 'black',
  };

  // Before the lesson's own keys: on a slide, arrows go on.
  addEventListener('keydown', event => {
    if (event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]')) return;
    const { target, key } = event;
    if (target.closest?.('input, textarea, select, [contenteditable], .monaco-editor')) return;
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    let action = null;
    if (!deck) action = key === 'p' && isPlain && !event.shiftKey && stage() ? 'start' : null;
    else if (key === 'Enter' && (event.shiftKey || event.ctrlKey || event.metaKey)) action = 'run';
    else if (key === ' ' && target.closest?.('button, summary')) return;
    else if (key === ' ' && event.shiftKey) action = 'previous';
    else if (isPlain) action = keys[key];
    if (!action) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (action === 'start') start();
    else actions[action]();
  }, { capture: true });

  addEventListener('click', event => {
    if (event.target.closest?.('[data-present]')) return start();
    // The next lesson begins as slides, too: its link says so.
    if (deck && event.target.closest?.('.slides-end a')) return leave();
    const button = event.target.closest?.('[data-present-do]');
    if (button && deck) actions[button.dataset.presentDo]();
  });

  let touch = null;
  addEventListener('touchstart', ({ touches }) => { touch = deck && touches.length === 1 ? touches[0] : null; }, { passive: true });
  addEventListener('touchend', ({ changedTouches: [end] }) => {
    if (!deck || !touch) return;
    const [right, down] = [end.clientX - touch.clientX, end.clientY - touch.clientY];
    if (Math.abs(right) > 60 && Math.abs(right) > 2 * Math.abs(down)) (right < 0 ? next : previous)();
  });

  // --- What changes while a slide is shown.

  let due = null;
  let ended = null;
  const later = () => {
    clearTimeout(due);
    due = setTimeout(refresh, 120);
  };

  const refresh = () => {
    clearTimeout(due);
    if (!deck) return;
    if (!stage()) return leave();
    const slide = deck.slides[deck.at];
    const slides = read();
    const at = slide.isEnd ? slides.length - 1 : indexOf(slides, slide.cells[0].id);
    Object.assign(deck, { slides, at });
    show();
    // What has just run shows what came of it.
    if (ended?.isConnected) ended.querySelector('.outputs')?.scrollIntoView({ block: 'nearest', behavior: 'instant' });
    ended = null;
  };

  new MutationObserver(changes => {
    const isOwn = node => node.nodeType === 1 ? node.closest('.presenter, .speaker-notes, .slides-end, figure, .monaco-editor, .gutter') : node.parentElement?.closest('figure');
    if (changes.every(({ target }) => isOwn(target) || !target.isConnected)) return;
    if (!deck) return resume();
    // The server has drawn the lesson anew: the slide is there before anybody sees that it was gone.
    if (cells().length && !deck.slides[deck.at].isEnd && !document.querySelector('.cell[data-shown]')) return refresh();
    ended = changes.findLast(({ type, target }) => type === 'attributes' && 'shown' in target.dataset
      && ['succeeded', 'failed'].includes(target.dataset.state))?.target ?? ended;
    // A slide that jumps while its code runs cannot be read: it is made to fit when that has ended.
    const running = document.querySelector('.cell[data-shown]:is([data-state=running], [data-state=queued])');
    if (!running) later();
  }).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-state'] });

  addEventListener('resize', () => deck && fit());
  document.addEventListener('load', event => deck && event.target.closest?.('.cells') && later(), { capture: true });
  document.addEventListener('scroll', event => deck && event.target === stage() && tell(), { capture: true });

  // A link to a slide, once its lesson is there.
  const resume = () => {
    if (!stage() || !new URLSearchParams(location.search).has('present')) return;
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    start((target?.closest('.cells > .cell') ?? cells()[0])?.dataset.cell);
  };
  resume();
})();
