import { chart, css, lines } from './chart.js';
import { element } from './elements.js';
import { figuresOf, lengthOf, numberOf } from './figures.js';
import { completedOf } from './trial-rows.js';

/** The objective of each trial against each setting. @param {Element} node @param {any} data */
export function slices(node, data) {
  const { axes, metric } = data;
  const completed = completedOf(data);
  const rungOf = data.search.rung_of;
  const sliced = axes.filter(axis => !(rungOf && axis.key === 'epochs') && (axis.is_scale || axis.values.length > 1));
  if (!sliced.length || !completed.length) return;
  element(node, 'h3', 'Slices');
  element(node, 'p', `Each trial's ${metric.name} against one setting.`
    + (rungOf ? ' Trials of different lengths have different colours, and are not to be compared with each other.' : ''), 'note');
  const grid = element(node, 'div', null, 'grid');
  for (const axis of sliced) sliceOf(grid, axis, data, completed, rungOf);
}

function sliceOf(grid, axis, data, completed, rungOf) {
  const { figure, tick } = figuresOf(data);
  const { name } = data.metric;
  const place = data.axes.indexOf(axis);
  const used = completed.filter(trial => !axis.is_scale || !Number.isNaN(Number(trial.values[place] ?? NaN)));
  const numbers = used.map(trial => Number(trial.values[place]));
  const isLog = axis.is_scale && Math.min(...numbers) > 0 && Math.max(...numbers) > 10 * Math.min(...numbers);
  const lengths = rungOf ? [...new Set(completed.map(trial => rungOf[trial.index]))].sort((a, b) => a - b) : [null];
  const axisLabel = { hideOverlap: true, fontSize: 11 };
  chart(grid, `${name} against ${axis.key}, ${used.length} trials`, {
    title: { text: axis.key, textStyle: { fontSize: 13, fontWeight: 500 } },
    grid: { left: 52, right: 12, top: 34, bottom: 46 },
    legend: { show: lengths.length > 1, bottom: 0, textStyle: { color: css('--ink') } },
    xAxis: axis.is_scale ? { type: isLog ? 'log' : 'value', scale: true, axisLabel }
      : { type: 'category', data: axis.values, axisLabel },
    yAxis: { type: 'value', scale: true, axisLabel: { formatter: tick } },
    tooltip: {
      formatter: ({ value: [x, y, index] }) => lines([`trial ${numberOf(index)}: ${axis.key} ${x}, ${name} ${figure(y)}`]),
    },
    series: lengths.map(epochs => ({
      name: epochs == null ? name : lengthOf(epochs), type: 'scatter', symbolSize: 6,
      data: used.filter(trial => epochs == null || rungOf[trial.index] === epochs)
        .map(trial => [axis.is_scale ? Number(trial.values[place]) : trial.values[place], trial.objective, trial.index]),
    })),
  }, { className: 'chart small' });
}
