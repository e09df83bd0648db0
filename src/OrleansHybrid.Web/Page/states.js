// The states of trials: a colour and a sign each, in the order in which they are listed.

import { html, nothing } from '/page/third-party/lit-html.js';

/** @type {Record<string, {sign: string, what: string}>} */
export const states = {
  completed: { sign: '✓', what: 'has its result' },
  running: { sign: '▶', what: 'trains now' },
  preempted: { sign: '↺', what: 'lost its slot, and waits to go on from its last checkpoint' },
  pending: { sign: '○', what: 'waits for a slot' },
  paused: { sign: '‖', what: 'paused by a person' },
  failed: { sign: '✕', what: 'ended by a fault of the training' },
  stopped: { sign: '■', what: 'stopped, with what it had' },
  cancelled: { sign: '⊘', what: 'cancelled by a person' },
  pruned: { sign: '–', what: 'not trained: the search decided so' },
};

/** @param {string} state */
export const stateWord = state => html`<span class="state ${state in states ? state : ''}"><span class="sign" aria-hidden="true">${
  states[state]?.sign ?? '·'}</span> ${state}</span>`;

/** How many trials are in which state, as a bar. @param {Record<string, number>} counts @param {number} trials */
export function statesBar(counts, trials) {
  const shown = Object.keys(states).filter(state => counts[state]);
  const text = shown.map(state => `${counts[state]} ${state}`).join(', ') || 'no trials yet';
  return html`<div class="states-bar" role="img" aria-label="${text} of ${trials}">${shown.map(state => html`
    <span class=${state} style="flex-grow: ${counts[state]}" title="${counts[state]} ${state}"></span>`)}</div>`;
}

/** The same as words. @param {Record<string, number>} counts @param {((state: string) => string) | null} [link] */
export const stateCounts = (counts, link = null) => html`
  <ul class="state-counts">${Object.keys(states).filter(state => counts[state]).map(state => html`
    <li>${link ? html`<a href=${link(state)}>${counts[state].toLocaleString('en')} ${stateWord(state)}</a>`
      : html`${counts[state].toLocaleString('en')} ${stateWord(state)}`}</li>`)}${nothing}</ul>`;
