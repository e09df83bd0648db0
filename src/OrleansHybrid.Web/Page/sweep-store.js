// What the page knows of one sweep: its description, its trials and its status, kept up by the stream.

import { get, Problem, sweepPath } from './api.js';
import { Derived } from './derived.js';
import { Stream } from './stream.js';

/**
 * @typedef {object} Row a trial
 * @property {number} index @property {(string | null)[]} values @property {number} seed @property {string} state
 * @property {number} [objective] @property {number} [attempts] @property {number} [preemptions] @property {number} [seconds]
 * @property {number} [lost_seconds] @property {number} [images_per_second] @property {string} [weights_sha256]
 * @property {any} [failure] @property {{kind: string, message: string}} [reason] @property {string} [reused_from]
 * @property {number} [rung] @property {string} [basis]
 */

export class SweepStore {
  /** @type {any} */ head = null;
  /** @type {any} */ status = null;
  /** @type {Row[]} by index */ rows = [];
  /** @type {Problem | null} */ problem = null;
  isGone = false;
  /** Grows with every change of the trials. */
  version = 0;
  /** @type {Stream | null} */ stream = null;
  #until = '0';
  /** @type {Row[] | null} what arrives while all trials are read again */ #later = null;
  #isClosed = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #retry;

  /** @param {string} id @param {() => void} changed */
  constructor(id, changed) {
    this.id = id;
    this.changed = changed;
    this.derived = new Derived(this);
    this.#load();
  }

  get isLoaded() { return this.head != null; }

  close() {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    this.stream?.close();
    this.derived.close();
  }

  async #load() {
    try {
      const [head, columns] = await Promise.all([get(sweepPath(this.id)), get(`${sweepPath(this.id)}/trials.columns`)]);
      if (this.#isClosed) return;
      this.problem = null;
      this.head = head;
      this.status = head.status;
      this.#take(columns);
      this.stream = new Stream({
        path: () => `/api/v1/events?sweep=${encodeURIComponent(this.id)}&since=${this.#until}`,
        onEvent: (name, data, id) => this.#receive(name, data, id),
        onState: () => this.changed(),
        poll: () => this.#poll(),
      });
    } catch (problem) {
      this.problem = problem instanceof Problem ? problem : new Problem(0, { detail: String(problem) });
      if (this.problem.status !== 404 && !this.#isClosed) this.#retry = setTimeout(() => this.#load(), 3000);
    }
    this.changed();
  }

  /** Reads the sweep's description again, after a change of it. */
  async refreshHead() {
    const head = await get(sweepPath(this.id));
    Object.assign(this, { head, status: head.status });
    this.changed();
  }

  #take({ until, count, columns }) {
    this.rows = [];
    for (const row of rowsOf(count, columns)) this.rows[row.index] = row;
    this.#until = until;
    this.#changedRows();
  }

  #changedRows() {
    this.version++;
    this.derived.outdated();
  }

  async #receive(name, data, id) {
    if (name === 'rows') {
      this.#later?.push(...data.rows);
      this.#apply(data.rows, data.until ?? (id || this.#until));
    } else if (name === 'status') {
      this.status = data;
      if (data.running.length) this.derived.outdated();
    }
    if (name === 'gone') {
      this.isGone = true;
      this.stream?.close();
    } else if (name === 'reset') await this.#reset();
    this.changed();
  }

  #apply(rows, until) {
    for (const row of rows) this.rows[row.index] = row;
    this.#until = until;
    if (rows.length) this.#changedRows();
  }

  // Rows that arrive meanwhile may be newer than the answer.
  async #reset() {
    this.#later ??= [];
    try {
      this.#take(await get(`${sweepPath(this.id)}/trials.columns`));
      for (const row of this.#later) this.rows[row.index] = row;
      this.#later = null;
      await this.refreshHead();
    } catch (problem) {
      if (problem instanceof Problem && problem.status === 404) this.isGone = true;
      else this.#retry = setTimeout(() => this.#reset(), 2000);
    }
  }

  async #poll() {
    try {
      const { until, reset, rows, status } = await get(`${sweepPath(this.id)}/changes?since=${this.#until}`);
      if (reset) return await this.#reset();
      this.status = status;
      this.#apply(rows, until);
    } catch (problem) {
      if (!(problem instanceof Problem) || problem.status !== 404) throw problem;
      this.isGone = true;
      this.stream?.close();
    }
    this.changed();
  }
}

// A column for each member; the values of the settings are a column for each of them.
function rowsOf(count, { values = [], ...columns }) {
  const names = Object.keys(columns);
  return Array.from({ length: count }, (_, place) => {
    /** @type {any} */
    const row = { values: values.map(axis => axis[place]) };
    for (const name of names) row[name] = columns[name][place] ?? undefined;
    return row;
  });
}
