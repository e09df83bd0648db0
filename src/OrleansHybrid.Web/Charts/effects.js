import { chart, css } from './chart.js';
import { element, folded, section, table } from './elements.js';
import { figuresOf } from './figures.js';

const axisLabel = { interval: 0, hideOverlap: true, fontSize: 11 };

/**
 * The mean objective by each value of each setting, then of each pair of settings.
 * @param {Element} parent @param {any} data @param {import('./elements.js').Options} [options]
 */
export function draw(parent, data, options = {}) {
  const { main, interactions, seed_std: seedStd } = data.effects;
  if (!main.length) return null;
  const { difference, figure, tick } = figuresOf(data);
  const node = section(parent, 'Effects of the settings', `Mean ${data.metric.name} of all configurations that share one value of one `
    + 'setting, on one scale for all settings: how much each matters by itself.'
    + (seedStd == null ? '' : ' The bars span the standard deviation between seeds of one configuration, '
      + `± ${difference(seedStd)}: differences within it may be chance.`));
  const means = main.flatMap(effect => effect.levels).filter(level => level).map(level => level.mean);
  const margin = (0.1 * (Math.max(...means) - Math.min(...means)) || 0.01) + (seedStd ?? 0);
  const yAxis = {
    type: 'value', min: Math.min(...means) - margin, max: Math.max(...means) + margin,
    axisLabel: { formatter: tick, showMinLabel: false, showMaxLabel: false },
  };
  const grid = element(node, 'div', null, 'grid');
  for (const effect of main) {
    const levels = effect.levels.map(level => level?.mean ?? null);
    const label = effect.labels.map((label, place) => `${label} ${figure(levels[place])}`).join(', ');
    const { drawn } = chart(grid, `Main effect of ${effect.key}: ${label}`, {
      title: { text: effect.key, textStyle: { fontSize: 13, fontWeight: 500 } },
      grid: { left: 52, right: 12, top: 34, bottom: 26 },
      xAxis: { type: 'category', data: effect.labels, axisLabel },
      yAxis,
      tooltip: { trigger: 'axis', valueFormatter: figure },
      series: [
        { type: 'line', symbolSize: 9, data: levels },
        ...seedStd == null ? [] : [{
          type: 'custom', silent: true, z: 1, tooltip: { show: false }, data: levels.map((mean, place) => [place, mean]),
          renderItem: (_, api) => errorBar(api, seedStd),
        }],
      ],
    }, { className: 'chart small' });
    drawn.on('click', point => options.onValue?.(effect.key, effect.labels[point.dataIndex]));
  }
  table(folded(node, 'Main effects as a table'), 'Main effects', [
    { name: 'setting', text: row => row.key }, { name: 'value', text: row => row.label },
    { name: 'mean ' + data.metric.name, number: true, text: row => figure(row.level?.mean), key: row => row.level?.mean ?? -Infinity },
    { name: 'configurations', number: true, text: row => String(row.level?.count ?? 0), key: row => row.level?.count ?? 0 },
  ], main.flatMap(effect => effect.labels.map((label, place) => ({ key: effect.key, label, level: effect.levels[place] }))));
  if (interactions.length) interactionsOf(node, interactions, { difference, figure, tick }, options);
  return node;
}

function errorBar(api, std) {
  if (api.value(1) == null || Number.isNaN(api.value(1))) return null;
  const [low, high] = [-std, std].map(by => api.coord([api.value(0), api.value(1) + by]));
  const line = (x1, y1, x2, y2) => ({ type: 'line', shape: { x1, y1, x2, y2 }, style: { stroke: css('--soft'), lineWidth: 1 } });
  return {
    type: 'group',
    children: [line(low[0], low[1], high[0], high[1]), ...[low, high].map(end => line(end[0] - 4, end[1], end[0] + 4, end[1]))],
  };
}

/** @param {any} node @param {any[]} interactions @param {any} figures @param {import('./elements.js').Options} options */
function interactionsOf(node, interactions, { difference, figure, tick }, { keep }) {
  element(node, 'h3', 'Two settings together');
  element(node, 'p', 'Lines side by side: each setting does the same whatever the other is. Lines that cross or part: it depends. '
    + 'The strongest pair comes first.', 'note');
  const choice = element(node, 'select');
  choice.setAttribute('aria-label', 'Pair of settings');
  for (const { first, second, strength } of interactions)
    element(choice, 'option', `${first} and ${second} (${difference(strength)})`).value = `${first},${second}`;
  const optionsOf = ({ first, second, first_labels: xs, second_labels: lines, means }) => ({
    grid: { left: 52, right: 16, top: 60, bottom: 44 },
    legend: { top: 0, type: 'scroll', textStyle: { color: css('--ink') }, formatter: label => `${second} ${label}`, data: lines },
    xAxis: { type: 'category', data: xs, name: first, nameLocation: 'middle', nameGap: 26, axisLabel },
    yAxis: { type: 'value', scale: true, axisLabel: { formatter: tick } },
    tooltip: { trigger: 'axis', valueFormatter: figure },
    series: lines.map((label, place) => ({
      name: label, type: 'line', symbolSize: 8, connectNulls: true, data: means.map(row => row[place]),
    })),
  });
  const kept = interactions.findIndex(({ first, second }) => `${first},${second}` === keep?.get('pair'));
  if (kept > 0) choice.selectedIndex = kept;
  const { draw } = chart(node, 'Interaction of two settings, chosen above', optionsOf(interactions[Math.max(0, kept)]));
  choice.onchange = () => {
    keep?.set('pair', choice.selectedIndex ? choice.value : null);
    draw(optionsOf(interactions[choice.selectedIndex]));
  };
}
