// Makes the charts of a lesson interactive, those too that come while a cell runs; one that is shown anew stays the same chart
// and gets the new data.
const kind = 'figure.async-chart';

let drawing;

// Loads what draws charts, when there is one. A module loader on the page would keep plotly.js for itself.
const load = () => drawing ??= (async () => {
  const { define } = window;
  window.define = undefined;
  try {
    await script('charts/plotly.min.js');
  } finally {
    window.define = define;
  }

  await script('charts/interactive.js');
})().catch(error => console.warn('Charts stay pictures:', error));

const script = source => new Promise((done, failed) => {
  const element = document.createElement('script');
  element.src = source;
  element.onload = done;
  element.onerror = () => failed(new Error(`${source} cannot be loaded.`));
  document.head.append(element);
});

const figuresIn = nodes => [...nodes].flatMap(node => node.nodeType !== Node.ELEMENT_NODE ? []
  : node.matches(kind) ? [node] : [...node.querySelectorAll(kind)]);

// The interactive chart of a figure that was replaced moves into the one that has come in its place.
const inherit = (old, figure) => {
  const live = old.querySelector(':scope > .ac-live');
  const still = figure.querySelector(':scope > svg');
  if (!live || !still || !figure.querySelector('script[type="application/json"]')) return;
  figure.append(live);
  still.style.display = 'none';
  figure.dataset.state = 'changed';
};

const scan = async root => {
  if (!root.querySelector(`${kind}:not([data-state]), ${kind}[data-state="changed"]`)) return;
  await load();
  window.asyncCharts1?.();
};

/** Watches for charts below an element. */
export function watchCharts(root) {
  const observer = new MutationObserver(records => {
    let some = false;
    const gone = new Map();
    for (const { target, removedNodes } of records) {
      for (const figure of figuresIn(removedNodes)) if (!figure.isConnected) gone.set(target, figure);
    }

    for (const { target, addedNodes } of records) {
      for (const figure of figuresIn(addedNodes)) {
        some = true;
        const old = gone.get(target);
        if (old?.dataset.chart === figure.dataset.chart) inherit(old, figure);
        gone.delete(target);
      }
    }

    if (some) scan(root);
  });
  observer.observe(root, { childList: true, subtree: true });
  scan(root);
  return observer;
}
