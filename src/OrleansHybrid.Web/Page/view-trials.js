// Every trial of a sweep in one table that stays smooth at 10,000, and some of them compared.

import { html, nothing } from '/page/third-party/lit-html.js';
import { choose, query } from './address.js';
import { Comparison, mostCompared } from './compare.js';
import { states } from './states.js';
import { sweepFrame } from './sweep-frame.js';
import { columnsOf } from './trial-columns.js';
import { TrialFilter } from './trial-filter.js';
import { VirtualTable } from './virtual-table.js';

/** @param {{store: import('./sweep-store.js').SweepStore, redraw: () => void}} context */
export function open({ store, redraw }) {
  const table = new VirtualTable();
  const filter = new TrialFilter(store);
  const comparison = new Comparison(store, redraw);
  const content = () => {
    const chosen = query();
    const asked = {
      states: chosen.get('state')?.split(',').filter(state => state) ?? [], text: chosen.get('text') ?? '',
      where: chosen.getAll('where'), sort: chosen.get('sort') ?? 'trial',
    };
    const compared = [...new Set((chosen.get('compare') ?? '').split(',').filter(part => /^\d+$/.test(part)).map(Number))]
      .slice(0, mostCompared);
    const columns = columnsOf(store.head, filter.equals());
    const rows = filter.of(asked, columns);
    const all = store.rows.length.toLocaleString('en');
    const caption = rows.length === store.rows.length ? `${all} trials` : `${rows.length.toLocaleString('en')} of ${all} trials`;
    return html`
      ${compared.length ? comparison.render(compared, () => choose({ compare: null }, { push: true })) : nothing}
      <section aria-label="Trials" class="trials">
        ${toolbar(asked, caption)}
        ${table.with({
          rows, columns, caption, total: store.rows.length, sort: asked.sort, onSort: name => choose({ sort: name }, { push: true }),
          chosen: new Set(compared), mostChosen: mostCompared,
          onChoose: index => {
            const next = compared.includes(index) ? compared.filter(one => one !== index) : [...compared, index];
            choose({ compare: next.length ? next.join(',') : null }, { push: true });
          },
        })}
        <p class="note">Check 2 to ${mostCompared} trials to compare them. “=” and the number of another trial: equal settings and
          seed gave equal weights, bit for bit.</p>
      </section>`;
  };
  const toolbar = (asked, caption) => {
    const { counts } = store.status;
    const toggle = state => {
      const next = asked.states.includes(state) ? asked.states.filter(one => one !== state) : [...asked.states, state];
      choose({ state: next.length ? next.join(',') : null }, { push: true });
    };
    const present = Object.keys(states).filter(state => counts[state] || asked.states.includes(state));
    return html`<div class="toolbar">
      <label>Filter <input type="search" .value=${asked.text} placeholder="text, key=value, 0012, ab34ef…"
        @input=${event => choose({ text: event.target.value || null })}></label>
      <div role="group" aria-label="States">${present.map(state => html`
        <button type="button" class="toggle" aria-pressed=${asked.states.includes(state)} title=${states[state].what}
          @click=${() => toggle(state)}><span class="sign ${state}" aria-hidden="true">${states[state].sign}</span>
          ${state} ${(counts[state] ?? 0).toLocaleString('en')}</button>`)}</div>
      ${asked.where.map(where => html`<button type="button" class="toggle" aria-pressed="true"
        aria-label="Remove the filter ${where}" @click=${() => choose({ where: asked.where.filter(one => one !== where) }, { push: true })}>
        ${where} ✕</button>`)}
      <span class="count" role="status">${caption}</span></div>`;
  };
  return {
    title: () => `Trials of ${store.head?.name ?? store.id}`,
    render: () => sweepFrame(store, 'trials', content),
    close() {
      table.close();
      comparison.close();
    },
  };
}
