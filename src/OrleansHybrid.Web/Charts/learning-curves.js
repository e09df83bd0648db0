import { chart, colorOf, isNarrow } from './chart.js';
import { element, folded, section, table } from './elements.js';
import { describe, percent } from './figures.js';

const loss = value => value == null ? '–' : Number(value).toPrecision(3);

/** @type {{title: string, key: string, show: (value: any) => string, below?: string}[]} */
const panels = [
  { title: 'test top-1 accuracy', key: 'top1', show: percent },
  { title: 'validation top-1 accuracy', key: 'val_top1', show: percent },
  { title: 'training loss', key: 'train_loss', show: loss, below: 'alpha' },
  { title: 'many', key: 'many', show: percent },
  { title: 'medium', key: 'medium', show: percent },
  { title: 'few', key: 'few', show: percent },
];

/**
 * Learning curves with the spread over seeds as bands, and α under the loss.
 * @param {Element} parent @param {any} data @param {import('./elements.js').Options} [options]
 */
export function draw(parent, data, { keep } = {}) {
  const { curves } = data;
  if (!curves.length) return null;
  const node = section(parent, 'Learning curves', 'Mean over seeds by epoch'
    + (data.seeds > 1 ? ', the band is ± one standard deviation. ' : '. ')
    + (data.configurations > curves.length ? `The best ${curves.length} of ${data.configurations} configurations can be chosen.`
      : 'Choose what is drawn.'));
  const kept = keep?.get('curves')?.split(',').map(Number).filter(place => place >= 1 && place <= curves.length);
  /** @type {Set<number>} */
  const chosen = new Set(kept?.map(place => place - 1) ?? curves.slice(0, isNarrow() ? 4 : 6).map((_, place) => place));
  const box = element(node, 'fieldset');
  box.tabIndex = 0;
  element(box, 'legend', 'Configurations, best first');
  const grid = element(node, 'div', null, 'grid wide');
  const drawn = panels.filter(panel => curves.some(curve => curve[panel.key]?.length)).map(panel => ({
    panel,
    ...chart(grid, `Learning curves: ${panel.title}. The table below has the last epochs.`, optionsOf(panel, curves, chosen)),
  }));
  curves.forEach((curve, place) => {
    const label = element(box, 'label');
    const tickbox = element(label, 'input');
    tickbox.type = 'checkbox';
    tickbox.checked = chosen.has(place);
    element(label, 'span', null, 'swatch').style.background = colorOf(place);
    element(label, 'span', `#${place + 1} ${describe(curve.parameters)}`);
    tickbox.onchange = () => {
      if (tickbox.checked) chosen.add(place); else chosen.delete(place);
      keep?.set('curves', [...chosen].sort((a, b) => a - b).map(one => one + 1).join(','));
      for (const { panel, draw } of drawn) draw(optionsOf(panel, curves, chosen));
    };
  });
  lastEpochs(node, curves);
  return node;
}

/** @param {typeof panels[0]} panel @param {any[]} curves @param {Set<number>} chosen */
function optionsOf({ title, key, show, below }, curves, chosen) {
  const places = [...chosen].sort((a, b) => a - b);
  const under = below && curves.some(curve => curve[below]?.some(point => point[1] > 0)) ? below : null;
  const epochs = { type: 'value', name: 'epoch', nameLocation: 'middle', nameGap: 26, minInterval: 1, min: 'dataMin', max: 'dataMax' };
  const main = { left: 56, right: 16, top: 36, bottom: under ? 128 : 44 };
  const top = { type: 'value', scale: true, axisLabel: { formatter: show } };
  return {
    title: { text: title, textStyle: { fontSize: 13, fontWeight: 500 } },
    grid: under ? [main, { left: 56, right: 16, height: 62, bottom: 44 }] : main,
    xAxis: under ? [{ ...epochs, name: '', axisLabel: { show: false } }, { ...epochs, gridIndex: 1 }] : epochs,
    yAxis: under ? [top, {
      type: 'value', gridIndex: 1, min: 0, max: 1, interval: 1, name: 'α', nameLocation: 'middle', nameGap: 30, nameRotate: 0,
    }] : top,
    axisPointer: under ? { link: [{ xAxisIndex: 'all' }] } : {},
    tooltip: {
      trigger: 'axis', order: 'valueDesc', valueFormatter: show,
    },
    series: [
      ...places.flatMap(place => seriesOf(curves[place], place, key)),
      ...under ? places.map(place => ({
        name: `α of #${place + 1}`, type: 'line', symbol: 'none', xAxisIndex: 1, yAxisIndex: 1, color: colorOf(place),
        lineStyle: { width: 1.5 }, data: (curves[place][under] ?? []).map(point => [point[0], point[1]]),
      })) : [],
    ],
  };
}

function seriesOf(curve, place, key) {
  const points = curve[key] ?? [];
  const line = {
    name: `#${place + 1}`, type: 'line', symbol: points.length === 1 ? 'circle' : 'none', color: colorOf(place),
    data: points.map(point => [point[0], point[1]]),
  };
  const banded = points.filter(point => point[2] != null);
  if (banded.length < 2) return [line];
  const around = [
    ...banded.map(([epoch, mean, std]) => [epoch, mean + std]),
    ...banded.map(([epoch, mean, std]) => [epoch, mean - std]).reverse(),
  ];
  return [{
    type: 'custom', silent: true, clip: true, z: 1, tooltip: { show: false }, color: colorOf(place), data: around,
    renderItem: (params, api) => params.dataIndexInside ? null : {
      type: 'polygon', shape: { points: around.map(point => api.coord(point)) }, style: { fill: colorOf(place), opacity: 0.16 },
    },
  }, line];
}

function lastEpochs(node, curves) {
  const last = points => points?.at(-1);
  table(folded(node, 'The last epochs as a table'), 'Learning curves at their last epoch', [
    { name: '#', number: true, text: row => String(curves.indexOf(row) + 1), key: row => curves.indexOf(row) },
    { name: 'configuration', prose: true, text: row => describe(row.parameters) },
    { name: 'epoch', number: true, text: row => String(last(row.train_loss)?.[0] ?? '–'), key: row => last(row.train_loss)?.[0] ?? 0 },
    { name: 'top-1', number: true, text: row => percent(last(row.top1)?.[1]), key: row => last(row.top1)?.[1] ?? -1 },
    {
      name: 'training loss', number: true, text: row => last(row.train_loss)?.[1].toPrecision(4) ?? '–',
      key: row => last(row.train_loss)?.[1] ?? Infinity,
    },
  ], curves);
}
