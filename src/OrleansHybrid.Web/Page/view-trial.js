// One trial: its epochs, attempts, checkpoints, classes and prototypes, its log, and the identity of its weights.

import { html, nothing } from '/page/third-party/lit-html.js';
import { draw as drawClasses, drawConfusion, drawTable } from '/page/charts/classes.js';
import { element, section } from '/page/charts/elements.js';
import { draw as epochs } from '/page/charts/epochs.js';
import { figuresOf, numberOf, seconds } from '/page/charts/figures.js';
import { draw as drawPrototypes } from '/page/charts/prototypes.js';
import { ChartHost } from './chart-host.js';
import { recipeTable } from './recipe.js';
import { stateWord } from './states.js';
import { faultOf, sweepFrame } from './sweep-frame.js';
import { failureText, figureBox } from './sweep-words.js';
import { attemptsTable, checkpointsTable, identity } from './trial-parts.js';
import { TrialLog } from './trial-log.js';
import { TrialStore } from './trial-store.js';
import { trialVerbs } from './verbs.js';

/** @param {{route: import('./address.js').Route, store: import('./sweep-store.js').SweepStore, redraw: () => void}} context */
export function open({ route, store, redraw }) {
  const index = /** @type {number} */ (route.trial);
  const known = new TrialStore(store, index, redraw);
  const log = new TrialLog(store.id, index, () => store.rows[index]?.state === 'running', redraw);
  const curves = new ChartHost(epochs, {}, 'No epoch has been finished yet.');
  const model = new ChartHost(drawModel);
  const content = () => {
    known.refresh();
    const row = store.rows[index];
    if (known.problem && !known.trial) return faultOf(known.problem);
    if (!row || !known.trial) return html`<p class="note" aria-busy="true">Reading the trial…</p>`;
    const running = store.status.running.find(one => one.index === index);
    return html`
      <h2 class="trial-name">Trial ${numberOf(index)} ${stateWord(row.state)}</h2>
      ${known.problem ? html`<p class="mistake" role="status">${known.problem.message}; what is shown is older.</p>` : nothing}
      ${trialVerbs(store.id, row)}
      ${figures(store, row, running, known.trial.attempts)}
      ${row.failure ? html`<p class="trouble">${failureText(row.failure)}</p>` : nothing}
      ${row.reason ? html`<p class="hint">${row.reason.message}</p>` : nothing}
      ${identity(row, known.trial)}
      ${curves.with(known.charted)}
      ${model.with(known.model)}
      ${attemptsTable(known.trial.attempts)}
      ${checkpointsTable(known.trial.checkpoints)}
      ${log.render()}
      ${recipeTable(known.trial)}`;
  };
  return {
    title: () => `Trial ${numberOf(index)} of ${store.head?.name ?? store.id}`,
    render: () => sweepFrame(store, 'trials', content),
    after: () => log.after(),
    close() {
      log.close();
      for (const host of [curves, model]) host.close();
    },
  };
}

// A row has the time of attempts that have ended; one that runs is in the list of attempts too.
function figures({ head }, row, running, attempts) {
  const { figure } = figuresOf(head);
  const { progress } = running ?? {};
  return html`<dl class="figures">
    ${figureBox(figure(row.objective), head.metric.name)}
    ${running ? figureBox(progress?.steps ? `${(100 * progress.step / progress.steps).toFixed(0)} %` : 'starts', 'of its steps') : nothing}
    ${running ? figureBox(seconds(running.seconds_at_risk), 'of work at risk') : nothing}
    ${figureBox(row.attempts ?? 0, 'attempts')}
    ${figureBox(row.preemptions ?? 0, 'preemptions')}
    ${figureBox(seconds(Math.max(row.seconds ?? 0, attempts.reduce((sum, one) => sum + one.seconds, 0))), 'slot time')}
    ${figureBox(seconds(row.lost_seconds ?? 0), 'of it lost')}
  </dl>`;
}

function drawModel(parent, { evaluation, prototypes }) {
  if (!evaluation && !prototypes) return null;
  const node = section(parent, 'Its model', [
    evaluation ? `Classes of checkpoint ${evaluation.checkpoint}.` : '',
    prototypes ? `Prototypes of checkpoint ${prototypes.checkpoint}, epoch ${prototypes.epoch}.` : '',
  ].join(' '));
  const names = evaluation?.classes.map(one => one.name) ?? [];
  if (evaluation) drawClasses(node, evaluation.classes);
  const grid = element(node, 'div', null, 'grid wide');
  if (evaluation?.confusion) drawConfusion(grid, evaluation.confusion, names);
  if (prototypes) drawPrototypes(grid, prototypes, names);
  if (evaluation) drawTable(node, evaluation.classes, 'Classes, the head class first');
  return node;
}
