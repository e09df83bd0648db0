// The columns of the table of trials.

import { html, nothing } from '/page/third-party/lit-html.js';
import { figuresOf, numberOf, seconds } from '/page/charts/figures.js';
import { sweepAddress } from './address.js';
import { stateWord } from './states.js';
import { failureText } from './sweep-words.js';

/** @typedef {import('./sweep-store.js').Row} Row */

/**
 * @typedef {object} TrialColumn
 * @property {string} name @property {number} width in pixels @property {boolean} [number] set right
 * @property {(row: Row) => unknown} cell @property {(row: Row) => number | string} key
 */

const lowest = -Infinity;
const letter = 8;
const room = 26;

/** @param {any} head @param {Map<string, Row[]>} equals trials by the SHA-256 of their weights @returns {TrialColumn[]} */
export function columnsOf(head, equals) {
  const { figure } = figuresOf(head);
  const count = (name, of, width = 90) => ({
    name, width, number: true, cell: row => of(row)?.toLocaleString('en') ?? '–', key: row => of(row) ?? lowest,
  });
  return [
    {
      name: 'trial', width: 70, key: row => row.index,
      cell: row => html`<a href=${sweepAddress(head.id, 'trials', row.index)}>${numberOf(row.index)}</a>`,
    },
    ...head.axes.map((axis, place) => ({
      name: axis.key, width: widthOf(axis), cell: row => row.values?.[place] ?? '–', key: row => valueOf(row.values?.[place]),
    })),
    count('seed', row => row.seed, 70),
    { name: 'state', width: 120, cell: row => stateWord(row.state), key: row => row.state },
    ...head.method !== 'grid' ? [count('epochs', row => row.rung, 80)] : [],
    {
      name: head.metric.name, width: Math.max(90, letter * head.metric.name.length + room), number: true,
      cell: row => figure(row.objective), key: row => row.objective ?? lowest,
    },
    count('attempts', row => row.attempts), count('preempted', row => row.preemptions, 100),
    { name: 'time', width: 90, number: true, cell: row => seconds(row.seconds || null), key: row => row.seconds ?? lowest },
    {
      name: 'lost', width: 80, number: true, key: row => row.lost_seconds ?? lowest,
      cell: row => row.lost_seconds ? html`<span class="lost">${seconds(row.lost_seconds)}</span>` : '–',
    },
    count('images/s', row => row.images_per_second == null ? null : Math.round(row.images_per_second), 90),
    { name: 'weights', width: 200, cell: row => identity(row, equals), key: row => row.weights_sha256 ?? '' },
    { name: 'why', width: 420, cell: why, key: row => failureText(row.failure) || (row.reason?.message ?? '') },
  ];
}

function widthOf({ key, values }) {
  const longest = Math.max(key.length, ...values.slice(0, 100).map(value => String(value ?? '').length));
  return Math.min(260, Math.max(70, letter * longest + room));
}

/** @param {string | null | undefined} text */
function valueOf(text) {
  const number = Number(text);
  return text == null || text === '' ? lowest : Number.isNaN(number) ? text : number;
}

// Equal settings and seed must give equal bits; the same bits from other settings are worth a look too.
function identity(row, equals) {
  if (!row.weights_sha256) return '–';
  const others = (equals.get(recipeOf(row)) ?? []).filter(other => other !== row && other.weights_sha256);
  const isEqual = others.every(other => other.weights_sha256 === row.weights_sha256);
  const text = html`<code title=${row.weights_sha256}>${row.weights_sha256.slice(0, 12)}</code>`;
  if (row.reused_from) return html`${text} <span class="note">reused</span>`;
  if (!others.length) return text;
  return html`${text} <span class=${isEqual ? 'good' : 'failed'}>${isEqual ? '=' : '≠'} ${numberOf(others[0].index)}</span>`;
}

/** @param {Row} row */
export const recipeOf = row => `${row.values?.join('\n')}\n${row.seed}\n${row.rung ?? ''}`;

const why = row => row.failure ? html`<span class="failed" title=${failureText(row.failure)}>${failureText(row.failure)}</span>`
  : row.reason ? html`<span title=${row.reason.message}>${row.reason.message}</span>`
    : row.basis ? html`<span class="note" title=${row.basis}>${row.basis}</span>` : nothing;
