// The page: the view of its address, the data behind it, drawn once a frame.

import { render } from '/page/third-party/lit-html.js';
import { onAddress, route } from './address.js';
import { onceAFrame } from './frame.js';
import { clearNotice, onNotice } from './notices.js';
import { OverviewStore } from './overview-store.js';
import { openSession } from './session.js';
import { shell } from './shell.js';
import { SweepStore } from './sweep-store.js';
import { open as curves } from './view-curves.js';
import { open as fleet } from './view-fleet.js';
import { open as missing } from './view-missing.js';
import { open as fresh } from './view-new.js';
import { open as paper } from './view-paper.js';
import { open as settings } from './view-settings.js';
import { open as slots } from './view-slots.js';
import { open as sweep } from './view-sweep.js';
import { open as sweeps } from './view-sweeps.js';
import { open as trial } from './view-trial.js';
import { open as trials } from './view-trials.js';

/**
 * @typedef {object} View
 * @property {() => string} title
 * @property {() => unknown} render
 * @property {() => void} [after] called when it is drawn
 * @property {() => void} [close]
 */

/** @type {Record<string, (context: any) => View>} */
const views = { curves, fleet, missing, new: fresh, paper, settings, slots, sweep, sweeps, trial, trials };

const root = /** @type {HTMLElement} */ (document.getElementById('app'));
/** @type {View | null} */ let view = null;
/** @type {SweepStore | OverviewStore | null} */ let store = null;
let shown = '';

const redraw = onceAFrame(() => {
  if (!view) return;
  render(shell(view, route(), store), root);
  document.title = `${view.title()} · OrleansHybrid`;
  view.after?.();
});

// Views of one sweep share what is known of it.
function storeOf({ page, id }) {
  const needed = page === 'sweeps' || page === 'fleet' ? 'overview' : id;
  if (store && (store instanceof SweepStore ? store.id : 'overview') === needed) return store;
  store?.close();
  return needed === 'overview' ? new OverviewStore(redraw) : id ? new SweepStore(id, redraw) : null;
}

function show() {
  const to = route();
  const key = `${to.page} ${to.id} ${to.trial ?? ''}`;
  if (key === shown) return redraw();
  const isFirst = shown === '';
  shown = key;
  view?.close?.();
  clearNotice();
  store = storeOf(to);
  if (store instanceof SweepStore) store.derived.rest();
  view = views[to.page]({ route: to, store, redraw });
  redraw();
  if (!isFirst) requestAnimationFrame(() => document.getElementById('content')?.focus({ preventScroll: true }));
}

onAddress(show);
onNotice(redraw);
openSession(redraw);
show();
