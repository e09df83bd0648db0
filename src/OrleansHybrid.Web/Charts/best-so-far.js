import { chart } from './chart.js';
import { figuresOf, hours } from './figures.js';

/** The best objective by the trials that have ended, and by the slot hours they took. @param {Element} grid @param {any} data */
export function bestSoFar(grid, data) {
  const found = data.search.history.filter(point => point[2] != null);
  if (!found.length) return;
  step(grid, data, found, 0, 'trials that have ended', String);
  step(grid, data, found, 1, 'slot hours', hours);
}

function step(grid, data, found, column, name, show) {
  const { figure, tick } = figuresOf(data);
  const last = found[found.length - 1];
  chart(grid, `Best ${data.metric.name} by ${name}: ${figure(found[0][2])} after ${show(found[0][column])}, `
    + `${figure(last[2])} after ${show(last[column])}`, {
    grid: { left: 58, right: 16, top: 16, bottom: 44 },
    xAxis: { type: 'value', name, nameLocation: 'middle', nameGap: 26, min: 0 },
    yAxis: { type: 'value', scale: true, axisLabel: { formatter: tick } },
    tooltip: { trigger: 'axis', valueFormatter: figure },
    series: [{ type: 'line', step: 'end', symbolSize: 6, data: found.map(point => [point[column], point[2]]) }],
  }, { className: 'chart small' });
}
