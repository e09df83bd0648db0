import { chart, css } from './chart.js';
import { element, section } from './elements.js';
import { numberOf, percent } from './figures.js';

const loss = value => value == null ? '–' : Number(value).toPrecision(3);
const panels = [
  { title: 'test top-1 accuracy', show: percent, of: epoch => epoch.accuracy?.top1 },
  { title: 'validation top-1 accuracy', show: percent, of: epoch => epoch.validation?.top1 },
  { title: 'training loss', show: loss, of: epoch => epoch.train_loss },
];

/** The curves of some trials over each other. @param {Element} parent @param {{trials: {index: number, epochs: any[]}[]}} data */
export function draw(parent, { trials }) {
  const trained = trials.filter(trial => trial.epochs.length);
  if (!trained.length) return null;
  const node = section(parent, 'Curves over each other');
  const grid = element(node, 'div', null, 'grid wide');
  for (const { title, show, of } of panels) {
    const drawn = trained.filter(trial => trial.epochs.some(epoch => of(epoch) != null));
    if (!drawn.length) continue;
    chart(grid, `${title} of ${drawn.length} trials by epoch`, {
      title: { text: title, textStyle: { fontSize: 13, fontWeight: 500 } },
      legend: { bottom: 0, type: 'scroll', textStyle: { color: css('--ink') } },
      grid: { left: 56, right: 16, top: 36, bottom: 70 },
      xAxis: { type: 'value', name: 'epoch', nameLocation: 'middle', nameGap: 26, minInterval: 1, min: 'dataMin', max: 'dataMax' },
      yAxis: { type: 'value', scale: true, axisLabel: { formatter: show } },
      tooltip: { trigger: 'axis', order: 'valueDesc', valueFormatter: show },
      series: drawn.map(trial => ({
        name: numberOf(trial.index), type: 'line', connectNulls: true, symbol: trial.epochs.length === 1 ? 'circle' : 'none',
        data: trial.epochs.map(epoch => [epoch.epoch, of(epoch) ?? null]),
      })),
    });
  }
  return node;
}
