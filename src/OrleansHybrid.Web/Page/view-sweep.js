// One sweep now: what runs and how much of it could be lost, what waits and why, what happened.

import { html, nothing } from '/page/third-party/lit-html.js';
import { counted, figuresOf, hours, numberOf } from '/page/charts/figures.js';
import { sweepAddress } from './address.js';
import { eventsOf, eventsTable } from './events.js';
import { optionsForm } from './options-form.js';
import { Pages } from './pages.js';
import { runningTable } from './running.js';
import { stateCounts, statesBar } from './states.js';
import { sweepFrame } from './sweep-frame.js';
import { figureBox, leftOf, lostOf } from './sweep-words.js';
import { sweepVerbs } from './verbs.js';
import { waitingByReason } from './waiting.js';

/** @param {{store: import('./sweep-store.js').SweepStore, redraw: () => void}} context */
export function open({ store, redraw }) {
  const running = new Pages(redraw, 25);
  const events = new Pages(redraw, 20);
  const options = optionsForm(store, redraw);
  const waiting = waitingByReason(store);
  const content = () => {
    const { head, status } = store;
    const part = store.derived.of('timeline');
    return html`
      ${sweepVerbs(store)}
      ${troubles(status)}
      ${figures(store)}
      <section aria-label="Trials by state">
        ${statesBar(status.counts, status.trials)}
        ${stateCounts(status.counts, state => `${sweepAddress(store.id, 'trials')}?state=${state}`)}
        ${status.rungs?.length ? rungs(status.rungs) : nothing}
      </section>
      <section aria-labelledby="running"><h2 id="running">${counted(status.running.length, 'trial')} running</h2>
        <p>Work at risk: the seconds since the last checkpoint, which would be lost if the machine vanished now.</p>
        ${runningTable(store, running)}</section>
      ${waiting()}
      <section aria-labelledby="events"><h2 id="events">Events</h2>
        <p>When attempts began and how they ended, the newest first.</p>
        ${part?.data ? eventsTable(store.id, eventsOf(part.data.timeline), events) : html`<p class="note">Reading…</p>`}</section>
      ${options()}
      ${files(head)}`;
  };
  return {
    title: () => store.head?.name ?? store.id,
    render: () => sweepFrame(store, 'sweep', content),
  };
}

const troubles = status => html`
  ${status.trouble ? html`
    <p class="trouble" role="alert">${status.trouble.message} (${counted(status.trouble.times, 'time')})</p>` : nothing}
  ${status.waiting ? html`<p class="hint" role="status">Nothing runs: ${status.waiting.message}</p>` : nothing}
  ${(status.strangers ?? []).map(one => html`<p class="hint">${one.message ?? `${one.silo ?? 'a silo'} has other data`}</p>`)}`;

function figures({ head, status, id }) {
  const { figure } = figuresOf(head);
  const { best } = status;
  return html`<dl class="figures">
    ${figureBox(`${(status.counts.completed ?? 0).toLocaleString('en')} / ${status.trials.toLocaleString('en')}`, 'trials completed')}
    ${figureBox(best ? html`<a href=${sweepAddress(id, 'trials', best.index)}>${figure(best.objective)}</a>` : '–',
      `best ${head.metric.name}${best ? `, trial ${numberOf(best.index)}` : ''}`)}
    ${figureBox(leftOf(status), 'time left')}
    ${figureBox(hours(status.slot_hours ?? 0), 'slot time used')}
    ${figureBox(lostOf(status), 'of it lost')}
    ${figureBox(status.preemptions ?? 0, 'preemptions')}
    ${figureBox(status.restarts ?? 0, 'restarts')}
  </dl>`;
}

const rungs = rungs => html`<div class="scroll" role="region" aria-label="Rungs, table" tabindex="0"><table>
  <caption>Trials by rung</caption>
  <thead><tr><th scope="col" class="number">epochs</th>${['trials', 'running', 'completed', 'failed', 'pruned'].map(name => html`
    <th scope="col" class="number">${name}</th>`)}</tr></thead>
  <tbody>${rungs.map(rung => html`<tr><td class="number">${rung.epochs}</td>${
    ['trials', 'running', 'completed', 'failed', 'pruned'].map(name => html`<td class="number">${rung[name] ?? 0}</td>`)}</tr>`)}</tbody>
</table></div>`;

const files = head => html`<section aria-labelledby="file"><h2 id="file">Its file</h2>
  <p>${[head.method, head.expansion, counted(head.seeds, 'seed'), head.labels?.length ? `labels ${head.labels.join(', ')}` : '']
    .filter(Boolean).join('; ')}</p>
  ${(head.warnings ?? []).map(one => html`<p class="hint">${one.line ? `Line ${one.line}: ` : ''}${one.message}${
    one.remedy ? `. ${one.remedy}` : ''}</p>`)}
  <details><summary>The text</summary><pre class="scroll" tabindex="0">${head.yaml}</pre></details>
  <p><a href=${'/new?extend=' + encodeURIComponent(head.id)}>Add trials to it</a> ·
    <a href=${'/new?from=' + encodeURIComponent(head.id)}>Write another one from it</a></p></section>`;
