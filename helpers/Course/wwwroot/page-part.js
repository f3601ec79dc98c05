// Parts of a lesson's page that are sent once. When the server takes the page over, it draws the lesson anew, its parts empty but
// named: what the document had under that name is moved there, before anybody sees that it was gone.
(() => {
  // What was taken out of the page a moment ago, by name.
  const loose = new Map();

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
      if (!loose.size) queueMicrotask(() => loose.clear());
      loose.set(name, [...loose.get(name) ?? [], this]);
    }

    // The server sends what is new, and knows nothing of what was moved here.
    attributeChangedCallback(_, before, name) {
      if (before && !name) this.replaceChildren();
    }
  });
})();
