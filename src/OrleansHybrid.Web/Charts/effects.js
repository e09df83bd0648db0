function settingEffects() {
  const { main, interactions, seed_std: seedStd } = data.effects;
  if (!main.length) return;
  const node = section('Effects of the settings', `Mean ${metric.name} of all configurations that share one value of one setting, on one scale for all settings: how much each matters by itself.`
    + (seedStd == null ? '' : ` The bars span the standard deviation between seeds of one configuration, ± ${isAccuracy ? (100 * seedStd).toFixed(2) + ' points' : seedStd.toPrecision(2)}: differences within it may be chance.`));
  const means = main.flatMap(effect => effect.levels).filter(level => level).map(level => level.mean);
  const margin = (0.1 * (Math.max(...means) - Math.min(...means)) || 0.01) + (seedStd ?? 0);
  const [min, max] = [Math.min(...means) - margin, Math.max(...means) + margin];
  const yAxis = { type: 'value', min, max, axisLabel: { formatter: tick, showMinLabel: false, showMaxLabel: false } };
  const axisLabel = { interval: 0, hideOverlap: true, fontSize: 11 };
  const grid = element(node, 'div', null, 'grid');
  for (const effect of main) {
    const levels = effect.levels.map(level => level?.mean ?? null);
    chart(grid, `Main effect of ${effect.key}: ` + effect.labels.map((label, place) => `${label} ${figure(levels[place])}`).join(', '), {
      title: { text: effect.key, textStyle: { fontSize: 13, fontWeight: 500 } },
      grid: { left: 52, right: 12, top: 34, bottom: 26 },
      xAxis: { type: 'category', data: effect.labels, axisLabel },
      yAxis,
      tooltip: { trigger: 'axis', valueFormatter: figure },
      series: [
        { type: 'line', symbolSize: 9, data: levels },
        ...seedStd == null ? [] : [{ type: 'custom', silent: true, z: 1, tooltip: { show: false }, data: levels.map((mean, place) => [place, mean]), renderItem: (_, api) => errorBar(api, seedStd) }],
      ],
    }, { className: 'chart small' });
  }
  table(folded(node, 'Main effects as a table'), 'Main effects', [
    { name: 'setting', text: row => row.key }, { name: 'value', text: row => row.label },
    { name: 'mean ' + metric.name, number: true, text: row => figure(row.level?.mean), key: row => row.level?.mean ?? -Infinity },
    { name: 'configurations', number: true, text: row => String(row.level?.count ?? 0), key: row => row.level?.count ?? 0 },
  ], main.flatMap(effect => effect.labels.map((label, place) => ({ key: effect.key, label, level: effect.levels[place] }))));
  if (interactions.length) interactionsOf(node, interactions, axisLabel);
}

function errorBar(api, std) {
  if (api.value(1) == null || Number.isNaN(api.value(1))) return null;
  const [low, high] = [api.coord([api.value(0), api.value(1) - std]), api.coord([api.value(0), api.value(1) + std])];
  const line = (x1, y1, x2, y2) => ({ type: 'line', shape: { x1, y1, x2, y2 }, style: { stroke: css('--soft'), lineWidth: 1 } });
  return { type: 'group', children: [line(low[0], low[1], high[0], high[1]), line(low[0] - 4, low[1], low[0] + 4, low[1]), line(high[0] - 4, high[1], high[0] + 4, high[1])] };
}

function interactionsOf(node, interactions, axisLabel) {
  element(node, 'h3', 'Two settings together');
  element(node, 'p', 'Lines side by side: each setting does the same whatever the other is. Lines that cross or part: it depends. The strongest pair comes first.', 'note');
  const choice = element(node, 'select');
  choice.setAttribute('aria-label', 'Pair of settings');
  const size = value => isAccuracy ? (100 * value).toFixed(2) + ' points' : value.toPrecision(2);
  interactions.forEach((pair, place) => { element(choice, 'option', `${pair.first} and ${pair.second} (${size(pair.strength)})`).value = place; });
  const options = ({ first, second, first_labels: xs, second_labels: lines, means }) => ({
    grid: { left: 52, right: 16, top: 60, bottom: 44 },
    legend: { top: 0, type: 'scroll', textStyle: { color: css('--ink') }, formatter: label => `${second} ${label}`, data: lines },
    xAxis: { type: 'category', data: xs, name: first, nameLocation: 'middle', nameGap: 26, axisLabel },
    yAxis: { type: 'value', scale: true, axisLabel: { formatter: tick } },
    tooltip: { trigger: 'axis', valueFormatter: figure },
    series: lines.map((label, place) => ({ name: label, type: 'line', symbolSize: 8, connectNulls: true, data: means.map(row => row[place]) })),
  });
  const draw = chart(node, 'Interaction of two settings, chosen above', options(interactions[0]));
  choice.onchange = () => draw(options(interactions[choice.value]));
}
