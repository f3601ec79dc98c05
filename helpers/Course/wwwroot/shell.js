// What the bar and the navigation do beside being links. Everything is heard at the document, because the page's parts are
// replaced while it lives.
(() => {
  const isTyping = target => target.closest?.('input, textarea, select, [contenteditable], .monaco-editor');

  // --- Keys that are good everywhere.
  document.addEventListener('keydown', event => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.key === '/') {
      const search = document.querySelector('#course-search');
      if (!search) return;
      event.preventDefault();
      search.focus();
      search.select();
    }
  });

  document.addEventListener('click', event => {
    // --- The first link of the page: what follows is read from there on.
    if (event.target.closest('[data-skip]')) {
      event.preventDefault();
      const main = document.querySelector('main');
      main.focus();
      main.scrollIntoView();
    }

    // --- The drawer has done its work when something in it was chosen.
    const nav = event.target.closest('.course-nav');
    if (nav && event.target.closest('a') && nav.matches(':popover-open')) nav.hidePopover();

    // --- So have the results: they are shown while the focus is there.
    if (event.target.closest('.hits a')) setTimeout(() => document.activeElement.closest('.search') && document.activeElement.blur());

    if (event.target.closest('[data-reconnect]')) window.Blazor?.reconnect();
  }, true);

  // --- A connection that is lost. The first attempts take no time; when they have not helped, the server may have ended. A server
  // that does not know this page any more, after a long sleep, gives it anew with all that has happened. One that was started
  // anew lets nobody in who has not come by its own link; who has, in whatever tab, has this page again as well.
  const quickAttempts = 11;
  const isLockedOut = () => fetch('icon.svg', { method: 'HEAD', cache: 'no-store' }).then(answer => answer.status === 401, () => false);
  document.addEventListener('components-reconnect-state-changed', async ({ target, detail }) => {
    const isLong = detail.state === 'retrying' && detail.currentAttempt > quickAttempts;
    target.toggleAttribute('data-long', isLong);
    if (detail.state === 'rejected' || detail.state === 'resume-failed') location.reload();
    target.toggleAttribute('data-anew', isLong && await isLockedOut());
  }, true);

  // --- Who types before the server listens has typed all the same: its box takes the place of the document's.
  let early = null;
  document.addEventListener('focusin', ({ target }) => { early = target.matches('.search:not([data-live]) input') ? target : null; });
  const goOn = () => {
    const input = document.querySelector('.search[data-live] input');
    if (!early || early.isConnected || !input) return;
    const { value } = early;
    input.focus();
    if (!value) return;
    input.value = value;
    input.dispatchEvent(new Event('input', { bubbles: true }));
  };

  // --- Through what was found: down and up, Enter, and Esc back.
  document.addEventListener('keydown', event => {
    const search = event.target.closest?.('.search');
    if (!search || event.isComposing) return;
    const input = search.querySelector('input');
    const links = [...search.querySelectorAll('.hits a')];
    const at = links.indexOf(event.target);
    const go = {
      ArrowDown: () => links[Math.min(at + 1, links.length - 1)]?.focus(),
      ArrowUp: () => (links[at - 1] ?? input).focus(),
      Home: () => links[0]?.focus(),
      End: () => links.at(-1)?.focus(),
      Enter: () => links[0]?.click(),
      Escape: () => (at >= 0 ? input.focus() : input.blur()),
    }[event.key];
    const isNative = (at >= 0 && event.key === 'Enter') || (at < 0 && (event.key === 'Home' || event.key === 'End'));
    if (!go || isNative) return;
    event.preventDefault();
    go();
  });

  // --- The heading under which one reads is marked in the navigation.
  let current = null;
  let due = false;
  const mark = () => {
    due = false;
    // Of slides only one is there at a time.
    if ('presenting' in document.documentElement.dataset) return;
    const links = [...document.querySelectorAll('.nav-headings [data-heading]')];
    const top = Math.max(innerHeight / 4, parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) + 4);
    let reached = null;
    for (const link of links) {
      const heading = document.getElementById(link.dataset.heading);
      if (!heading || heading.getBoundingClientRect().top > top) break;
      reached = link;
    }

    // At the very end the last headings cannot come to the top.
    if (links.length && scrollY > 0 && Math.ceil(scrollY + innerHeight) >= document.documentElement.scrollHeight) reached = links.at(-1);
    for (const link of links) {
      if (link === reached) link.setAttribute('aria-current', 'location');
      else link.removeAttribute('aria-current');
    }

    if (reached?.dataset.heading === current) return;
    current = reached?.dataset.heading ?? null;
    if (reached) keepInSight(reached);
    stay();
  };

  // --- Who stays under a heading for a moment reads there: the server keeps the place.
  const moment = 1500;
  let keeper = null;
  let staying = null;
  const stay = () => {
    clearTimeout(staying);
    if (current) staying = setTimeout(reach, moment, current);
  };

  const reach = async heading => {
    try {
      await keeper?.invokeMethodAsync('Reach', heading);
      document.querySelector(`.nav-headings [data-heading="${CSS.escape(heading)}"]`)?.setAttribute('data-read', '');
    } catch {
      // The connection is lost: the next place will be kept.
    }
  };

  // The component that keeps the place comes and goes with the lesson.
  window.coursePlace = {
    keepWith(reference) {
      keeper = reference;
      current = null;
      later();
    },
  };

  const keepInSight = link => {
    const nav = link.closest('.course-nav');
    const [inner, outer] = [link.getBoundingClientRect(), nav.getBoundingClientRect()];
    if (inner.top < outer.top + 40 || inner.bottom > outer.bottom - 40) nav.scrollTop += inner.top - outer.top - outer.height / 3;
  };

  // --- What is wider than its place can be scrolled with keys, too; what is not needs no stop on the way.
  const scrollable = 'pre, table, figure, .output, .stream.long, .hits';
  let checking = null;
  const check = () => {
    checking = null;
    for (const part of document.querySelectorAll(scrollable)) {
      const isCut = part.scrollWidth > part.clientWidth + 1 || part.scrollHeight > part.clientHeight + 1;
      if (isCut && !part.querySelector('a, button, [tabindex]')) part.tabIndex = 0;
      else if (!isCut && part.getAttribute('tabindex') === '0') part.removeAttribute('tabindex');
    }
  };

  const later = () => {
    checking ??= setTimeout(check, 300);
    if (due) return;
    due = true;
    requestAnimationFrame(mark);
  };
  addEventListener('scroll', later, { passive: true });
  addEventListener('resize', later);
  new MutationObserver(() => (goOn(), later())).observe(document.body, { childList: true, subtree: true });
  later();
})();
