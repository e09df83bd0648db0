// The log of a trial as it grows.

import { html, nothing } from '/page/third-party/lit-html.js';
import { get, sweepPath } from './api.js';

const pause = 2000;
const mostLetters = 400_000;

export class TrialLog {
  /** @type {{silo: string, text: string, note: string | null}[]} */ #parts = [];
  #next = '';
  #state = 'closed';
  #fault = '';
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;

  /** @param {string} id @param {number} trial @param {() => boolean} grows @param {() => void} redraw */
  constructor(id, trial, grows, redraw) {
    this.id = id;
    this.trial = trial;
    this.grows = grows;
    this.redraw = redraw;
  }

  close() {
    this.#state = 'closed';
    clearTimeout(this.#timer);
  }

  #toggle(isOpen) {
    if (isOpen === (this.#state === 'open')) return;
    if (!isOpen) return this.close();
    this.#state = 'open';
    this.#read();
  }

  async #read() {
    try {
      const query = this.#next ? `?after=${encodeURIComponent(this.#next)}` : '?lines=500';
      const { parts, next } = await get(`${sweepPath(this.id)}/trials/${this.trial}/logs${query}`);
      this.#fault = '';
      this.#next = next ?? this.#next;
      for (const part of parts) this.#append(part);
    } catch (fault) {
      this.#fault = fault.message;
    }
    if (this.#state !== 'open') return;
    this.redraw();
    if (this.grows() || this.#fault) this.#timer = setTimeout(() => document.hidden ? this.#wait() : this.#read(), pause);
  }

  #wait() {
    document.addEventListener('visibilitychange', () => { if (this.#state === 'open') this.#read(); }, { once: true });
  }

  #append({ silo, text, note }) {
    if (!text) return;
    const last = this.#parts.at(-1);
    if (last && last.silo === silo) last.text = (last.text + text).slice(-mostLetters); else this.#parts.push({ silo, text, note });
  }

  /** The newest line stays in sight for those who look at it. */
  after() {
    const box = document.getElementById('log');
    if (box && this.isAtEnd) box.scrollTop = box.scrollHeight;
  }

  render() {
    const box = document.getElementById('log');
    this.isAtEnd = !box || box.scrollTop + box.clientHeight >= box.scrollHeight - 30;
    return html`<section aria-labelledby="log-title"><h2 id="log-title">Log</h2>
      <details @toggle=${event => this.#toggle(event.target.open)}><summary>What its trainers wrote</summary>
        ${this.#fault ? html`<p class="mistake" role="status">${this.#fault}</p>` : nothing}
        ${this.#parts.length ? html`<pre id="log" class="log" tabindex="0" aria-label="Log">${this.#parts.map(({ silo, text, note }) => html`<span
          class="silo">${note ?? silo}\n</span>${text}`)}</pre>` : html`<p class="note">${this.#state === 'open' ? 'Nothing yet.' : ''}</p>`}
      </details></section>`;
  }
}
