// The page: the view of its address, the data behind it, drawn once a frame.

import { html, render } from '/page/third-party/lit-html.js';
import { onAddress, route } from './address.js';
import { onceAFrame } from './frame.js';
import { clearNotice, onNotice, sayFault } from './notices.js';
import { OverviewStore } from './overview-store.js';
import { openSession } from './session.js';
import { shell } from './shell.js';
import { SweepStore } from './sweep-store.js';

/**
 * @typedef {object} View
 * @property {() => string} title
 * @property {() => unknown} render
 * @property {() => void} [after] called when it is drawn
 * @property {() => void} [close]
 */

// The first view is there before the modules of the others are asked for.
/** @type {Record<string, () => Promise<{open: (context: any) => View}>>} */
const views = {
  curves: () => import('./view-curves.js'),
  fleet: () => import('./view-fleet.js'),
  missing: () => import('./view-missing.js'),
  new: () => import('./view-new.js'),
  paper: () => import('./view-paper.js'),
  settings: () => import('./view-settings.js'),
  slots: () => import('./view-slots.js'),
  sweep: () => import('./view-sweep.js'),
  sweeps: () => import('./view-sweeps.js'),
  trial: () => import('./view-trial.js'),
  trials: () => import('./view-trials.js'),
};

const prefetchAfter = 2000;
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

async function show() {
  const to = route();
  const key = `${to.page} ${to.id} ${to.trial ?? ''}`;
  if (key === shown) return redraw();
  const isFirst = shown === '';
  shown = key;
  view?.close?.();
  view = null;
  clearNotice();
  store = storeOf(to);
  if (store instanceof SweepStore) store.derived.rest();
  const { open } = await views[to.page]();
  // Somebody was quicker.
  if (key !== shown) return;
  view = open({ route: to, store, redraw });
  redraw();
  if (!isFirst) requestAnimationFrame(() => document.getElementById('content')?.focus({ preventScroll: true }));
}

const showOrSay = () => show().catch(fault => {
  shown = '';
  view = { title: () => 'Not connected', render: () => html`<h1>This view could not be loaded</h1>
    <p>The silo that serves it does not answer. Reload the page when it is back.</p>` };
  sayFault(fault);
});

onAddress(showOrSay);
onNotice(redraw);
openSession(redraw);
showOrSay();
// A click is answered at once, and also when the silo is away.
addEventListener('load', () => setTimeout(() => Object.values(views).forEach(view => view().catch(() => { })), prefetchAfter));
