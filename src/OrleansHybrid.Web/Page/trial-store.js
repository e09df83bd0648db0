// What the page knows of one trial beyond its row: read again when the row, or the epoch it is in, is another.

import { get, Problem, sweepPath } from './api.js';

const pause = 1000;
const withoutPrototypes = ['none', 'sc', 'uc'];

export class TrialStore {
  /** @type {any} */ trial = null;
  /** @type {Problem | null} */ problem = null;
  /** @type {{epochs: any[], attempts: any[]} | null} */ charted = null;
  /** @type {{evaluation: any, prototypes: any} | null} */ model = null;
  #seen = '';
  #chartedKey = '';
  #checkpoint = '';
  #isReading = false;
  #read = 0;

  /** @param {import('./sweep-store.js').SweepStore} store @param {number} index @param {() => void} redraw */
  constructor(store, index, redraw) {
    this.store = store;
    this.index = index;
    this.redraw = redraw;
  }

  /** Reads what has changed; called whenever the page is drawn. */
  refresh() {
    const running = this.store.status?.running.find(one => one.index === this.index);
    const seen = JSON.stringify([this.store.rows[this.index], running?.attempt, running?.progress?.epoch]);
    if (seen === this.#seen || this.#isReading) return;
    this.#isReading = true;
    setTimeout(() => this.#update(seen), Math.max(0, this.#read + pause - Date.now()));
  }

  async #update(seen) {
    const path = `${sweepPath(this.store.id)}/trials/${this.index}`;
    try {
      this.trial = await get(path);
      this.problem = null;
      this.#seen = seen;
      const key = JSON.stringify([this.trial.epochs.length, this.trial.attempts.length, this.trial.attempts.at(-1)?.end]);
      if (key !== this.#chartedKey) this.charted = { epochs: this.trial.epochs, attempts: this.trial.attempts };
      this.#chartedKey = key;
      await this.#updateModel(path);
    } catch (problem) {
      this.problem = problem instanceof Problem ? problem : new Problem(0, { detail: String(problem) });
      if (this.problem.status === 404) this.#seen = seen;
    }
    this.#read = Date.now();
    this.#isReading = false;
    this.redraw();
  }

  // Classes and prototypes lie in the newest checkpoint.
  async #updateModel(path) {
    const newest = JSON.stringify(this.trial.checkpoints[0] ?? this.trial.result ?? null);
    if (newest === this.#checkpoint) return;
    this.#checkpoint = newest;
    const optional = async part => {
      try {
        return await get(`${path}/${part}`);
      } catch {
        return null;
      }
    };
    const { checkpoints, recipe, result } = this.trial;
    if (!checkpoints.length) return;
    // The last checkpoint alone is evaluated by class.
    const hasPrototypes = result ? result.prototypes_sha256 != null : !withoutPrototypes.includes(recipe.contrastive_loss);
    const [evaluation, prototypes] = await Promise.all([
      result ? optional('evaluation') : null, hasPrototypes ? optional('prototypes') : null,
    ]);
    this.model = { evaluation, prototypes };
  }
}
