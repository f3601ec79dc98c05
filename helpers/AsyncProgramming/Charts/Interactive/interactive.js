// Makes the charts of a page interactive where plotly.js can be had. Comes with every chart, since each output of a notebook
// stands alone; the first copy does the work for all. Lines that begin with a comment are not shipped.
(() => {
  const self = 'asyncCharts1';
  if (window[self]) return window[self]();

  // Narrower figures keep their picture: it is complete, and pointing at it with a finger is of little use.
  const narrowest = 480;
  const light = { card: '#ffffff', text: '#1f2328', grid: '#dde2e7', mute: '#57606a' };
  const figures = () => document.querySelectorAll('figure.async-chart[data-state]');
  const picture = figure => figure.querySelector(':scope > svg');

  const colour = (figure, role) => {
    const probe = picture(figure).appendChild(document.createElementNS('http://www.w3.org/2000/svg', 'g'));
    probe.setAttribute('class', `ac-${role}-f`);
    probe.setAttribute('fill', light[role]);
    const value = getComputedStyle(probe).fill;
    probe.remove();
    return value;
  };

  const specification = figure => {
    let text = figure.querySelector('script[type="application/json"]').textContent;
    for (const role in light) text = text.replaceAll(`"@${role}"`, JSON.stringify(colour(figure, role)));
    return JSON.parse(text);
  };

  // Lengths in the specification are for a font of 13; the font follows the width, as that of the picture does.
  const fit = (layout, width, height) => {
    const size = Math.min(18, Math.max(12, (width * 13) / 640));
    layout.font.size = size;
    for (const side in layout.margin) layout.margin[side] *= size / 13;
    for (const note of layout.annotations ?? []) if (note.xshift) note.xshift *= size / 13;
    layout.width = width;
    layout.height = height;
    return layout;
  };

  const draw = async figure => {
    const still = picture(figure);
    const width = figure.clientWidth;
    let live = figure.querySelector('.ac-live');
    if (!window.Plotly || width < narrowest) {
      still.style.display = '';
      live?.remove();
      return offer(figure);
    }

    figure.querySelector('.ac-offer')?.remove();
    const fresh = !live;
    if (fresh) {
      live = figure.appendChild(document.createElement('div'));
      live.className = 'ac-live';
      live.setAttribute('role', 'group');
      live.setAttribute('aria-label', still.querySelector('desc').textContent);
      live.style.cssText = 'position:absolute;inset:0;visibility:hidden';
      live.append(document.createElement('div'), document.createElement('div'));
    }

    try {
      const [title, plot] = live.children;
      const { data, layout, config } = specification(figure);
      title.className = 'ac-title';
      title.textContent = still.querySelector('title').textContent;
      title.style.fontSize = `${(Math.min(width, 960) * 16) / 640}px`;
      delete layout.title;
      const { width: wide, height: high } = still.viewBox.baseVal;
      const height = Math.max(220, Math.round((width * high) / wide) - title.offsetHeight - 10);
      await Plotly.react(plot, data, fit(layout, width - 18, height), config);
      still.style.display = 'none';
      live.style.cssText = '';
    } catch (error) {
      console.warn('The chart stays a picture:', error);
      still.style.display = '';
      live.remove();
      figure.dataset.state = 'failed';
    }
  };

  // No network access without a click.
  const offer = figure => {
    const known = figure.querySelector('.ac-offer');
    if (known || figure.clientWidth < narrowest) return known?.remove();
    const button = figure.appendChild(document.createElement('button'));
    button.className = 'ac-offer';
    button.type = 'button';
    button.textContent = 'interactive';
    button.title = 'Load plotly.js from cdn.jsdelivr.net (3.6 MB) and make the charts of this page interactive';
    button.addEventListener('click', () => load(button));
  };

  const load = button => {
    const script = document.createElement('script');
    script.src = '{source}';
    script.integrity = '{integrity}';
    script.crossOrigin = 'anonymous';

    // A module loader on the page would keep the library for itself.
    const { define } = window;
    window.define = undefined;
    const done = failed => {
      window.define = define;
      if (failed) button.textContent = 'plotly.js cannot be reached';
      else drawAll();
    };
    script.onload = () => done(false);
    script.onerror = () => done(true);
    button.textContent = 'loading …';
    document.head.append(script);
  };

  const drawAll = () => figures().forEach(figure => figure.dataset.state === 'seen' && draw(figure));

  const seen = new IntersectionObserver(entries => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting || target.dataset.state !== 'known') continue;
      target.dataset.state = 'seen';
      resized.observe(target);
    }
  }, { rootMargin: '300px' });

  const widths = new WeakMap();
  const resized = new ResizeObserver(entries => {
    for (const { target } of entries) {
      if (target.dataset.state !== 'seen' || widths.get(target) === target.clientWidth) continue;
      widths.set(target, target.clientWidth);
      requestAnimationFrame(() => draw(target));
    }
  });

  const scan = () => {
    for (const figure of document.querySelectorAll('figure.async-chart:not([data-state])')) {
      if (!figure.querySelector('script[type="application/json"]')) continue;
      figure.dataset.state = 'known';
      seen.observe(figure);
    }

    // A front end has put a new picture and new data into a figure that is live.
    for (const figure of document.querySelectorAll('figure.async-chart[data-state=changed]')) {
      figure.dataset.state = 'seen';
      resized.observe(figure);
      draw(figure);
    }
  };

  const restyled = new MutationObserver(drawAll);
  for (const root of [document.documentElement, document.body]) {
    restyled.observe(root, { attributes: true, attributeFilter: ['class', 'style', 'data-theme', 'data-jp-theme-light'] });
  }

  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);
  for (const event of ['DOMContentLoaded', 'plotly-ready']) document.addEventListener(event, () => (scan(), drawAll()));
  window.addEventListener('load', () => (scan(), drawAll()));
  (window[self] = scan)();
})();
