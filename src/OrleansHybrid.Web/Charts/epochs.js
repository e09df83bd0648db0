import { chart, css } from './chart.js';
import { element, section, table } from './elements.js';
import { percent, seconds } from './figures.js';

const loss = value => value == null ? '–' : Number(value).toPrecision(3);
const accuracy = (name, of) => ({ name, of: epoch => of(epoch) ?? null });

const panels = [
  {
    title: 'Accuracy', show: percent,
    lines: [
      accuracy('top-1', epoch => epoch.accuracy?.top1), accuracy('many', epoch => epoch.accuracy?.many),
      accuracy('medium', epoch => epoch.accuracy?.medium), accuracy('few', epoch => epoch.accuracy?.few),
      accuracy('validation', epoch => epoch.validation?.top1), accuracy('neighbours', epoch => epoch.knn),
    ],
  },
  {
    title: 'Loss', show: loss,
    lines: [
      { name: 'weighted', of: epoch => epoch.train_loss }, { name: 'contrastive', of: epoch => epoch.contrastive_loss ?? null },
      { name: 'classifier', of: epoch => epoch.classifier_loss ?? null },
    ],
  },
  { title: 'α', show: loss, lines: [{ name: 'α', of: epoch => epoch.alpha }] },
  { title: 'Learning rate', show: loss, lines: [{ name: 'learning rate', of: epoch => epoch.learning_rate }] },
];

/**
 * One trial's epochs, with the places where another attempt went on.
 * @param {Element} parent @param {{epochs: any[], attempts: any[]}} data
 */
export function draw(parent, { epochs, attempts }) {
  if (!epochs.length) return null;
  const borders = bordersOf(epochs, attempts);
  const node = section(parent, 'Epochs', borders.length
    ? 'A dashed line is where another attempt went on, as near as the times of the attempts tell.' : undefined);
  const grid = element(node, 'div', null, 'grid wide');
  for (const { title, show, lines } of panels) {
    const drawn = lines.filter(line => epochs.some(epoch => line.of(epoch) != null));
    if (!drawn.length) continue;
    chart(grid, `${title} by epoch. The table below has the same numbers.`, {
      title: { text: title, textStyle: { fontSize: 13, fontWeight: 500 } },
      legend: { show: drawn.length > 1, bottom: 0, type: 'scroll', textStyle: { color: css('--ink') } },
      grid: { left: 56, right: 16, top: 36, bottom: drawn.length > 1 ? 70 : 44 },
      xAxis: { type: 'value', name: 'epoch', nameLocation: 'middle', nameGap: 26, minInterval: 1, min: 'dataMin', max: 'dataMax' },
      yAxis: { type: 'value', scale: true, axisLabel: { formatter: show } },
      tooltip: { trigger: 'axis', valueFormatter: show },
      series: drawn.map((line, place) => ({
        name: line.name, type: 'line', symbol: epochs.length === 1 ? 'circle' : 'none', connectNulls: true,
        data: epochs.map(epoch => [epoch.epoch, line.of(epoch)]),
        markLine: place ? undefined : {
          silent: true, symbol: 'none', lineStyle: { color: css('--soft'), type: 'dashed' },
          label: { position: 'insideEndTop', color: css('--soft'), formatter: mark => 'attempt ' + mark.name },
          data: borders.map(border => ({ name: String(border.attempt), xAxis: border.epoch })),
        },
      })),
    });
  }
  table(node, 'Epochs', [
    { name: 'epoch', number: true, text: row => String(row.epoch), key: row => row.epoch },
    ...panels.flatMap(({ lines, show }) => lines.filter(line => epochs.some(epoch => line.of(epoch) != null))
      .map(line => ({ name: line.name, number: true, text: row => show(line.of(row)), key: row => line.of(row) ?? -Infinity }))),
    { name: 'images/s', number: true, text: row => row.images_per_second.toFixed(0), key: row => row.images_per_second },
    { name: 'time', number: true, text: row => seconds(row.seconds), key: row => row.seconds },
  ], epochs, { most: 10 });
  return node;
}

// An epoch does not say which attempt trained it. An attempt's lasting time is what its epochs took, tests aside.
function bordersOf(epochs, attempts) {
  const borders = [];
  let place = 0;
  for (const attempt of attempts.slice(0, -1)) {
    let lasting = attempt.seconds - (attempt.lost_seconds ?? 0);
    while (place < epochs.length && lasting >= 0.5 * epochs[place].seconds) lasting -= epochs[place++].seconds;
    if (place >= epochs.length) break;
    borders.push({ attempt: attempt.attempt + 1, epoch: place ? epochs[place - 1].epoch : Math.max(0, epochs[0].epoch - 1) });
  }
  return borders;
}
