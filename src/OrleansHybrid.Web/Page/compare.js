// Some trials beside each other: what differs, and their curves.

import { html, nothing } from '/page/third-party/lit-html.js';
import { figuresOf, numberOf, seconds } from '/page/charts/figures.js';
import { draw as trialCurves } from '/page/charts/trial-curves.js';
import { sweepAddress } from './address.js';
import { get, sweepPath } from './api.js';
import { ChartHost } from './chart-host.js';
import { stateWord } from './states.js';

export const mostCompared = 12;

export class Comparison {
  /** @type {Map<number, {row: any, trial: any}>} what was read of each, and of which row */ #known = new Map();
  #data = { key: '', trials: /** @type {any[]} */ ([]) };
  #curves = new ChartHost(trialCurves, {}, 'None of them has finished an epoch.');

  /** @param {import('./sweep-store.js').SweepStore} store @param {() => void} redraw */
  constructor(store, redraw) {
    this.store = store;
    this.redraw = redraw;
  }

  close() {
    this.#curves.close();
  }

  /** @param {number[]} indices @param {() => void} clear */
  render(indices, clear) {
    const rows = indices.map(index => this.store.rows[index]).filter(row => row);
    for (const row of rows) if (this.#known.get(row.index)?.row !== row) this.#read(row);
    const read = rows.map(row => this.#known.get(row.index)?.trial).filter(trial => trial);
    const key = read.map(trial => `${trial.trial.index} ${trial.epochs.length}`).join();
    if (key !== this.#data.key) this.#data = { key, trials: read.map(({ trial, epochs }) => ({ index: trial.index, epochs })) };
    return html`<section class="comparison" aria-labelledby="comparison">
      <div class="section-head"><h2 id="comparison">${rows.length} trials compared</h2>
        <button type="button" @click=${clear}>End the comparison</button></div>
      ${rows.length < 2 ? html`<p class="note">Choose at least one more.</p>` : this.#table(rows)}
      ${rows.length >= 2 && read.length ? this.#curves.with(this.#data) : nothing}
    </section>`;
  }

  #table(rows) {
    const { figure } = figuresOf(this.store.head);
    const line = (name, of) => html`<tr><th scope="row">${name}</th>${rows.map(row => html`<td>${of(row)}</td>`)}</tr>`;
    return html`<div class="scroll" role="region" aria-label="Comparison, table" tabindex="0"><table>
      <caption>The settings that differ, and what came of them</caption>
      <thead><tr><td></td>${rows.map(row => html`<th scope="col">
        <a href=${sweepAddress(this.store.id, 'trials', row.index)}>${numberOf(row.index)}</a></th>`)}</tr></thead>
      <tbody>
        ${this.#differences(rows).map(({ key, values }) => html`<tr><th scope="row">${key}</th>${
          values.map(value => html`<td>${value ?? '–'}</td>`)}</tr>`)}
        ${line('seed', row => row.seed)}
        ${line('state', row => stateWord(row.state))}
        ${line(this.store.head.metric.name, row => figure(row.objective))}
        ${line('attempts', row => row.attempts ?? 0)}
        ${line('time', row => seconds(row.seconds || null))}
        ${line('lost', row => row.lost_seconds ? seconds(row.lost_seconds) : '–')}
        ${line('weights', row => row.weights_sha256 ? html`<code>${row.weights_sha256.slice(0, 12)}</code>` : '–')}
      </tbody></table></div>`;
  }

  #differences(rows) {
    const axes = this.store.head.axes.map((axis, place) => ({ key: axis.key, values: rows.map(row => row.values?.[place]) }));
    return axes.filter(({ values }) => new Set(values).size > 1);
  }

  async #read(row) {
    this.#known.set(row.index, { row, trial: this.#known.get(row.index)?.trial });
    try {
      this.#known.set(row.index, { row, trial: await get(`${sweepPath(this.store.id)}/trials/${row.index}`) });
    } catch {
      // Its row is shown all the same; it is read again when it changes.
    }
    this.redraw();
  }
}
