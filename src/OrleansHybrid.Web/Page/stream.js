// The one event stream of this tab: closed while nobody looks, opened again after a loss from the last event it had.

const silence = 40_000;
const names = ['rows', 'reset', 'status', 'gone', 'leaving', 'sweeps', 'silos', 'ping'];

/**
 * @typedef {{state: 'connecting' | 'open' | 'polling' | 'lost' | 'resting', since: Date | null}} Connection
 * `since`: when it was lost
 */

export class Stream {
  /** @type {EventSource | null} */ #source = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;
  #failures = 0;
  #isClosed = false;

  /**
   * @param {object} how
   * @param {() => string} how.path the stream's address, with the last revision that is known
   * @param {(name: string, data: any, id: string) => void} how.onEvent
   * @param {() => void} how.onState
   * @param {() => Promise<void>} [how.poll] the fallback where no stream gets through
   */
  constructor({ path, onEvent, onState, poll }) {
    this.path = path;
    this.onEvent = onEvent;
    this.onState = onState;
    this.poll = poll;
    /** @type {Connection} */
    this.connection = { state: 'connecting', since: null };
    this.onVisible = () => document.hidden ? this.#rest() : this.#open();
    document.addEventListener('visibilitychange', this.onVisible);
    if (document.hidden) this.#rest(); else this.#open();
  }

  close() {
    this.#isClosed = true;
    document.removeEventListener('visibilitychange', this.onVisible);
    this.#end();
  }

  #end() {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
  }

  #rest() {
    this.#end();
    this.#set(this.connection.state === 'lost' ? 'lost' : 'resting');
  }

  #open() {
    this.#end();
    const source = this.#source = new EventSource(this.path());
    this.#expect(source, new Date());
    source.onopen = () => { this.#heard(source); };
    source.onerror = () => { if (source === this.#source) this.#lose(new Date()); };
    for (const name of names) source.addEventListener(name, event => {
      if (source !== this.#source) return;
      this.#heard(source);
      if (name === 'leaving') this.#later(100 + 400 * Math.random());
      else if (name !== 'ping') this.onEvent(name, event.data ? JSON.parse(event.data) : null, event.lastEventId);
    });
  }

  #heard(source) {
    if (source !== this.#source) return;
    this.#failures = 0;
    this.#expect(source, new Date());
    this.#set('open');
  }

  // A network that has silently gone sends no error: a ping comes every 15 s.
  #expect(source, last) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => { if (source === this.#source) this.#lose(last); }, silence);
  }

  #lose(since) {
    this.#end();
    this.#failures++;
    if (this.connection.state !== 'polling') this.#set('lost', since);
    this.#later(Math.min(10_000, 500 * 2 ** this.#failures) * (0.75 + Math.random() / 2));
  }

  #later(wait) {
    this.#end();
    this.#timer = setTimeout(async () => {
      if (this.#failures >= 2 && this.poll) {
        try {
          await this.poll();
          if (this.#isClosed) return;
          this.#set('polling');
        } catch {
          this.#set('lost', new Date());
        }
      }
      if (!this.#isClosed && !document.hidden) this.#open();
    }, wait);
  }

  /** @param {Connection['state']} state @param {Date} [since] */
  #set(state, since) {
    if (this.#isClosed) return;
    const lost = state === 'lost' ? this.connection.since ?? since ?? new Date() : null;
    if (state === this.connection.state && lost === this.connection.since) return;
    this.connection = { state, since: lost };
    this.onState();
  }
}
