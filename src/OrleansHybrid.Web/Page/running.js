// The trials that train now.

import { html, nothing, repeat } from '/page/third-party/lit-html.js';
import { lengthOf, numberOf, percent, seconds } from '/page/charts/figures.js';
import { sweepAddress } from './address.js';
import { mayChange } from './session.js';
import { actOnTrial } from './verbs.js';

/** @param {import('./sweep-store.js').SweepStore} store @param {import('./pages.js').Pages} pages @param {boolean} [withVerbs] */
export function runningTable({ id, status }, pages, withVerbs = true) {
  const { running } = status;
  if (!running.length) return html`<p class="note">None.</p>`;
  const atRisk = running.reduce((sum, one) => sum + (one.seconds_at_risk ?? 0), 0);
  return html`<div class="scroll" role="region" aria-label="Running trials, table" tabindex="0"><table>
    <caption>${seconds(atRisk)} of work at risk in all</caption>
    <thead><tr><th scope="col">trial</th><th scope="col" class="number">attempt</th><th scope="col">slot</th><th scope="col">progress</th>
      <th scope="col" class="number">loss</th><th scope="col" class="number">α</th><th scope="col" class="number">top-1</th>
      <th scope="col" class="number">images/s</th><th scope="col" class="number">at risk</th>${withVerbs
        ? html`<th scope="col"><span class="hidden">change it</span></th>` : nothing}</tr></thead>
    <tbody>${repeat(pages.of(running), one => one.index, one => runningLine(id, one, withVerbs))}</tbody></table></div>
    ${pages.more(running)}`;
}

function runningLine(id, one, withVerbs) {
  const { progress } = one;
  const done = progress?.steps ? progress.step / progress.steps : 0;
  const number = numberOf(one.index);
  const act = (verb, text) => html`<button type="button" ?disabled=${!mayChange()} aria-label="${text} trial ${number}"
    @click=${() => actOnTrial(id, one.index, verb)}>${text}</button>`;
  return html`<tr>
    <th scope="row"><a href=${sweepAddress(id, 'trials', one.index)}>${number}</a>${
      one.warning ? html`<span class="about failed">${one.warning}</span>` : nothing}</th>
    <td class="number">${one.attempt}</td>
    <td>${one.slot}${one.silo ? html`<span class="about">${one.silo}</span>` : nothing}</td>
    <td class="progress">${progress?.steps ? html`<progress max="1" value=${done} aria-label="Progress of trial ${number}"></progress>
      <span class="about">${(100 * done).toFixed(0)} %, ${lengthOf(progress.epoch)}</span>` : 'starts'}</td>
    <td class="number">${progress?.train_loss?.toPrecision(3) ?? '–'}</td>
    <td class="number">${progress?.steps ? progress.alpha?.toFixed(2) : '–'}</td>
    <td class="number">${percent((one.validation ?? one.accuracy)?.top1)}</td>
    <td class="number">${progress?.images_per_second?.toFixed(0) ?? '–'}</td>
    <td class="number">${seconds(one.seconds_at_risk)}</td>
    ${withVerbs ? html`<td><div class="verbs">${act('pause', 'Pause')}${act('interrupt', 'Preempt')}</div></td>` : nothing}
  </tr>`;
}
