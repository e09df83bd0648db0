// All sweeps, the queue and the silos, kept up by the stream.

import { get, Problem } from './api.js';
import { Stream } from './stream.js';

export class OverviewStore {
  /** @type {any[] | null} */ sweeps = null;
  /** @type {any[]} */ queue = [];
  /** @type {any[] | null} */ silos = null;
  /** @type {Problem | null} */ problem = null;
  /** @type {Stream | null} */ stream = null;
  #isClosed = false;
  #queueRead = 0;
  #retry;

  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
    this.#load();
  }

  close() {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    this.stream?.close();
  }

  async #load() {
    try {
      await this.#read();
      if (this.#isClosed) return;
      this.problem = null;
      this.stream = new Stream({
        path: () => '/api/v1/events',
        onEvent: (name, data) => this.#receive(name, data),
        onState: () => this.changed(),
        poll: () => this.#read(),
      });
    } catch (problem) {
      this.problem = problem instanceof Problem ? problem : new Problem(0, { detail: String(problem) });
      if (!this.#isClosed) this.#retry = setTimeout(() => this.#load(), 3000);
    }
    this.changed();
  }

  async #read() {
    const [{ sweeps }, { entries }, { silos }] = await Promise.all([get('/sweeps'), get('/queue'), get('/silos')]);
    Object.assign(this, { sweeps, silos, queue: entries });
    this.changed();
  }

  #receive(name, data) {
    if (name === 'sweeps') this.sweeps = data.sweeps;
    else if (name === 'silos') this.silos = data.silos;
    this.#readQueue();
    this.changed();
  }

  // The queue has no event of its own: it changes when a sweep or a silo does.
  async #readQueue() {
    if (Date.now() - this.#queueRead < 2000) return;
    this.#queueRead = Date.now();
    try {
      this.queue = (await get('/queue')).entries;
      this.changed();
    } catch {
      // The stream says it when the server is gone.
    }
  }
}
