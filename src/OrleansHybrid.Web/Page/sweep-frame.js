// What the pages of one sweep have in common: its name, its tabs, and what is said while it is not known.

import { html, nothing } from '/page/third-party/lit-html.js';
import { sweepAddress } from './address.js';
import { stateWordOf } from './sweep-words.js';

const tabs = [
  ['sweep', 'Overview'], ['trials', 'Trials'], ['settings', 'Settings'], ['curves', 'Curves'], ['paper', 'Paper'], ['slots', 'Slots'],
];

/**
 * @param {import('./sweep-store.js').SweepStore} store @param {string} page @param {() => unknown} content drawn once the sweep is known
 */
export function sweepFrame(store, page, content) {
  if (!store.isLoaded) return store.problem ? faultOf(store.problem) : html`<p class="note" aria-busy="true">Reading the sweep…</p>`;
  const { head } = store;
  return html`
    <div class="sweep-head">
      <h1>${head.name} ${stateWordOf(store)}</h1>
      ${page === 'sweep' && head.description ? html`<p class="note">${head.description}</p>` : nothing}
    </div>
    <nav class="tabs" aria-label="Pages of the sweep">${tabs.map(([name, text]) => html`
      <a href=${name === 'sweep' ? sweepAddress(store.id) : sweepAddress(store.id, name)}
        aria-current=${name === page ? 'page' : nothing}>${text}</a>`)}</nav>
    ${content()}`;
}

/** @param {import('./api.js').Problem} problem */
export const faultOf = problem => html`
  <section><h1>${problem.status === 404 ? 'There is no such thing here' : 'It cannot be shown'}</h1>
    <p>${problem.message}</p><p><a href="/">All sweeps</a></p></section>`;

/** What is said of derived data that is not there. @param {import('./derived.js').Part | undefined} part */
export const partNote = part => part?.fault ? html`<p class="mistake" role="status">${part.fault}; ${
  part.data ? 'what is drawn is older.' : 'trying again…'}</p>` : part?.data ? nothing
  : html`<p class="note" aria-busy="true">Computing…</p>`;
