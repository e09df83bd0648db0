// A place for one chart: drawn again only when its data, or the colours of the page, are others.

import { darkness, endDrawings, library, pacedBy, redrawn } from '/page/charts/chart.js';
import { nextFrame } from './frame.js';

/** @type {Set<ChartHost>} */
const hosts = new Set();
darkness.addEventListener('change', () => { for (const host of hosts) host.again(); });

/** @type {Promise<void> | null} */
let loading = null;

/** Loads the drawing library when the first chart needs it. */
const drawable = () => loading ??= library() ? Promise.resolve() : new Promise((resolve, reject) => {
  const script = document.head.appendChild(document.createElement('script'));
  script.src = '/page/third-party/echarts.min.js';
  script.onload = () => resolve();
  script.onerror = () => {
    loading = null;
    reject(new Error('the drawing library could not be loaded'));
  };
});

/** @type {Promise<void>} */
let queue = Promise.resolve();

/** @type {Promise<void>} */
let drawings = Promise.resolve();
// A frame for each: a page that draws several at once does not answer meanwhile.
pacedBy(work => { drawings = drawings.then(nextFrame).then(work).catch(mistake => console.error(mistake)); });

export class ChartHost {
  #data;
  #isAsked = false;

  /**
   * @param {(element: Element, data: any, options: any) => Element | null} draw @param {any} [options]
   * @param {string} [empty] said where there is nothing to draw yet
   */
  constructor(draw, options = {}, empty = '') {
    this.draw = draw;
    this.options = options;
    this.empty = empty;
    this.element = document.createElement('div');
    this.element.className = 'chart-host';
    hosts.add(this);
  }

  close() {
    hosts.delete(this);
    endDrawings(this.element);
  }

  /** @param {any} data @returns {Element} the place itself, for a template */
  with(data) {
    if (data && data !== this.#data) {
      this.#data = data;
      this.again();
    }
    return this.element;
  }

  /** Draws, one chart a frame. */
  again() {
    if (this.#isAsked || !this.#data) return;
    this.#isAsked = true;
    queue = queue.then(drawable).then(nextFrame).then(() => this.#draw(), fault => this.#say(fault.message));
  }

  #draw() {
    this.#isAsked = false;
    if (!hosts.has(this)) return;
    const place = placeOf(this.element);
    // Its height stays while it is empty, or the page would jump.
    this.element.style.minHeight = this.element.offsetHeight + 'px';
    try {
      redrawn(this.element, () => {
        if (!this.draw(this.element, this.#data, this.options) && this.empty) this.#say(this.empty, 'note');
      });
    } catch (mistake) {
      console.error(mistake);
      this.#say(`This part could not be drawn (${/** @type {Error} */ (mistake).message}).`);
    }
    this.element.style.minHeight = '';
    place();
  }

  #say(text, className = 'mistake') {
    this.#isAsked = false;
    const node = document.createElement('p');
    node.className = className;
    node.textContent = text;
    this.element.replaceChildren(node);
  }
}

// Where a person was in it: the focus, what is folded open and how far its boxes are scrolled, found again by their order.
function placeOf(element) {
  const controls = 'button, input, select, summary, a, [tabindex]';
  const focused = [...element.querySelectorAll(controls)].indexOf(document.activeElement);
  const open = [...element.querySelectorAll('details')].map(one => one.open);
  const scrolled = [...element.querySelectorAll('.scroll, fieldset')].map(one => [one.scrollLeft, one.scrollTop]);
  return () => {
    element.querySelectorAll('details').forEach((one, at) => { one.open = open[at] ?? false; });
    element.querySelectorAll('.scroll, fieldset').forEach((one, at) => { [one.scrollLeft, one.scrollTop] = scrolled[at] ?? [0, 0]; });
    if (focused >= 0) element.querySelectorAll(controls)[focused]?.focus({ preventScroll: true });
  };
}
