// What happened, from the attempts: each began on a slot, and ended in some way.

import { html, nothing, repeat } from '/page/third-party/lit-html.js';
import { endMeanings } from '/page/charts/ends.js';
import { numberOf, seconds } from '/page/charts/figures.js';
import { sweepAddress } from './address.js';

/** @typedef {{at: number, trial: number, attempt: number, slot: string, end: string | null, seconds: number, lost: number}} Event */

/** @type {WeakMap<object, Event[]>} */
const known = new WeakMap();

/** @param {any} timeline @returns {Event[]} the newest first */
export function eventsOf(timeline) {
  let events = known.get(timeline);
  if (!events) known.set(timeline, events = listed(timeline));
  return events;
}

/** @returns {Event[]} */
function listed({ slots, bars }) {
  const events = bars.flatMap(([line, trial, attempt, began, length, end, lost]) => {
    const one = { trial, attempt, slot: slots[line], seconds: length, lost: lost ?? 0 };
    return [{ ...one, at: began, end: null }, ...end === 'open' ? [] : [{ ...one, at: began + 1000 * length, end }]];
  });
  return events.sort((a, b) => b.at - a.at);
}

/** @param {string} id @param {Event[]} events @param {import('./pages.js').Pages} pages */
export const eventsTable = (id, events, pages) => events.length ? html`
  <div class="scroll" role="region" aria-label="Events, table" tabindex="0"><table>
    <caption class="hidden">Events, the newest first</caption>
    <thead><tr><th scope="col">time</th><th scope="col">trial</th><th scope="col">what</th><th scope="col">slot</th>
      <th scope="col" class="number">lost</th></tr></thead>
    <tbody>${repeat(pages.of(events), event => `${event.trial} ${event.attempt} ${event.end}`, event => html`<tr>
      <td><time datetime=${new Date(event.at).toISOString()}>${timeOf(event.at)}</time></td>
      <td><a href=${sweepAddress(id, 'trials', event.trial)}>${numberOf(event.trial)}</a></td>
      <td class="prose">${event.end == null ? event.attempt === 1 ? 'began' : `went on, attempt ${event.attempt}`
        : html`<span class="swatch ${event.end}"></span> ${endMeanings[event.end] ?? event.end}, after ${seconds(event.seconds)}`}</td>
      <td>${event.slot}</td>
      <td class="number ${event.lost ? 'lost' : ''}">${event.end != null && event.lost ? seconds(event.lost) : nothing}</td>
    </tr>`)}</tbody></table></div>${pages.more(events)}` : html`<p class="note">Nothing has begun yet.</p>`;

function timeOf(at) {
  const date = new Date(at);
  const isToday = date.toDateString() === new Date().toDateString();
  return date.toLocaleString('en-GB', isToday ? { timeStyle: 'medium' } : { dateStyle: 'short', timeStyle: 'medium' });
}
