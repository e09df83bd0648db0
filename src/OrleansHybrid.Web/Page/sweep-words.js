// Words and small figures for a sweep.

import { html, nothing } from '/page/third-party/lit-html.js';
import { hours, seconds } from '/page/charts/figures.js';

/** @param {string} word */
export const stateChip = word => html`<span class="chip ${word.split(/[ ,]/)[0]}">${word}</span>`;

/** @param {import('./sweep-store.js').SweepStore} store */
export const stateWordOf = store => html`${stateChip(store.status.state)}${store.head.archived ? stateChip('archived') : nothing}`;

/** Seconds of a time span as .NET writes it, "1.02:03:04.5". @param {string | number} span */
export function spanSeconds(span) {
  if (typeof span === 'number') return span;
  const match = /^(?:(\d+)\.)?(\d+):(\d+):(\d+(?:\.\d+)?)$/.exec(span);
  if (!match) return null;
  const [days, hours, minutes, rest] = match.slice(1).map(part => Number(part ?? 0));
  return ((days * 24 + hours) * 60 + minutes) * 60 + rest;
}

/** @param {any} status */
export const leftOf = status => status.left ? '≈ ' + seconds(spanSeconds(status.left.time)) : '–';

/** @param {any} status */
export const lostOf = status => status.slot_hours_lost
  ? `${hours(status.slot_hours_lost)} (${(100 * status.slot_hours_lost / Math.max(1e-9, status.slot_hours)).toFixed(1)} %)` : '0 h';

/** A figure with its name below. @param {unknown} value @param {string} label */
export const figureBox = (value, label) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`;

/** Why a trial waits, as a heading. @type {Record<string, string>} */
export const reasons = {
  'no-slot-free': 'No slot is free', 'behind-by-priority': 'Behind a sweep of higher priority',
  'behind-by-share': 'Behind a sweep below its share', 'no-silo': 'No silo offers slots', 'needs-gpu': 'Needs a GPU',
  'needs-more-slots': 'Needs more slots than any silo has', 'max-concurrent-trials': 'As many trials at once as the sweep allows',
  'max-slots': 'As many slots as the sweep may have', 'budget-used-up': 'The budget is used up', 'backing-off': 'After a fault, a while',
  paused: 'Paused', stopped: 'Stopped', cancelled: 'Cancelled', 'held-back': 'Another run uses the whole cluster',
  'other-data': 'No silo has its data', 'reads-data': 'A silo reads its data', results: 'The search waits for results',
  pruned: 'Not trained, as the search decided',
};

/** The text of a failure, which is a text or has one. @param {any} failure @returns {string} */
export const failureText = failure => typeof failure === 'string' ? failure : failure?.message ?? '';
