// Learning curves of the best configurations, and how they do on rare classes.

import { draw as learningCurves } from '/page/charts/learning-curves.js';
import { draw as longTail } from '/page/charts/long-tail.js';
import { keep } from './address.js';
import { chartsOf } from './charts-of.js';
import { sweepFrame } from './sweep-frame.js';

/** @param {{store: import('./sweep-store.js').SweepStore}} context */
export function open({ store }) {
  const charts = chartsOf('curves,leaderboard', [
    { draw: learningCurves, options: { keep }, empty: 'No configuration has a completed trial yet: its curve comes with the first.' },
    { draw: longTail },
  ]);
  return {
    title: () => `Curves of ${store.head?.name ?? store.id}`,
    render: () => sweepFrame(store, 'curves', () => charts.render(store)),
    close: () => charts.close(),
  };
}
