// A column of charts that share one part of the derived data.

import { html } from '/page/third-party/lit-html.js';
import { ChartHost } from './chart-host.js';
import { partNote } from './sweep-frame.js';

/**
 * @param {string} parts as of `?parts=`
 * @param {{draw: (element: Element, data: any, options: any) => Element | null, options?: any, empty?: string}[]} charts
 */
export function chartsOf(parts, charts) {
  const hosts = charts.map(({ draw, options, empty }) => new ChartHost(draw, options, empty));
  return {
    hosts,
    /** @param {import('./sweep-store.js').SweepStore} store */
    render(store) {
      const part = store.derived.of(parts);
      return html`${partNote(part)}${hosts.map(host => host.with(part?.data))}`;
    },
    close() { for (const host of hosts) host.close(); },
  };
}
