import { section, table } from './elements.js';
import { accuracies, figuresOf } from './figures.js';

/**
 * The configurations, best first.
 * @param {Element} element @param {any} data @param {import('./elements.js').Options} [options]
 */
export function draw(element, data, options = {}) {
  const { axes, leaderboard, metric } = data;
  const { spread, interval } = figuresOf(data);
  const seeds = data.seeds === 1 ? 'one seed each' : `mean ± sample standard deviation over ${data.seeds} seeds`;
  const node = section(element, 'Leaderboard', `Configurations by ${metric.name} after the last epoch, ${seeds}; `
    + (data.is_of_validation ? 'top1 is the same on the test images, which chose nothing; ' : '')
    + 'the best epoch stands beside it and ranks nothing.');
  const column = (name, key) => ({
    name, number: true, text: row => accuracies.spread(row.metrics[key]),
    key: row => row.metrics[key]?.mean ?? -1,
  });
  const all = data.configurations > leaderboard.length ? `; the first ${leaderboard.length} are shown` : '';
  table(node, `${data.configurations} configurations, best first${all}`, [
    { name: '#', number: true, text: row => String(leaderboard.indexOf(row) + 1), key: row => leaderboard.indexOf(row) },
    ...axes.map(axis => ({
      name: axis.key, text: row => row.parameters.find(one => one.key === axis.key)?.value ?? '–',
    })),
    { name: metric.name, number: true, text: row => spread(row.objective), key: row => row.objective?.mean ?? -Infinity },
    ...data.is_of_validation ? [column('top1 (test)', 'top1')] : [],
    ...data.seeds > 1 ? [
      { name: '95 % interval', number: true, text: row => interval(row.objective), key: row => row.objective?.margin95 ?? Infinity },
      { name: 'seeds', number: true, text: row => String(row.objective?.count ?? 0), key: row => row.objective?.count ?? 0 },
    ] : [],
    column('many', 'many'), column('medium', 'medium'), column('few', 'few'), column('best epoch', 'best_top1'),
    { name: 'restarts', number: true, text: row => String(row.restarts), key: row => row.restarts },
  ], options.filter ? leaderboard.filter(options.filter) : leaderboard, {
    classOf: row => row === leaderboard[0] && row.objective ? 'best' : '', most: 20, keep: options.keep, name: 'leaders',
    onRow: options.onConfiguration && (row => options.onConfiguration?.(row.parameters)),
  });
  return node;
}
