// What a sweep file would become, and what is wrong with it.

import { html, nothing } from '/page/third-party/lit-html.js';
import { counted } from '/page/charts/figures.js';
import { sweepAddress } from './address.js';

/** @param {import('./dry-run.js').DryRun} dryRun @param {import('./yaml-editor.js').YamlEditor} editor */
export const preview = (dryRun, editor) => html`<section aria-labelledby="preview" aria-live="polite">
  <h2 id="preview">${titleOf(dryRun, editor)}</h2>
  ${dryRun.fault ? html`<p class="mistake">${dryRun.fault}</p>` : nothing}
  ${dryRun.findings.length ? html`<ul class="findings">${dryRun.findings.map(one => html`
    <li class=${one.isWarning ? 'warning' : 'error'}>
    ${one.line ? html`<button type="button" class="link" @click=${() => editor.show(one.line)}>line ${one.line}</button> ` : nothing}
    ${one.path ? html`<code>${one.path}</code> ` : nothing}<span>${one.message}${
      one.remedy ? html`. <em>${one.remedy}</em>` : nothing}</span>
  </li>`)}</ul>` : nothing}
  ${dryRun.answer ? answerOf(dryRun.answer) : nothing}</section>`;

function titleOf({ answer, findings, isChecking, hasErrors, fault }, { text }) {
  if (!text.trim()) return 'Nothing is written yet';
  if (isChecking) return 'Checking…';
  if (hasErrors) return counted(findings.length, 'problem');
  if (fault) return 'It could not be checked';
  return answer ? `${counted(answer.trials, 'trial')}` : '';
}

const answerOf = ({ id, known, expansion, axes, cost }) => html`
  <p>${expansion}</p>
  ${known ? html`<p class="hint">This sweep is known: <a href=${sweepAddress(id)}>${id}</a></p>` : nothing}
  ${axes?.length ? html`<div class="scroll" role="region" aria-label="Settings that vary, table" tabindex="0"><table>
    <caption>Settings that vary</caption><thead><tr><th scope="col">setting</th><th scope="col">values</th></tr></thead>
    <tbody>${axes.map(axis => html`<tr><th scope="row">${axis.key}</th><td class="prose">${axis.values?.length
      ? axis.values.slice(0, 20).join(', ') + (axis.values.length > 20 ? `, … (${axis.values.length})` : '') : 'a range'}</td></tr>`)}
    </tbody></table></div>` : nothing}
  ${cost ? costOf(cost) : nothing}`;

// What a search trains at most, beside training everything to the end.
function costOf(cost) {
  const many = number => number?.toLocaleString('en') ?? 'more than can be counted';
  return html`<dl class="pairs">
      <div><dt>epochs, at most</dt><dd>${many(cost.epochs)}</dd></div>
      <div><dt>its ${many(cost.configurations)} configurations to the end</dt><dd>${many(cost.whole_epochs)}</dd></div>
      <div><dt>the whole space, ${many(cost.space_configurations)} configurations</dt><dd>${many(cost.space_epochs)}</dd></div></dl>
    ${cost.rungs.length ? html`<div class="scroll" role="region" aria-label="Rungs, table" tabindex="0"><table>
      <caption>Trials by rung, at most</caption>
      <thead><tr><th scope="col" class="number">epochs</th><th scope="col" class="number">trials</th></tr></thead>
      <tbody>${cost.rungs.map(rung => html`<tr><td class="number">${rung.epochs}</td><td class="number">${rung.trials}</td></tr>`)}</tbody>
    </table></div>` : nothing}`;
}
