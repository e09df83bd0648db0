// The trials that wait, by reason, from their rows: how it is now.

import { html, nothing } from '/page/third-party/lit-html.js';
import { counted, numberOf } from '/page/charts/figures.js';
import { sweepAddress } from './address.js';
import { reasons } from './sweep-words.js';

const mostGroups = 20;
const first = 5;

/** @typedef {{kind: string, message: string, trials: number, first: number[]}} Group */

/** @param {import('./sweep-store.js').SweepStore} store @returns {() => unknown} */
export function waitingByReason(store) {
  let version = -1;
  /** @type {Group[]} */
  let groups = [];
  return () => {
    if (version !== store.version) {
      version = store.version;
      groups = groupsOf(store.rows);
    }
    return groups.length ? html`<section aria-labelledby="waiting"><h2 id="waiting">Waiting, by reason</h2>
      <ul class="reasons">${groups.slice(0, mostGroups).map(group => html`<li>
        <strong>${counted(group.trials, 'trial')}: ${reasons[group.kind] ?? group.kind}</strong>
        <span>${group.message}</span>
        <span class="note">${group.first.map(index => html`<a href=${sweepAddress(store.id, 'trials', index)}>${numberOf(index)}</a> `)}${
          group.trials > group.first.length ? '…' : nothing}</span></li>`)}</ul></section>` : nothing;
  };
}

/** @param {import('./sweep-store.js').Row[]} rows */
function groupsOf(rows) {
  /** @type {Map<string, Group>} */
  const groups = new Map();
  for (const { index, reason } of rows) {
    if (!reason) continue;
    const key = `${reason.kind} ${reason.message}`;
    const group = groups.get(key) ?? { ...reason, trials: 0, first: [] };
    groups.set(key, group);
    group.trials++;
    if (group.first.length < first) group.first.push(index);
  }
  return [...groups.values()].sort((a, b) => b.trials - a.trials);
}
