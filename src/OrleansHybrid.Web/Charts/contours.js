import { chart, css, lines } from './chart.js';
import { element } from './elements.js';
import { figuresOf, lengthOf } from './figures.js';
import { fractions } from './heat-map.js';
import { completedOf } from './trial-rows.js';

const mostCells = 7;

/** The two settings that matter most, together: the mean result in each of a few cells. @param {Element} node @param {any} data */
export function contours(node, data) {
  const { axes, metric } = data;
  const { importance, compared_epochs: compared, rung_of: rungOf } = data.search;
  const { figure } = figuresOf(data);
  const shown = importance.map(one => axes.find(axis => axis.key === one.key)).filter(axis => axis).slice(0, 2);
  if (shown.length < 2) return;
  const places = shown.map(axis => axes.indexOf(axis));
  const used = completedOf(data).filter(trial => (!rungOf || compared == null || rungOf[trial.index] === compared)
    && shown.every((axis, i) => !axis.is_scale || !Number.isNaN(Number(trial.values[places[i]] ?? NaN))));
  if (used.length < 2) return;
  const ways = shown.map((axis, i) => axis.is_scale ? cellsOf(used.map(trial => Number(trial.values[places[i]])))
    : { names: axis.values, of: value => axis.values.indexOf(value) });
  const cells = new Map();
  for (const trial of used) {
    const at = ways.map((way, i) => way.of(trial.values[places[i]]));
    const cell = cells.get(at.join(' ')) ?? { at, sum: 0, count: 0 };
    cells.set(at.join(' '), { at, sum: cell.sum + trial.objective, count: cell.count + 1 });
  }
  const means = [...cells.values()].map(cell => [...cell.at, cell.sum / cell.count, cell.count]);
  const values = means.map(mean => mean[2]);
  const [across, up] = shown.map(axis => axis.key);
  /** @param {any[]} cell */
  const nameOf = ([x, y]) => `${across} ${ways[0].names[x]}, ${up} ${ways[1].names[y]}`;
  const sign = metric.goal === 'maximize' ? 1 : -1;
  const best = means.reduce((one, other) => sign * other[2] > sign * one[2] ? other : one);
  const [min, max] = [Math.min(...values), Math.max(...values)];
  element(node, 'h3', 'The two most important settings together');
  element(node, 'p', `The mean ${metric.name} of the trials${compared == null ? '' : ` after ${lengthOf(compared)}`} in each cell; `
    + 'a cell without a trial is empty.', 'note');
  chart(node, `Mean ${metric.name} by ${across} and ${up}; the best cell: ${nameOf(best)}, ${figure(best[2])}`, {
    grid: { left: 16, right: 16, top: 16, bottom: 84, containLabel: true },
    xAxis: {
      type: 'category', data: ways[0].names, name: across, nameLocation: 'middle', nameGap: 26,
      axisLabel: { hideOverlap: true, fontSize: 11 },
    },
    yAxis: { type: 'category', data: ways[1].names, name: up, axisLabel: { fontSize: 11 } },
    visualMap: {
      dimension: 2, min, max, calculable: false, orient: 'horizontal', left: 'center', bottom: 4, itemHeight: 120, itemWidth: 10,
      inRange: { color: fractions() }, textStyle: { color: css('--ink') }, text: [figure(max), figure(min)],
    },
    tooltip: { formatter: ({ value }) => lines([nameOf(value), `${metric.name} ${figure(value[2])}, ${value[3]} trials`]) },
    series: [{ type: 'heatmap', progressive: 0, data: means }],
  }, { height: 120 + 34 * ways[1].names.length });
}

/** Cells of equal width; by the logarithm where values span more than a power of ten. @param {number[]} numbers */
function cellsOf(numbers) {
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  const isLog = least > 0 && most > 10 * least;
  const scaled = isLog ? Math.log : Number;
  const [low, high] = [scaled(least), scaled(most)];
  const count = high > low ? Math.min(mostCells, Math.max(2, Math.floor(Math.sqrt(numbers.length)))) : 1;
  const bound = cell => {
    const value = low + (high - low) * cell / count;
    return Number((isLog ? Math.exp(value) : value).toPrecision(2));
  };
  return {
    names: Array.from({ length: count }, (_, cell) => count === 1 ? String(bound(0)) : `${bound(cell)} to ${bound(cell + 1)}`),
    of: value => high > low ? Math.min(count - 1, Math.floor((scaled(Number(value)) - low) / (high - low) * count)) : 0,
  };
}
