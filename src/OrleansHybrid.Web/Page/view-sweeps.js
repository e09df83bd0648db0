// All sweeps with their states, best results and costs; the queue; the slots.

import { html, nothing, repeat } from '/page/third-party/lit-html.js';
import { figuresOf, hours } from '/page/charts/figures.js';
import { choose, query, sweepAddress } from './address.js';
import { get } from './api.js';
import { faultOf } from './sweep-frame.js';
import { statesBar } from './states.js';
import { figureBox, leftOf, lostOf, stateChip } from './sweep-words.js';

/** @param {{store: import('./overview-store.js').OverviewStore, redraw: () => void}} context */
export function open({ store, redraw }) {
  /** @type {any[] | null} */
  let archived = null;
  const readArchived = async () => {
    archived = [];
    try {
      archived = (await get('/sweeps?archived=true')).sweeps.filter(sweep => sweep.archived);
    } catch {
      archived = null;
    }
    redraw();
  };
  return {
    title: () => 'Sweeps',
    render() {
      if (!store.sweeps) return store.problem ? faultOf(store.problem) : html`<p class="note" aria-busy="true">Reading the sweeps…</p>`;
      const isWithArchived = query().get('archived') === '1';
      if (isWithArchived && !archived) readArchived();
      const known = new Set(store.sweeps.map(sweep => sweep.id));
      const sweeps = isWithArchived ? [...store.sweeps, ...(archived ?? []).filter(sweep => !known.has(sweep.id))]
        : store.sweeps.filter(sweep => !sweep.archived);
      return html`
        <h1>Sweeps</h1>
        ${slotsOf(store)}
        <section aria-labelledby="all">
          <div class="section-head"><h2 id="all">${sweeps.length} sweeps</h2>
            <label class="inline"><input type="checkbox" .checked=${isWithArchived}
              @change=${event => choose({ archived: event.target.checked ? '1' : null }, { push: true })}> with archived ones</label></div>
          ${sweeps.length ? sweepsTable(sweeps) : html`<p class="note">There is none yet. <a href="/new">Submit one</a>,
            or run <code>hybrid submit FILE</code>.</p>`}
        </section>
        ${store.queue.length ? queueTable(store.queue, store.sweeps) : nothing}`;
    },
  };
}

function slotsOf({ silos, sweeps }) {
  const trainers = (silos ?? []).filter(silo => silo.slots);
  const [slots, busy] = ['slots', 'busy'].map(name => trainers.reduce((sum, silo) => sum + (silo[name] ?? 0), 0));
  const total = name => sweeps.reduce((sum, { status }) => sum + (status[name] ?? 0), 0);
  const running = sweeps.reduce((sum, { status }) => sum + (status.counts.running ?? 0), 0);
  return html`<dl class="figures">
    ${figureBox(silos ? html`${busy} / ${slots}` : '–', 'slots busy')}
    ${figureBox(running.toLocaleString('en'), 'trials running')}
    ${figureBox(hours(total('slot_hours')), 'slot time used')}
    ${figureBox(hours(total('slot_hours_lost')), 'of it lost')}
    ${figureBox(total('preemptions').toLocaleString('en'), 'preemptions')}
  </dl>`;
}

const sweepsTable = sweeps => html`
  <div class="scroll" role="region" aria-label="Sweeps, table" tabindex="0"><table class="sweeps">
    <caption class="hidden">All sweeps, the newest last</caption>
    <thead><tr><th scope="col">sweep</th><th scope="col">state</th><th scope="col">trials</th><th scope="col" class="number">best</th>
      <th scope="col" class="number">time left</th><th scope="col" class="number">slot time</th><th scope="col" class="number">lost</th>
      <th scope="col" class="number">priority</th><th scope="col" class="number">place</th></tr></thead>
    <tbody>${repeat(sweeps, sweep => sweep.id, sweepLine)}</tbody></table></div>`;

function sweepLine(sweep) {
  const { status, best } = sweep;
  const { figure, interval } = figuresOf(sweep);
  const completed = status.counts.completed ?? 0;
  return html`<tr>
    <th scope="row"><a href=${sweepAddress(sweep.id)}>${sweep.name}</a>${sweep.description
      ? html`<span class="about">${sweep.description}</span>` : nothing}</th>
    <td>${stateChip(sweep.state)}${status.trouble ? html`<span class="about failed">${status.trouble.message}</span>` : nothing}${
      status.waiting ? html`<span class="about">${status.waiting.message}</span>` : nothing}</td>
    <td class="progress"><span>${completed.toLocaleString('en')} / ${status.trials.toLocaleString('en')}</span>${
      statesBar(status.counts, status.trials)}</td>
    <td class="number">${best ? html`${figure(best.mean)}<span class="about">${sweep.metric.name}${
      best.margin95 == null ? nothing : html` ${interval(best)}`}</span>` : '–'}</td>
    <td class="number">${leftOf(status)}</td>
    <td class="number">${hours(status.slot_hours ?? 0)}</td>
    <td class="number ${status.slot_hours_lost ? 'lost' : ''}">${lostOf(status)}</td>
    <td class="number">${sweep.priority ?? 0}</td>
    <td class="number">${sweep.place ?? '–'}</td>
  </tr>`;
}

function queueTable(queue, sweeps) {
  const nameOf = id => sweeps.find(sweep => sweep.id === id)?.name ?? id;
  return html`<section aria-labelledby="queue">
    <h2 id="queue">Queue</h2><p>Which sweep gets the next free slot: higher priority first, then the one farthest below its share.</p>
    <div class="scroll" role="region" aria-label="Queue, table" tabindex="0"><table>
      <caption class="hidden">Sweeps in the order in which they get free slots</caption>
      <thead><tr><th scope="col" class="number">place</th><th scope="col">sweep</th><th scope="col" class="number">priority</th>
        <th scope="col" class="number">weight</th><th scope="col" class="number">slots</th><th scope="col" class="number">waiting</th>
        <th scope="col">why it waits</th></tr></thead>
      <tbody>${repeat(queue, entry => entry.sweep, entry => html`<tr>
        <td class="number">${entry.place ?? '–'}</td><td><a href=${sweepAddress(entry.sweep)}>${nameOf(entry.sweep)}</a></td>
        <td class="number">${entry.priority ?? 0}</td><td class="number">${entry.weight ?? 1}</td>
        <td class="number">${entry.slots ?? 0}${entry.max_slots == null ? nothing : html` of ${entry.max_slots}`}</td>
        <td class="number">${entry.waiting ?? 0}</td><td class="prose">${entry.message ?? '–'}</td></tr>`)}</tbody></table></div>
  </section>`;
}
