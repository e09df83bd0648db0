// The silos.

import { html, nothing, repeat } from '/page/third-party/lit-html.js';
import { faultOf } from './sweep-frame.js';
import { figureBox } from './sweep-words.js';

/** @param {{store: import('./overview-store.js').OverviewStore}} context */
export const open = ({ store }) => ({
  title: () => 'Fleet',
  render() {
    const { silos } = store;
    if (!silos) return store.problem ? faultOf(store.problem) : html`<p class="note" aria-busy="true">Reading the silos…</p>`;
    const [slots, busy] = ['slots', 'busy'].map(name => silos.reduce((sum, silo) => sum + (silo[name] ?? 0), 0));
    return html`<h1>Fleet</h1>
      <dl class="figures">${figureBox(silos.length, silos.length === 1 ? 'silo' : 'silos')}${figureBox(slots, 'slots')}${
        figureBox(busy, 'busy')}</dl>
      <section aria-labelledby="silos"><h2 id="silos">Silos</h2>
        <p>The processes of the cluster. One that disappears is missing here a few seconds later; its trials go on elsewhere.</p>
        <div class="scroll" role="region" aria-label="Silos, table" tabindex="0"><table>
          <caption class="hidden">Silos of the cluster</caption>
          <thead><tr><th scope="col">address</th><th scope="col">host</th><th scope="col">status</th><th scope="col">role</th>
            <th scope="col">slots</th><th scope="col" class="number">busy</th><th scope="col">started</th></tr></thead>
          <tbody>${repeat(silos, silo => silo.address, siloLine)}</tbody></table></div></section>`;
  },
});

const siloLine = silo => html`<tr>
  <th scope="row">${silo.address}</th><td>${silo.host ?? '–'}</td><td>${silo.status ?? '–'}</td><td>${silo.role ?? '–'}</td>
  <td>${silo.slots == null ? '–' : html`<span class="pips" aria-hidden="true">${silo.slots <= 64 ? Array.from({ length: silo.slots },
    (_, place) => html`<span class="pip ${place < (silo.busy ?? 0) ? 'busy' : ''}"></span>`) : nothing}</span> ${silo.slots}${
    silo.kind ? ` (${silo.kind})` : ''}`}${silo.aside ? html`<br><span class="note">set aside: ${silo.aside}</span>` : nothing}</td>
  <td class="number">${silo.busy ?? '–'}</td>
  <td>${silo.started ? new Date(silo.started).toLocaleString('en-GB') : '–'}</td></tr>`;
