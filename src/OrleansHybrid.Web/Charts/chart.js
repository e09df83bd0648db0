// One drawing of ECharts in a box that a screen reader can name. The colours are the page's own.

import { element } from './elements.js';

/** The library, which the page has loaded before it draws. @returns {any} */
export const library = () => /** @type {any} */ (globalThis).echarts;

export const darkness = matchMedia('(prefers-color-scheme: dark)');
export const isNarrow = () => innerWidth < 600;
export const palette = ['#3b82f6', '#f59e0b', '#10b981', '#ef4444', '#8b5cf6', '#06b6d4', '#ec4899', '#84cc16'];
/** @param {number} place */
export const colorOf = place => palette[place % palette.length];

const probe = document.head.appendChild(document.createElement('span'));

/** The colour that comes of a variable: a canvas knows no light-dark(). @param {string} name */
export function css(name) {
  probe.style.color = `var(${name})`;
  return getComputedStyle(probe).color;
}

/** The content of a tooltip as nodes: ECharts takes a string for markup. @param {string[]} texts */
export function lines(texts) {
  const node = document.createElement('div');
  for (const text of texts) element(node, 'div', text);
  return node;
}

/** @typedef {{box: HTMLElement, drawn: any, watch: ResizeObserver, renderer: string, isDark: boolean}} Drawing */
/** @type {Set<Drawing>} */
const drawings = new Set();
/** Those of an element that is being drawn again: to begin with them is cheaper than to begin anew. @type {Drawing[]} */
let spare = [];

/** When a drawing is made: at once, unless a page lets them wait for each other. @type {(work: () => void) => void} */
let pace = work => work();
/** @param {(work: () => void) => void} how */
export const pacedBy = how => { pace = how; };

/** How many drawings the page shows. */
export const drawingsShown = () => drawings.size;

const within = element => [...drawings].filter(drawing => element.contains(drawing.box));

function end(ended) {
  for (const drawing of ended) {
    drawing.watch.disconnect();
    drawing.drawn.dispose();
    drawings.delete(drawing);
  }
}

/** Ends the drawings within an element, which is about to be removed. @param {Element} element */
export const endDrawings = element => end(within(element));

/** Draws an element again. @param {Element} element @param {() => void} draw */
export function redrawn(element, draw) {
  spare = within(element);
  element.replaceChildren();
  try {
    draw();
  } finally {
    end(spare);
    spare = [];
  }
}

// A box that is not on the page has no size: it will have one when the observer sees it there.
function fit(box, drawn) {
  const { clientWidth: width, clientHeight: height } = box;
  if (width && height && (width !== drawn.getWidth() || height !== drawn.getHeight())) drawn.resize();
}

/** @param {HTMLElement} box @param {'svg' | 'canvas'} renderer @returns {Drawing} */
function begin(box, renderer) {
  const drawn = library().init(box, darkness.matches ? 'dark' : null, { renderer });
  const watch = new ResizeObserver(() => fit(box, drawn));
  watch.observe(box);
  const drawing = { box, drawn, watch, renderer, isDark: darkness.matches };
  drawings.add(drawing);
  return drawing;
}

/** @param {Element} parent @param {'svg' | 'canvas'} renderer @returns {Drawing | undefined} */
function again(parent, renderer) {
  const place = spare.findIndex(one => one.renderer === renderer && one.isDark === darkness.matches);
  if (place < 0) return undefined;
  const [drawing] = spare.splice(place, 1);
  parent.append(drawing.box);
  // An observer says nothing of a box that left the page and came back at its old size.
  drawing.watch.unobserve(drawing.box);
  drawing.watch.observe(drawing.box);
  for (const event of ['click', 'datazoom', 'axisareaselected']) drawing.drawn.off(event);
  return drawing;
}

/**
 * @param {Element} parent @param {string} label what a person who cannot see it is told @param {object} options those of ECharts
 * @param {{className?: string, height?: number, renderer?: 'svg' | 'canvas', ready?: (drawn: any) => void}} [look]
 * @returns {{draw(options: object): void, drawn: any}}
 */
export function chart(parent, label, options, { className = 'chart', height, renderer = 'svg', ready } = {}) {
  const known = again(parent, renderer);
  const box = known?.box ?? element(parent, 'div');
  box.className = className;
  box.style.height = height ? height + 'px' : '';
  const drawing = known ?? begin(box, renderer);
  const { drawn } = drawing;
  if (known) fit(box, drawn);
  box.setAttribute('role', 'img');
  box.setAttribute('aria-label', label);
  const fontFamily = getComputedStyle(document.body).fontFamily;
  const tooltip = () => ({
    confine: true, backgroundColor: css('--card'), borderColor: css('--line'), textStyle: { color: css('--ink'), fontSize: 13 },
  });
  /** @param {any} some */
  const make = some => drawn.setOption({
    backgroundColor: 'transparent', animation: false, color: palette, textStyle: { fontFamily },
    ...some, tooltip: { ...tooltip(), ...some.tooltip },
  }, { notMerge: true });
  /** @type {any} what is asked for and not made yet */
  let asked = null;
  /** @param {any} some */
  const draw = some => {
    const isWaiting = asked != null;
    asked = some;
    if (!isWaiting) pace(() => {
      const latest = asked;
      asked = null;
      if (!drawings.has(drawing)) return;
      make(latest);
      ready?.(drawn);
      ready = undefined;
    });
  };
  draw(options);
  return { draw, drawn };
}
