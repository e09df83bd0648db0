// Which trials a filter leaves, and in which order. Computed again only when something changed.

import { inOrder, numberOf } from '/page/charts/figures.js';
import { recipeOf } from './trial-columns.js';
import { failureText } from './sweep-words.js';

/** @typedef {import('./sweep-store.js').Row} Row */
/** @typedef {{states: string[], text: string, where: string[], sort: string}} Filter */

export class TrialFilter {
  #key = '';
  /** @type {Row[]} */ #rows = [];
  /** @type {WeakMap<Row, string>} */ #texts = new WeakMap();
  /** @type {{version: number, equals: Map<string, Row[]>} | null} */ #equals = null;

  /** @param {import('./sweep-store.js').SweepStore} store */
  constructor(store) {
    this.store = store;
  }

  /** Trials of equal settings and seed. */
  equals() {
    const { version, rows } = this.store;
    if (this.#equals?.version !== version) {
      /** @type {Map<string, Row[]>} */
      const equals = new Map();
      for (const row of rows) {
        if (!row.weights_sha256) continue;
        const known = equals.get(recipeOf(row));
        if (known) known.push(row); else equals.set(recipeOf(row), [row]);
      }
      this.#equals = { version, equals };
    }
    return this.#equals.equals;
  }

  /** @param {Filter} filter @param {import('./trial-columns.js').TrialColumn[]} columns */
  of(filter, columns) {
    const key = JSON.stringify([this.store.version, filter]);
    if (key !== this.#key) {
      this.#key = key;
      this.#rows = this.#compute(filter, columns);
    }
    return this.#rows;
  }

  #compute({ states, text, where, sort }, columns) {
    const words = text.toLowerCase().split(/\s+/).filter(word => word);
    const axes = this.store.head.axes.map(axis => axis.key);
    const wanted = where.map(one => {
      const at = one.indexOf('=');
      return [axes.indexOf(one.slice(0, at)), one.slice(at + 1)];
    });
    const rows = this.store.rows.filter(row => row
      && (!states.length || states.includes(row.state))
      && wanted.every(([axis, value]) => axis < 0 || String(row.values[axis] ?? null) === value)
      && words.every(word => this.#textOf(row).includes(word)));
    const column = columns.find(one => one.name === sort.replace(/^-/, ''));
    if (!column) return rows;
    const sign = sort.startsWith('-') ? -1 : 1;
    const keys = new Map(rows.map(row => [row, column.key(row)]));
    return rows.sort((a, b) => sign * inOrder(keys.get(a), keys.get(b)) || a.index - b.index);
  }

  #textOf(row) {
    let text = this.#texts.get(row);
    if (text == null) {
      const axes = this.store.head.axes;
      text = [
        numberOf(row.index), row.state, ...(row.values ?? []).map((value, place) => `${axes[place]?.key}=${value} ${value}`),
        `seed=${row.seed}`, row.weights_sha256, failureText(row.failure), row.reason?.message, row.basis,
      ].join(' ').toLowerCase();
      this.#texts.set(row, text);
    }
    return text;
  }
}
