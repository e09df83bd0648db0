'use strict';
// Draws the report from the results.json that the page carries. One function a section.
const data = JSON.parse(document.getElementById('results').textContent);
const { sweep, trials, leaderboard } = data;
const axes = sweep.axes;
// A setting that is inactive in a trial has a value of its own there, a dash.
for (const axis of axes) {
  const inactive = [...trials, ...leaderboard].filter(row => row.parameters[axis.key] == null);
  for (const row of inactive) row.parameters[axis.key] = '–';
  if (inactive.length) axis.values.push('–');
}
const isAccuracy = sweep.metric.name !== 'train_loss';
const maximize = sweep.metric.goal === 'maximize';
const completed = trials.filter(trial => trial.objective != null);
const dark = matchMedia('(prefers-color-scheme: dark)').matches;
const css = name => getComputedStyle(document.body).getPropertyValue(name);
const page = document.getElementById('report');
const palette = ['#3b82f6', '#f59e0b', '#10b981', '#ef4444', '#8b5cf6', '#06b6d4', '#ec4899', '#84cc16'];
let charts = 0;

const percent = value => value == null ? '–' : (100 * value).toFixed(1) + ' %';
const figure = value => value == null ? '–' : isAccuracy ? percent(value) : value.toPrecision(4);
const spread = estimate => !estimate ? '–' : figure(estimate.mean) + (estimate.std == null ? '' : ' ± ' + (isAccuracy ? (100 * estimate.std).toFixed(1) : estimate.std.toPrecision(2)));
const percentSpread = estimate => !estimate ? '–' : percent(estimate.mean) + (estimate.std == null ? '' : ' ± ' + (100 * estimate.std).toFixed(1));
const mean = values => values.reduce((sum, value) => sum + value, 0) / values.length;
const describe = parameters => axes.map(axis => axis.key + ' ' + parameters[axis.key]).join(', ');
const same = (a, b) => String(a) === String(b);

function element(parent, tag, text, className) {
  const node = parent.appendChild(document.createElement(tag));
  if (text != null) node.textContent = text;
  if (className) node.className = className;
  return node;
}

function section(title, explanation) {
  const node = element(page, 'section');
  element(node, 'h2', title);
  element(node, 'p', explanation);
  return node;
}

function chart(parent, options, className = 'chart') {
  const drawn = echarts.init(element(parent, 'div', null, className), dark ? 'dark' : null, { renderer: 'svg' });
  drawn.setOption({ backgroundColor: 'transparent', animation: false, color: palette, textStyle: { fontFamily: 'inherit' }, ...options });
  addEventListener('resize', () => drawn.resize());
  charts++;
}

function table(parent, columns, rows, classOf = () => '') {
  const scroll = element(parent, 'div', null, 'scroll');
  const node = element(scroll, 'table');
  const head = element(element(node, 'thead'), 'tr');
  const body = element(node, 'tbody');
  const draw = ordered => {
    body.replaceChildren();
    for (const row of ordered) {
      const line = element(body, 'tr', null, classOf(row));
      for (const column of columns) element(line, 'td', column.text(row), column.number ? 'number' : '');
    }
  };
  let sorted = null;
  for (const column of columns) {
    element(head, 'th', column.name, column.number ? 'number' : '').onclick = () => {
      const sign = sorted === column ? -1 : 1;
      sorted = sign === 1 ? column : null;
      const key = column.key ?? column.text;
      draw([...rows].sort((a, b) => sign * (key(a) > key(b) ? 1 : key(a) < key(b) ? -1 : 0)));
    };
  }
  draw(rows);
}

function heading() {
  const header = element(page, 'header');
  element(header, 'h1', sweep.name);
  element(header, 'p', sweep.description ?? '');
  const figures = element(header, 'div', null, 'figures');
  const best = leaderboard.find(row => row.objective);
  const show = (value, label) => {
    const box = element(figures, 'div');
    element(box, 'b', value);
    element(box, 'span', label);
  };
  show(completed.length + ' / ' + trials.length, 'trials completed');
  if (best) show(figure(best.objective.mean), 'best ' + sweep.metric.name);
  show(String(trials.reduce((sum, trial) => sum + Math.max(0, trial.attempts - 1), 0)), 'restarts survived');
  show(String(trials.filter(trial => trial.state === 'failed').length), 'failed');
  if (completed.length) show(mean(completed.map(trial => trial.result.images_per_second)).toFixed(0), 'images / s per slot');
}

function ranking() {
  const node = section('Leaderboard', `Configurations by ${sweep.metric.name} after the last epoch, mean ± standard deviation over ${sweep.seeds.length} seed(s); the best epoch stands beside it and ranks nothing.`);
  const column = (name, metric) => ({ name, number: true, text: row => percentSpread(row.metrics[metric]), key: row => row.metrics[metric]?.mean ?? -1 });
  table(node, [
    { name: '', number: true, text: row => String(row.place), key: row => row.place },
    ...axes.map(axis => ({ name: axis.key, text: row => String(row.parameters[axis.key]), key: row => row.parameters[axis.key] })),
    { name: sweep.metric.name, number: true, text: row => spread(row.objective), key: row => row.objective?.mean ?? -Infinity },
    column('many', 'many'),
    column('medium', 'medium'),
    column('few', 'few'),
    column('best epoch', 'best_top1'),
    { name: 'restarts', number: true, text: row => String(row.restarts), key: row => row.restarts },
  ], leaderboard, row => row === leaderboard[0] && row.objective ? 'best' : '');
}

function parallelCoordinates() {
  if (completed.length < 2) return;
  const node = section('Every trial at once', 'One line a trial through its settings to its objective. Drag along an axis to keep a range.');
  const objectives = completed.map(trial => trial.objective);
  const plate = { backgroundColor: css('--card'), color: css('--ink'), padding: [2, 5], borderRadius: 3 };
  const parallelAxis = axes.map((axis, dim) => ({ dim, name: axis.key, type: 'category', data: axis.values.map(String), axisLabel: plate }));
  parallelAxis.push({ dim: axes.length, name: sweep.metric.name, type: 'value', scale: true, axisLabel: { formatter: v => isAccuracy ? (100 * v).toFixed(0) + ' %' : String(v) } });
  chart(node, {
    parallel: { left: 60, right: 90, top: 40, bottom: 30, parallelAxisDefault: { nameLocation: 'start', nameGap: 16, nameTextStyle: { color: css('--ink') } } },
    parallelAxis,
    visualMap: { show: false, dimension: axes.length, min: Math.min(...objectives), max: Math.max(...objectives), inRange: { color: maximize ? ['#c7d2fe', '#3b82f6', '#0f7b4d'] : ['#0f7b4d', '#3b82f6', '#c7d2fe'] } },
    series: [{ type: 'parallel', lineStyle: { width: 2.5, opacity: 0.75 }, data: completed.map(trial => [...axes.map(axis => String(trial.parameters[axis.key])), trial.objective]) }],
  });
}

function mainEffects() {
  const varied = axes.filter(axis => axis.values.length > 1);
  if (!completed.length || !varied.length) return;
  const node = section('Main effects', `Mean ${sweep.metric.name} over all trials that share one value of one setting: how much each setting matters by itself.`);
  const grid = element(node, 'div', null, 'grid');
  const effects = varied.map(axis => axis.values.map(value => {
    const objectives = completed.filter(trial => same(trial.parameters[axis.key], value)).map(trial => trial.objective);
    return objectives.length ? mean(objectives) : null;
  }));
  // One scale for all settings: what moves more is seen to matter more.
  const all = effects.flat().filter(effect => effect != null);
  const margin = 0.1 * (Math.max(...all) - Math.min(...all)) || 0.05;
  const [min, max] = [Math.min(...all) - margin, Math.max(...all) + margin];
  for (const [place, axis] of varied.entries()) {
    chart(grid, {
      title: { text: axis.key, textStyle: { fontSize: 13, fontWeight: 500 } },
      grid: { left: 48, right: 12, top: 34, bottom: 26 },
      xAxis: { type: 'category', data: axis.values.map(String) },
      yAxis: { type: 'value', min, max, axisLabel: { formatter: v => isAccuracy ? (100 * v).toFixed(0) + ' %' : v.toPrecision(3), showMinLabel: false, showMaxLabel: false } },
      tooltip: { valueFormatter: figure },
      series: [{ type: 'line', symbolSize: 9, data: effects[place] }],
    }, 'chart small');
  }
}

function learningCurves() {
  const shown = [...completed].sort((a, b) => (maximize ? -1 : 1) * (a.objective - b.objective)).slice(0, palette.length);
  if (!shown.length) return;
  const node = section('Learning curves', `Test accuracy and training loss by epoch of the best ${shown.length} trials.`);
  const curves = value => shown.map(trial => ({
    name: `${trial.trial}: ${describe(trial.parameters)}`,
    type: 'line', symbol: 'none', connectNulls: true,
    data: trial.history.map(epoch => [epoch.epoch, value(epoch)]),
  }));
  const panel = (name, value, formatter) => chart(node, {
    title: { text: name, textStyle: { fontSize: 13, fontWeight: 500 } },
    grid: { left: 56, right: 16, top: 36, bottom: 40 },
    xAxis: { type: 'value', name: 'epoch', nameLocation: 'middle', nameGap: 26, minInterval: 1, min: 'dataMin', max: 'dataMax' },
    yAxis: { type: 'value', scale: true, axisLabel: { formatter } },
    tooltip: { trigger: 'axis', valueFormatter: v => formatter(v) },
    series: curves(value),
  }, 'chart');
  panel('top-1 accuracy', epoch => epoch.accuracy?.top1 ?? null, v => v == null ? '–' : (100 * v).toFixed(1) + ' %');
  panel('training loss', epoch => epoch.train_loss, v => v == null ? '–' : Number(v).toFixed(3));
}

function longTail() {
  const shown = leaderboard.filter(row => row.objective).slice(0, 8);
  if (!shown.length) return;
  const node = section('The long tail', 'Accuracy on classes with many (> 100), medium (20 to 100) and few (< 20) training images, best configurations first.');
  chart(node, {
    grid: { left: 48, right: 12, top: 36, bottom: 20 + 15 * axes.length },
    legend: { top: 0, itemGap: 24, textStyle: { color: css('--ink') } },
    xAxis: { type: 'category', data: shown.map(row => axes.map(axis => row.parameters[axis.key]).join('\n')), axisLabel: { interval: 0, lineHeight: 15 } },
    yAxis: { type: 'value', max: 1, axisLabel: { formatter: v => (100 * v).toFixed(0) + ' %' } },
    tooltip: { trigger: 'axis', valueFormatter: percent },
    series: ['many', 'medium', 'few'].map(group => ({ name: group, type: 'bar', data: shown.map(row => row.metrics[group]?.mean ?? null) })),
  });
}

function everyTrial() {
  const node = section('Trials', 'Every trial with the fingerprint of its final weights; a click on a heading sorts.');
  table(node, [
    { name: 'trial', text: trial => trial.trial },
    ...axes.map(axis => ({ name: axis.key, text: trial => String(trial.parameters[axis.key]), key: trial => trial.parameters[axis.key] })),
    { name: 'seed', number: true, text: trial => String(trial.seed), key: trial => trial.seed },
    { name: 'state', text: trial => trial.failure ? `${trial.state}: ${trial.failure.message}` : trial.state },
    { name: sweep.metric.name, number: true, text: trial => figure(trial.objective), key: trial => trial.objective ?? -Infinity },
    { name: 'attempts', number: true, text: trial => String(trial.attempts), key: trial => trial.attempts },
    { name: 'images/s', number: true, text: trial => trial.result ? trial.result.images_per_second.toFixed(0) : '–', key: trial => trial.result?.images_per_second ?? 0 },
    { name: 'weights', text: trial => trial.result ? trial.result.weights_sha256.slice(0, 12) : '–' },
  ], trials, trial => trial.state === 'failed' ? 'failed' : '');
}

heading();
ranking();
parallelCoordinates();
mainEffects();
learningCurves();
longTail();
everyTrial();
element(page, 'footer', `Sweep ${sweep.id}. Made by OrleansHybrid.`);
// Read by the tests: the page drew to its end, with this many charts.
document.body.dataset.charts = String(charts);
