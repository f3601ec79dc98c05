// What outputs of cells need on a page: charts are made interactive, those too that come while a cell runs; frames get the
// height of what they show. A classic script, so that it also runs from file://. Loaded with defer; data-plotly and data-charts
// name the two scripts that draw charts, unless the page has them already.
(() => {
  const { plotly, charts } = document.currentScript?.dataset ?? {};
  const kinds = 'figure.async-chart, figure.plotly-figure';
  const fresh = ':is(figure.async-chart, figure.plotly-figure):not([data-state])';
  const highestFrame = 4000;

  const script = source => new Promise((done, failed) => {
    const element = document.createElement('script');
    element.src = source;
    element.onload = done;
    element.onerror = () => failed(new Error(`${source} cannot be loaded.`));
    document.head.append(element);
  });

  // Loads what draws charts when there is one.
  let drawing;
  const load = () => drawing ??= (async () => {
    if (window.Plotly || !plotly) return;
    // The pictures are there; what is read and run comes first.
    await new Promise(done => window.requestIdleCallback ? requestIdleCallback(done, { timeout: 1500 }) : setTimeout(done, 300));
    await script(plotly);
    await script(charts);
  })().catch(error => console.warn('Charts stay pictures:', error));

  const draw = async figure => {
    await load();
    if (!window.Plotly) return;
    if (figure.matches('.async-chart')) window.asyncCharts1?.();
    else if (!figure.dataset.state) drawFigure(figure);
  };

  // What draws is large, and what is drawn holds up the page: only what is about to be seen is worth it.
  const near = new IntersectionObserver(entries => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      draw(target);
    }
  }, { rootMargin: '600px' });

  const drawFigure = async figure => {
    figure.dataset.state = 'seen';
    const place = figure.appendChild(document.createElement('div'));
    try {
      const { data, layout, config } = JSON.parse(figure.querySelector('script').textContent);
      const { color, fontFamily: family } = getComputedStyle(figure);
      const clear = 'rgba(0,0,0,0)';
      const lines = { gridcolor: 'rgba(128,128,128,0.35)', zerolinecolor: 'rgba(128,128,128,0.35)' };
      await Plotly.newPlot(
        place,
        data,
        {
          paper_bgcolor: clear, plot_bgcolor: clear, font: { color, family }, ...layout,
          xaxis: { ...lines, ...layout?.xaxis }, yaxis: { ...lines, ...layout?.yaxis },
        },
        { responsive: true, displaylogo: false, ...config });
    } catch (error) {
      place.textContent = `This chart cannot be drawn: ${error.message}`;
    }
  };

  // A chart that is shown anew stays the same chart and gets the new data: what was drawn moves into the figure that has come
  // in its place.
  const inherit = (old, figure) => {
    const live = old.querySelector(':scope > .ac-live');
    const still = figure.querySelector(':scope > svg');
    if (!live || !still || !figure.querySelector('script[type="application/json"]')) return;
    figure.append(live);
    still.style.display = 'none';
    figure.dataset.state = 'changed';
    window.asyncCharts1();
  };

  const figuresIn = nodes => {
    const figures = [];
    for (const node of nodes) {
      if (node.nodeType !== Node.ELEMENT_NODE) continue;
      if (node.matches(kinds)) figures.push(node);
      else if (node.firstElementChild) figures.push(...node.querySelectorAll(kinds));
    }

    return figures;
  };

  new MutationObserver(records => {
    const gone = new Map();
    for (const { target, removedNodes } of records) {
      for (const figure of figuresIn(removedNodes)) if (!figure.isConnected) gone.set(target, figure);
    }

    if (!gone.size && !document.querySelector(fresh)) return;
    for (const { target, addedNodes } of records) {
      for (const figure of figuresIn(addedNodes)) {
        const old = gone.get(target);
        if (old && old.dataset.chart === figure.dataset.chart) inherit(old, figure);
        gone.delete(target);
        if (!figure.dataset.state) near.observe(figure);
      }
    }

    for (const figure of gone.values()) figure.querySelectorAll('.js-plotly-plot').forEach(plot => window.Plotly?.purge(plot));
  }).observe(document.documentElement, { childList: true, subtree: true });
  document.querySelectorAll(kinds).forEach(figure => near.observe(figure));

  // A frame tells its height, and nothing else that would be heard here.
  addEventListener('message', ({ source, data }) => {
    const height = data?.frameHeight;
    if (typeof height !== 'number' || !(height >= 0)) return;
    const frame = [...document.querySelectorAll('iframe.frame')].find(each => each.contentWindow === source);
    if (frame) frame.style.height = `${Math.min(Math.ceil(height), highestFrame)}px`;
  });

  // Those that were there earlier have told it to nobody.
  for (const frame of document.querySelectorAll('iframe.frame')) frame.contentWindow.postMessage('height', '*');
})();
