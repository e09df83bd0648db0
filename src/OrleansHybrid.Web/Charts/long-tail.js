import { chart, css, isNarrow } from './chart.js';
import { section, table } from './elements.js';
import { accuracies, describe, percent } from './figures.js';

const groups = ['many', 'medium', 'few'];

/** Many, medium and few of the best configurations. @param {Element} element @param {any} data */
export function draw(element, data) {
  const shown = data.leaderboard
    .filter(row => row.objective && groups.some(group => row.metrics[group]))
    .slice(0, isNarrow() ? 5 : 10);
  if (!shown.length) return null;
  const node = section(element, 'The long tail', 'Accuracy on classes with many (> 100), medium (20 to 100) and few (< 20) training '
    + 'images, best configurations first.');
  chart(node, 'Accuracy on many, medium and few of the best configurations. The table below has the same numbers.', {
    grid: { left: 48, right: 12, top: 36, bottom: 30 },
    legend: { top: 0, itemGap: 24, textStyle: { color: css('--ink') } },
    xAxis: { type: 'category', data: shown.map((_, place) => '#' + (place + 1)), axisLabel: { interval: 0 } },
    yAxis: { type: 'value', max: 1, axisLabel: { formatter: v => (100 * v).toFixed(0) + ' %' } },
    tooltip: { trigger: 'axis', valueFormatter: percent },
    series: groups.filter(group => shown.some(row => row.metrics[group]))
      .map(group => ({ name: group, type: 'bar', data: shown.map(row => row.metrics[group]?.mean ?? null) })),
  });
  table(node, 'The configurations of the bars', [
    { name: '#', number: true, text: row => String(shown.indexOf(row) + 1), key: row => shown.indexOf(row) },
    { name: 'configuration', prose: true, text: row => describe(row.parameters) },
    ...groups.map(group => ({
      name: group, number: true, text: row => accuracies.spread(row.metrics[group]),
      key: row => row.metrics[group]?.mean ?? -1,
    })),
  ], shown);
  return node;
}
