// The small tables of a trial.

import { html, nothing } from '/page/third-party/lit-html.js';
import { endMeanings } from '/page/charts/ends.js';
import { bytesOf, seconds } from '/page/charts/figures.js';

/** Whether an equal recipe gave equal bits. @param {import('./sweep-store.js').Row} row @param {any} trial */
export function identity(row, { equal_recipe: equal, result }) {
  if (!row.weights_sha256) return nothing;
  return html`<section aria-labelledby="identity"><h2 id="identity">Identity</h2>
    <p>SHA-256 of its final weights: <code class="sha">${row.weights_sha256}</code></p>
    ${result?.numerics ? html`<p>Computed with ${result.numerics}${result.earlier_numerics ? html`; before that with
      ${result.earlier_numerics}: an undisturbed training may differ from it in its last bits` : nothing}.</p>` : nothing}
    ${row.reused_from ? html`
      <p>The result was reused from <code>${row.reused_from}</code>; this trial was not trained.</p>` : nothing}
    ${equal && equal.is_equal != null ? html`
      <p class=${equal.is_equal ? 'good' : 'failed'}>${equal.is_equal ? '= Equal bits' : '≠ Other bits'}: the same recipe
        in ${linkOf(equal.trial)} gave <code class="sha">${equal.weights_sha256}</code></p>`
      : html`<p class="note">No other trial with the same recipe is known.</p>`}</section>`;
}

function linkOf(trial) {
  const match = /^(.+)\/0*(\d+)$/.exec(trial);
  return match ? html`<a href=${`/sweeps/${encodeURIComponent(match[1])}/trials/${match[2]}`}>${trial}</a>` : trial;
}

/** @param {any[]} attempts */
export const attemptsTable = attempts => html`<section aria-labelledby="attempts"><h2 id="attempts">Attempts</h2>
  ${attempts.length ? html`<div class="scroll" role="region" aria-label="Attempts, table" tabindex="0"><table>
    <caption class="hidden">Attempts, the first one first</caption>
    <thead><tr><th scope="col" class="number">attempt</th><th scope="col">slot</th><th scope="col">began</th>
      <th scope="col" class="number">lasted</th><th scope="col">end</th><th scope="col" class="number">lost</th></tr></thead>
    <tbody>${attempts.map(one => html`<tr><td class="number">${one.attempt}</td><td>${one.slot}</td>
      <td>${new Date(one.began).toLocaleString('en-GB')}</td><td class="number">${seconds(one.seconds)}</td>
      <td class="prose"><span class="swatch ${one.end ?? 'completed'}"></span> ${endMeanings[one.end ?? 'completed'] ?? one.end}</td>
      <td class="number ${one.lost_seconds ? 'lost' : ''}">${one.lost_seconds ? seconds(one.lost_seconds) : '–'}</td></tr>`)}</tbody>
  </table></div>` : html`<p class="note">None yet.</p>`}</section>`;

/** @param {any[]} checkpoints */
export const checkpointsTable = checkpoints => html`<section aria-labelledby="checkpoints"><h2 id="checkpoints">Checkpoints</h2>
  ${checkpoints.length ? html`<div class="scroll" role="region" aria-label="Checkpoints, table" tabindex="0"><table>
    <caption class="hidden">Kept checkpoints, the newest first</caption>
    <thead><tr><th scope="col">name</th><th scope="col" class="number">epoch</th><th scope="col" class="number">step</th>
      <th scope="col" class="number">size</th></tr></thead>
    <tbody>${checkpoints.map(one => html`<tr><th scope="row"><code>${one.name}</code></th><td class="number">${one.epoch}</td>
      <td class="number">${one.step}</td><td class="number">${bytesOf(one.bytes)}</td></tr>`)}</tbody></table></div>`
    : html`<p class="note">None is kept.</p>`}</section>`;
