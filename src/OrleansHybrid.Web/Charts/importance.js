import { chart, css } from './chart.js';
import { element } from './elements.js';
import { lengthOf, percent } from './figures.js';

/** The share of the objective's variance that each setting explains. @param {Element} node @param {any} data */
export function importanceOf(node, data) {
  const { importance, compared_epochs: compared } = data.search;
  if (!importance.length) return;
  element(node, 'h3', 'Importance of the settings');
  const together = Math.max(0, 1 - importance.reduce((sum, one) => sum + one.share, 0));
  element(node, 'p', `The share of the variance of ${data.metric.name}`
    + (compared == null ? '' : ` after ${lengthOf(compared)}, where most configurations can be compared,`)
    + ' that each setting explains by itself, over the range that was tried: functional ANOVA over a random forest '
    + `(Hutter, Hoos and Leyton-Brown, ICML 2014). The rest, ${percent(together)}, is what settings do together. `
    + 'A search that learns tries promising values more often, so read small differences with care.', 'note');
  const shown = [...importance].reverse();
  chart(node, 'Importance: ' + importance.map(one => `${one.key} ${percent(one.share)}`).join(', '), {
    grid: { left: 16, right: 56, top: 8, bottom: 26, containLabel: true },
    xAxis: { type: 'value', min: 0, max: 1, axisLabel: { formatter: value => 100 * value + ' %' } },
    yAxis: { type: 'category', data: shown.map(one => one.key) },
    tooltip: { valueFormatter: percent },
    series: [{
      type: 'bar', barMaxWidth: 22, data: shown.map(one => one.share),
      label: { show: true, position: 'right', color: css('--ink'), formatter: one => percent(one.value) },
    }],
  }, { height: 70 + 34 * importance.length });
}
