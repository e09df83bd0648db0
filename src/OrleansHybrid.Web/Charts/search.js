// A search: the best so far, what became of each rung, which settings matter, and each setting against the result.
function searchHistory() {
  if (!data.search) return;
  const { history, rungs, importance, compared_epochs: compared } = data.search;
  const found = history.filter(point => point[2] != null);
  if (!found.length && !rungs.some(rung => rung.completed)) return;
  const node = section('The search', `The best ${metric.name} of a configuration${data.seeds > 1 ? ', the mean over its seeds,' : ''} that was trained to the end, `
    + 'after each trial of any length has ended, and by the slot hours that these trials took.');
  if (found.length) {
    const grid = element(node, 'div', null, 'grid');
    bestSoFar(grid, found, 0, 'trials that have ended', String);
    bestSoFar(grid, found, 1, 'slot hours', hours);
  }
  if (rungs.length) rungsOf(node, rungs);
  if (importance.length) importanceOf(node, importance, compared);
  slicesOf(node);
}

const lengthOf = epochs => epochs === 1 ? '1 epoch' : `${epochs} epochs`;

function bestSoFar(parent, found, column, name, show) {
  const last = found[found.length - 1];
  chart(parent, `Best ${metric.name} by ${name}: ${figure(found[0][2])} after ${show(found[0][column])}, ${figure(last[2])} after ${show(last[column])}`, {
    grid: { left: 58, right: 16, top: 16, bottom: 44 },
    xAxis: { type: 'value', name, nameLocation: 'middle', nameGap: 26, min: 0 },
    yAxis: { type: 'value', scale: true, axisLabel: { formatter: tick } },
    tooltip: { trigger: 'axis', valueFormatter: figure },
    series: [{ type: 'line', step: 'end', symbolSize: 6, data: found.map(point => [point[column], point[2]]) }],
  }, { className: 'chart small' });
}

function rungsOf(node, rungs) {
  element(node, 'h3', 'Rungs');
  element(node, 'p', 'The best configurations of a rung are trained to the next one, the others are pruned. The rank correlation (Spearman, equal values share their ranks) says how well a rung foretells '
    + 'the order at the end: 1 is the same order, 0 none. It knows only the configurations that reached both, which are the best of the rung; over all of them it would be higher.', 'note');
  table(node, 'Trials by rung', [
    { name: 'epochs', number: true, text: row => String(row.epochs), key: row => row.epochs },
    ...['trials', 'completed', 'failed', 'promoted', 'pruned'].map(name => ({ name, number: true, text: row => String(row[name]), key: row => row[name] })),
    { name: 'rank correlation with the end', number: true, text: row => row.correlation == null ? '–' : row.correlation.toFixed(2), key: row => row.correlation ?? -2 },
    { name: 'configurations of both', number: true, text: row => String(row.pairs), key: row => row.pairs },
  ], rungs);
}

function importanceOf(node, importance, compared) {
  element(node, 'h3', 'Importance of the settings');
  const together = Math.max(0, 1 - importance.reduce((sum, one) => sum + one.share, 0));
  element(node, 'p', `The share of the variance of ${metric.name}${compared == null ? '' : ` after ${lengthOf(compared)}, where most configurations can be compared,`} that each setting explains by itself, `
    + 'over the range that was tried: functional ANOVA over a random forest (Hutter, Hoos and Leyton-Brown, ICML 2014). '
    + `The rest, ${percent(together)}, is what settings do together. A search that learns tries promising values more often, so read small differences with care.`, 'note');
  const shown = [...importance].reverse();
  chart(node, 'Importance: ' + importance.map(one => `${one.key} ${percent(one.share)}`).join(', '), {
    grid: { left: 16, right: 56, top: 8, bottom: 26, containLabel: true },
    xAxis: { type: 'value', min: 0, max: 1, axisLabel: { formatter: value => 100 * value + ' %' } },
    yAxis: { type: 'category', data: shown.map(one => one.key) },
    tooltip: { valueFormatter: percent },
    series: [{ type: 'bar', barMaxWidth: 22, data: shown.map(one => one.share), label: { show: true, position: 'right', color: css('--ink'), formatter: one => percent(one.value) } }],
  }, { height: 70 + 34 * importance.length });
}

function slicesOf(node) {
  const rungOf = data.search.rung_of;
  const lengths = rungOf ? [...new Set(completed.map(trial => rungOf[trial.index]))].sort((a, b) => a - b) : [null];
  const sliced = axes.filter(axis => !(rungOf && axis.key === 'epochs') && (axis.is_scale || axis.values.length > 1));
  if (!sliced.length || !completed.length) return;
  element(node, 'h3', 'Slices');
  element(node, 'p', `Each trial's ${metric.name} against one setting.` + (rungOf ? ' Trials of different lengths have different colours, and are not to be compared with each other.' : ''), 'note');
  const grid = element(node, 'div', null, 'grid');
  for (const axis of sliced) {
    const place = axes.indexOf(axis);
    const used = completed.filter(trial => !axis.is_scale || !Number.isNaN(Number(trial.values[place])));
    const numbers = used.map(trial => Number(trial.values[place]));
    const isLog = axis.is_scale && Math.min(...numbers) > 0 && Math.max(...numbers) > 10 * Math.min(...numbers);
    chart(grid, `${metric.name} against ${axis.key}, ${used.length} trials`, {
      title: { text: axis.key, textStyle: { fontSize: 13, fontWeight: 500 } },
      grid: { left: 52, right: 12, top: 34, bottom: 46 },
      legend: { show: lengths.length > 1, bottom: 0, textStyle: { color: css('--ink') } },
      xAxis: axis.is_scale ? { type: isLog ? 'log' : 'value', scale: true, axisLabel: { hideOverlap: true, fontSize: 11 } } : { type: 'category', data: axis.values, axisLabel: { hideOverlap: true, fontSize: 11 } },
      yAxis: { type: 'value', scale: true, axisLabel: { formatter: tick } },
      tooltip: { formatter: point => `trial ${numberOf(point.value[2])}: ${axis.key} ${point.value[0]}, ${metric.name} ${figure(point.value[1])}` },
      series: lengths.map(epochs => ({
        name: epochs == null ? metric.name : lengthOf(epochs), type: 'scatter', symbolSize: 6,
        data: used.filter(trial => epochs == null || rungOf[trial.index] === epochs)
          .map(trial => [axis.is_scale ? Number(trial.values[place]) : trial.values[place], trial.objective, trial.index]),
      })),
    }, { className: 'chart small' });
  }
}
