// Short messages about what was done, shown and told to screen readers.

import { html, nothing } from '/page/third-party/lit-html.js';

/** @typedef {{text: string, isFault: boolean, findings: import('./api.js').Finding[]}} Notice */
/** @type {Notice | null} */
let shown = null;
/** @type {() => void} */
let changed = () => { };

/** @param {() => void} redraw */
export const onNotice = redraw => { changed = redraw; };

/** @param {string} text */
export function say(text) {
  shown = { text, isFault: false, findings: [] };
  changed();
}

/** @param {any} fault */
export function sayFault(fault) {
  const text = fault.status === 401
    ? 'This tab may only look. Open the address that hybrid printed, with its token, to make changes.' : fault.message;
  shown = { text, isFault: true, findings: fault.findings ?? [] };
  changed();
}

export function clearNotice() {
  if (!shown) return;
  shown = null;
  changed();
}

export const notice = () => html`
  <div role="status" aria-live="polite" class="notices">${shown ? html`
    <div class=${shown.isFault ? 'notice fault' : 'notice'}>
      <div><p>${shown.text}</p>${shown.findings.length ? html`
        <ul>${shown.findings.map(one => html`<li>${one.message}${one.remedy ? html`. ${one.remedy}` : nothing}</li>`)}</ul>`
          : nothing}</div>
      <button type="button" @click=${clearNotice} aria-label="Close the message">✕</button>
    </div>` : nothing}</div>`;
