// Every setting of a trial, as it was trained.

import { html, nothing } from '/page/third-party/lit-html.js';

/** @param {{recipe: any, content_hash?: string, data?: any}} trial */
export const recipeTable = ({ recipe, content_hash: hash, data }) => html`<section aria-labelledby="recipe"><h2 id="recipe">Recipe</h2>
  <details><summary>Every setting</summary>
    ${hash ? html`<p class="note">Content hash <code class="sha">${hash}</code></p>` : nothing}
    ${data ? html`<p class="note">Data <code class="sha">${typeof data === 'string' ? data : JSON.stringify(data)}</code></p>` : nothing}
    <div class="scroll" role="region" aria-label="Recipe, table" tabindex="0"><table>
      <caption class="hidden">Settings of the trial</caption>
      <thead><tr><th scope="col">setting</th><th scope="col">value</th></tr></thead>
      <tbody>${Object.entries(recipe ?? {}).map(([key, value]) => html`<tr><th scope="row">${key}</th>
        <td class="prose">${typeof value === 'object' ? JSON.stringify(value) : String(value)}</td></tr>`)}</tbody>
    </table></div></details></section>`;
