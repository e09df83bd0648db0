// Which slot worked on what, what was lost, and a preemption to watch.

import { html } from '/page/third-party/lit-html.js';
import { draw as timeline } from '/page/charts/timeline.js';
import { keep, sweepAddress } from './address.js';
import { chartsOf } from './charts-of.js';
import { Pages } from './pages.js';
import { runningTable } from './running.js';
import { sweepFrame } from './sweep-frame.js';

/** @param {{store: import('./sweep-store.js').SweepStore, redraw: () => void}} context */
export function open({ store, redraw }) {
  const running = new Pages(redraw, 25);
  const options = {
    keep, trialLink: trial => sweepAddress(store.id, 'trials', trial), slotHours: () => store.status.slot_hours,
  };
  const charts = chartsOf('timeline,costs', [{ draw: timeline, options, empty: 'Nothing has begun yet.' }]);
  const content = () => html`
    ${charts.render(store)}
    <section aria-labelledby="rehearse"><h2 id="rehearse">Rehearse a preemption</h2>
      <p>Preempt a running trial: it writes a checkpoint, hands its slot back and goes on with its next attempt, on this slot or another.
        Its final weights are the same, bit for bit on one type of CPU; the trial’s page proves it.</p>
      ${runningTable(store, running)}</section>`;
  return {
    title: () => `Slots of ${store.head?.name ?? store.id}`,
    render: () => sweepFrame(store, 'slots', content),
    close: () => charts.close(),
  };
}
