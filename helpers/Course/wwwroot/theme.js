// Light, dark, or as the system has it: the reader's choice, kept in this browser. Runs before anything is painted.
(() => {
  const key = 'theme';
  const choices = ['light', 'dark', 'system'];
  const root = document.documentElement;

  // A browser may refuse to keep anything, and files opened from disk may have no place to keep it.
  const kept = () => { try { return localStorage.getItem(key); } catch { return null; } };
  const keep = choice => { try { localStorage.setItem(key, choice); } catch { /* good for this page only */ } };

  let choice = choices.includes(kept()) ? kept() : 'system';
  const apply = () => {
    if (choice === 'system') delete root.dataset.theme;
    else root.dataset.theme = choice;
    // The page's colours may have changed: charts are drawn anew.
    document.dispatchEvent(new Event('themechange'));
    for (const element of document.querySelectorAll('theme-switch')) element.show();
  };

  apply();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', apply);
  addEventListener('storage', event => {
    if (event.key !== key) return;
    choice = choices.includes(event.newValue) ? event.newValue : 'system';
    apply();
  });

  const icons = {
    light: '<circle cx="8" cy="8" r="3"/><path d="M8 1v2M8 13v2M1 8h2M13 8h2M3 3l1.4 1.4M11.6 11.6 13 13M13 3l-1.4 1.4M4.4 11.6 3 13"/>',
    dark: '<path d="M13.5 9.8A6 6 0 0 1 6.2 2.5a6 6 0 1 0 7.3 7.3Z"/>',
    system: '<rect x="1.5" y="2.5" width="13" height="8.5" rx="1"/><path d="M5.5 14h5M8 11v3"/>',
  };

  // Makes its own content, so that it stays what it is however often the page around it is drawn anew.
  customElements.define('theme-switch', class extends HTMLElement {
    connectedCallback() {
      this.setAttribute('role', 'radiogroup');
      this.setAttribute('aria-label', 'Colours');
      this.innerHTML = choices.map(name =>
        `<button type="button" role="radio" value="${name}" title="${name[0].toUpperCase()}${name.slice(1)}">`
        + `<svg viewBox="0 0 16 16" aria-hidden="true">${icons[name]}</svg></button>`).join('');
      this.onclick = event => this.choose(event.target.closest('button')?.value);
      this.onkeydown = event => {
        const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
        if (!step) return;
        event.preventDefault();
        this.choose(choices[(choices.indexOf(choice) + step + choices.length) % choices.length]);
        this.querySelector('[aria-checked=true]').focus();
      };
      this.show();
    }

    choose(name) {
      if (!name) return;
      choice = name;
      keep(choice);
      apply();
    }

    show() {
      for (const button of this.children) {
        const chosen = button.value === choice;
        button.setAttribute('aria-checked', chosen);
        button.tabIndex = chosen ? 0 : -1;
      }
    }
  });
})();
