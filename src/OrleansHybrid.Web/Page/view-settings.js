// Which settings matter: leaderboard, parallel coordinates, search, effects. What is brushed or clicked filters.

import { html, nothing } from '/page/third-party/lit-html.js';
import { draw as effects } from '/page/charts/effects.js';
import { draw as everyTrialAtOnce } from '/page/charts/every-trial-at-once.js';
import { draw as leaderboard } from '/page/charts/leaderboard.js';
import { draw as search } from '/page/charts/search.js';
import { choose, go, keep, query, sweepAddress } from './address.js';
import { ChartHost } from './chart-host.js';
import { partNote, sweepFrame } from './sweep-frame.js';

const parts = 'leaderboard,trials,effects,search';
const keyOf = parameters => parameters.map(one => `${one.key}=${one.value}`).join('\n');

/** @param {{store: import('./sweep-store.js').SweepStore, redraw: () => void}} context */
export function open({ store, redraw }) {
  /** @type {Set<string> | null} the configurations within the brush */
  let brushed = null;
  const toTrials = parameters => {
    const where = new URLSearchParams(parameters.map(one => ['where', `${one.key}=${one.value}`]));
    go(`${sweepAddress(store.id, 'trials')}?${where}`);
  };
  const isShown = row => !brushed || brushed.has(keyOf(row.parameters));
  const table = new ChartHost(leaderboard, { keep, onConfiguration: toTrials, filter: isShown });
  const onBrush = configurations => {
    brushed = configurations && new Set(configurations.map(keyOf));
    table.again();
    redraw();
  };
  const lines = new ChartHost(everyTrialAtOnce, { keep, byConfiguration: true, onBrush });
  const others = [new ChartHost(search), new ChartHost(effects, { keep, onValue: (key, value) => toTrials([{ key, value }]) })];
  const hosts = [lines, table, ...others];
  const clear = () => {
    choose({ brush: null }, { quiet: true });
    brushed = null;
    for (const host of [lines, table]) host.again();
    redraw();
  };
  const content = () => {
    const part = store.derived.of(parts);
    return html`${partNote(part)}
      ${lines.with(part?.data)}
      ${brushed && query().get('brush') ? html`<p class="hint" role="status">${brushed.size} configurations are within the ranges that are
        brushed; the leaderboard shows these. <button type="button" @click=${clear}>Show all</button></p>` : nothing}
      ${table.with(part?.data)}
      <p class="note">A click on a configuration’s place, or on a value of a setting below, opens its trials.</p>
      ${others.map(host => host.with(part?.data))}`;
  };
  return {
    title: () => `Settings of ${store.head?.name ?? store.id}`,
    render: () => sweepFrame(store, 'settings', content),
    close: () => { for (const host of hosts) host.close(); },
  };
}
