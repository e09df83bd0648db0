// The paper's table as it fills up, and the tests of significance behind its stars.

import { html } from '/page/third-party/lit-html.js';
import { draw as methods } from '/page/charts/methods.js';
import { draw as paperTable } from '/page/charts/paper-table.js';
import { keep } from './address.js';
import { chartsOf } from './charts-of.js';
import { sweepFrame } from './sweep-frame.js';

/** @param {{store: import('./sweep-store.js').SweepStore}} context */
export function open({ store }) {
  const charts = chartsOf('table,comparisons', [
    {
      draw: (element, data) => paperTable(element, data, { planned: data.seeds }),
      empty: 'The table begins with the first completed trial.',
    },
    { draw: methods, options: { keep } },
  ]);
  const content = () => {
    const { counts, trials } = store.status;
    return html`<p class="note">${(counts.completed ?? 0).toLocaleString('en')} of ${trials.toLocaleString('en')} trials are in it.</p>
      ${charts.render(store)}`;
  };
  return {
    title: () => `The paper’s table of ${store.head?.name ?? store.id}`,
    render: () => sweepFrame(store, 'paper', content),
    close: () => charts.close(),
  };
}
