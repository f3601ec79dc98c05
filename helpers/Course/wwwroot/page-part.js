// Parts of a lesson's page that are sent once. When the server takes the page over, it draws the lesson anew, its parts empty but
// named: what the document had under that name is moved there, before anybody sees that it was gone.
(() => {
  // What was taken out of the page a moment ago, by name.
  const loose = new Map();

  // What the reader has selected, and where the keys go: nothing tells that before it is lost.
  let selected = null;
  let focused = null;
  document.addEventListener('selectionchange', () => {
    const { anchorNode, anchorOffset, focusNode, focusOffset, isCollapsed } = getSelection();
    selected = isCollapsed ? null : [anchorNode, anchorOffset, focusNode, focusOffset];
  });
  document.addEventListener('focusin', ({ target }) => { focused = target; });
  document.addEventListener('focusout', () => setTimeout(() => { if (document.activeElement === document.body) focused = null; }));

  const settle = () => {
    loose.clear();
    if (selected?.[0].isConnected && selected[2].isConnected) getSelection().setBaseAndExtent(...selected);
    if (!focused || document.activeElement !== document.body) return;
    // A button of a cell, or the cell itself, has another one in its place.
    const cell = document.getElementById(focused.closest('.cell')?.id);
    const place = focused.isConnected ? focused : focused.matches('.run') ? cell?.querySelector('.run') : cell;
    place?.focus({ preventScroll: true });
  };

  customElements.define('page-part', class extends HTMLElement {
    static observedAttributes = ['name'];

    connectedCallback() {
      const name = this.getAttribute('name');
      if (!name || this.firstChild) return;
      const before = loose.get(name)?.find(part => !part.isConnected && part.firstChild);
      if (before) this.append(...before.childNodes);
      else this.dispatchEvent(new Event('partmissing', { bubbles: true }));
    }

    disconnectedCallback() {
      const name = this.getAttribute('name');
      if (!name || !this.firstChild) return;
      if (!loose.size) queueMicrotask(settle);
      loose.set(name, [...loose.get(name) ?? [], this]);
    }

    // The server sends what is new, and knows nothing of what was moved here.
    attributeChangedCallback(_, before, name) {
      if (before && !name) this.replaceChildren();
    }
  });
})();
