// The bars of the timeline: an attempt each, hatched where its work was lost, with a notch where it left against its will.

import { css, library } from './chart.js';
import { endColors, isDisturbed } from './ends.js';
import { numberOf } from './figures.js';

const decal = { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 3], rotation: -Math.PI / 4, color: 'rgba(0,0,0,.35)' };

/** What ECharts calls for each bar. @param {any[][]} bars */
export function renderBars(bars) {
  const [card, ink] = [css('--card'), css('--ink')];
  return (params, api) => barOf(bars[params.dataIndex], params, api, card, ink);
}

function barOf(bar, params, api, card, ink) {
  const [, trial, , , , end, lost] = bar;
  const [from, to] = [1, 2].map(edge => api.coord([api.value(edge), api.value(0)]));
  const height = Math.max(3, api.size([0, 1])[1] * 0.7);
  const area = params.coordSys;
  const top = from[1] - height / 2;
  const rect = (x1, x2) => library().graphic.clipRectByRect({ x: x1, y: top, width: Math.max(1.5, x2 - x1), height }, area);
  const whole = rect(from[0], to[0]);
  if (!whole) return null;
  const stroke = { stroke: card, lineWidth: whole.width > 6 ? 1 : 0 };
  /** @type {any[]} */
  const children = [{ type: 'rect', shape: whole, style: { fill: endColors[end], ...stroke } }];
  const gone = lost > 0 && rect(api.coord([api.value(2) - 1000 * lost, api.value(0)])[0], to[0]);
  if (gone) children.push({ type: 'rect', shape: gone, style: { fill: '#b91c1c', decal } });
  if (isDisturbed(end) && to[0] >= area.x && to[0] <= area.x + area.width) {
    const x = to[0] - 1;
    const shape = whole.width > 12 ? { x, y: top - 3, width: 2.5, height: height + 6 } : { x, y: top, width: 1, height };
    children.push({ type: 'rect', shape, style: { fill: ink } });
  }
  if (whole.width > 34 && height > 10) children.push({
    type: 'text',
    style: {
      text: numberOf(trial), x: whole.x + 4, y: from[1], verticalAlign: 'middle', fill: '#ffffff', fontSize: 11,
      width: whole.width - 6, overflow: 'truncate',
    },
  });
  return { type: 'group', children };
}
