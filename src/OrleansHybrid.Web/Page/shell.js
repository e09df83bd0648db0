// What surrounds every view: where one is, the way elsewhere, and whether what it shows is of now.

import { html, nothing } from '/page/third-party/lit-html.js';
import { notice } from './notices.js';
import { cluster, isKnown, mayChange, version } from './session.js';

/** @param {import('./app.js').View} view @param {import('./address.js').Route} route @param {any} store */
export const shell = (view, route, store) => html`
  <a class="skip" href="#content">Skip to the content</a>
  <header class="top">
    <a class="home" href="/">OrleansHybrid</a>
    <nav aria-label="Pages">
      ${link('/', 'Sweeps', route.page === 'sweeps')}${link('/fleet', 'Fleet', route.page === 'fleet')}${
        link('/new', 'New sweep', route.page === 'new')}
    </nav>
    <span class="connection" role="status">${connectionOf(store)}</span>
  </header>
  ${lossOf(store)}
  ${notice()}
  <main id="content" tabindex="-1">${view.render()}</main>
  <footer>
    ${cluster() ? html`Cluster ${cluster()}. ` : nothing}OrleansHybrid ${version()}.
    ${isKnown() && !mayChange() ? 'This tab may only look: open the address that hybrid printed, with its token, to make changes.'
      : nothing}
    Contains <a href="/page/third-party/echarts.LICENSE.txt" target="_blank">Apache ECharts</a> and
    <a href="/page/third-party/lit-html.LICENSE.txt" target="_blank">lit-html</a>.
  </footer>`;

const link = (href, text, isHere) => html`<a href=${href} aria-current=${isHere ? 'page' : nothing}>${text}</a>`;

const words = { open: 'live', connecting: 'connecting…', polling: 'read every few seconds', resting: 'resting' };

function connectionOf(store) {
  const connection = store?.stream?.connection;
  if (store?.problem && !connection) return html`<span class="dot lost"></span>not connected`;
  if (!connection) return nothing;
  return html`<span class="dot ${connection.state}"></span>${words[connection.state] ?? 'not connected'}`;
}

// Figures that are not of now say so.
function lossOf(store) {
  const connection = store?.stream?.connection;
  if (connection?.state === 'lost') return html`
    <p class="loss" role="alert">Not connected since ${connection.since.toLocaleTimeString('en-GB')}; the figures are of then.
      Trying again…</p>`;
  return store?.isGone ? html`<p class="loss" role="alert">This sweep was deleted; the figures are of before.</p>` : nothing;
}
