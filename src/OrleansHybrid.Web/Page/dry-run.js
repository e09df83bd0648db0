// Checks a sweep file a moment after the last keystroke; an older answer never replaces a newer one.

import { Problem, send } from './api.js';

const pause = 350;

export class DryRun {
  /** @type {any} what it would be; null where it cannot */ answer = null;
  /** @type {(import('./api.js').Finding & {isWarning?: boolean})[]} */ findings = [];
  /** @type {string | null} why it could not be checked */ fault = null;
  isChecking = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;
  /** @type {AbortController | null} */ #running = null;

  /** @param {() => void} redraw */
  constructor(redraw) {
    this.redraw = redraw;
  }

  get hasErrors() { return this.findings.some(one => !one.isWarning); }

  close() {
    clearTimeout(this.#timer);
    this.#running?.abort();
  }

  /** @param {string} text */
  ask(text) {
    this.close();
    if (!text.trim()) {
      Object.assign(this, { answer: null, findings: [], fault: null, isChecking: false });
      return;
    }
    this.isChecking = true;
    this.#timer = setTimeout(() => this.#check(text), pause);
  }

  /** @param {import('./api.js').Finding[]} findings */
  take(findings) {
    this.findings = findings;
  }

  async #check(text) {
    const running = this.#running = new AbortController();
    try {
      this.answer = await send('/sweeps?dry-run=true', { yaml: text, signal: running.signal });
      this.findings = (this.answer.warnings ?? []).map(one => ({ ...one, isWarning: true }));
      this.fault = null;
    } catch (fault) {
      if (running.signal.aborted) return;
      this.answer = null;
      this.findings = fault instanceof Problem ? fault.findings : [];
      this.fault = this.findings.length ? null : fault.status === 401
        ? 'This tab may only look: open the address that hybrid printed, with its token, to check and to submit.' : fault.message;
    }
    this.isChecking = false;
    this.redraw();
  }
}
