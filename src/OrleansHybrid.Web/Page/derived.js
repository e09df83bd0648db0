// What the server computes of all trials: read again some time after they changed, since it costs more than a row.

import { getText, sweepPath } from './api.js';

const wait = 2000;
const waitOfMany = 10_000;
const many = 2000;

/** @typedef {{data: any, text: string, fault: string | null}} Part */

// The time of the answer is no change of what it says.
const withoutTime = text => text.replace(/"made":"[^"]*"/, '"made":null');

export class Derived {
  /** @type {Map<string, Part>} by the names of its parts */ #parts = new Map();
  /** @type {string | null} */ #wanted = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;
  #read = 0;
  #isReading = false;

  /** @param {import('./sweep-store.js').SweepStore} store */
  constructor(store) {
    this.store = store;
  }

  close() {
    this.#wanted = null;
    clearTimeout(this.#timer);
  }

  /** The newest known data, and keeps it up while a view wants it. @param {string} names as of `?parts=` @returns {Part | undefined} */
  of(names) {
    if (this.#wanted !== names) {
      this.#wanted = names;
      this.#later(0);
    }
    return this.#parts.get(names);
  }

  /** Nothing is wanted any more. */
  rest() {
    this.#wanted = null;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  outdated() {
    if (this.#wanted == null || this.#timer != null) return;
    const pause = this.store.rows.length > many ? waitOfMany : wait;
    this.#later(Math.max(0, this.#read + pause - Date.now()));
  }

  #later(pause) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#refresh(), pause);
  }

  async #refresh() {
    this.#timer = undefined;
    const names = this.#wanted;
    if (names == null) return;
    if (this.#isReading || document.hidden) return this.#later(500);
    this.#isReading = true;
    const version = this.store.version;
    const known = this.#parts.get(names);
    try {
      const text = withoutTime(await getText(`${sweepPath(this.store.id)}/analysis?parts=${names}`));
      // Equal data stays the same object: charts are drawn again only for another one.
      const isSame = known?.data && known.text === text;
      this.#parts.set(names, isSame ? { ...known, fault: null } : { data: JSON.parse(text), text, fault: null });
    } catch (fault) {
      this.#parts.set(names, { data: known?.data ?? null, text: known?.text ?? '', fault: fault.message });
      if (this.#wanted === names) this.#later(wait);
    } finally {
      this.#isReading = false;
      this.#read = Date.now();
    }
    // The epochs of a running trial are no change of its row.
    if (this.store.version !== version || this.store.status?.running.length) this.outdated();
    this.store.changed();
  }
}
