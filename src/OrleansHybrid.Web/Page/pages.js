// A list of which a part is shown, and more on request.

import { html, nothing } from '/page/third-party/lit-html.js';

export class Pages {
  /** @param {() => void} redraw @param {number} size */
  constructor(redraw, size) {
    this.redraw = redraw;
    this.size = size;
    this.shown = size;
  }

  /** @template T @param {T[]} items @returns {T[]} */
  of(items) {
    return items.slice(0, this.shown);
  }

  /** @param {unknown[]} items */
  more(items) {
    const rest = items.length - this.shown;
    return rest > 0 ? html`<button type="button" class="more" @click=${() => {
      this.shown += 10 * this.size;
      this.redraw();
    }}>Show ${Math.min(10 * this.size, rest)} more of ${items.length}</button>` : nothing;
  }
}
