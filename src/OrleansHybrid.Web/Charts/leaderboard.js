function ranking() {
  const node = section('Leaderboard', `Configurations by ${metric.name} after the last epoch, ${data.seeds === 1 ? 'one seed each' : `mean ± sample standard deviation over ${data.seeds} seeds`}; `
    + (data.is_of_validation ? 'top1 is the same on the test images, which chose nothing; ' : '') + 'the best epoch stands beside it and ranks nothing.');
  const column = (name, key) => ({ name, number: true, text: row => spread(row.metrics[key], percent, true), key: row => row.metrics[key]?.mean ?? -1 });
  table(node, `${data.configurations} configurations, best first` + (data.configurations > leaderboard.length ? `; the first ${leaderboard.length} are shown` : ''), [
    { name: '#', number: true, text: row => String(leaderboard.indexOf(row) + 1), key: row => leaderboard.indexOf(row) },
    ...axes.map(axis => ({ name: axis.key, text: row => row.parameters.find(one => one.key === axis.key)?.value ?? '–' })),
    { name: metric.name, number: true, text: row => spread(row.objective), key: row => row.objective?.mean ?? -Infinity },
    ...data.is_of_validation ? [column('top1 (test)', 'top1')] : [],
    ...data.seeds > 1 ? [
      { name: '95 % interval', number: true, text: row => interval(row.objective), key: row => row.objective?.margin95 ?? Infinity },
      { name: 'seeds', number: true, text: row => String(row.objective?.count ?? 0), key: row => row.objective?.count ?? 0 },
    ] : [],
    column('many', 'many'), column('medium', 'medium'), column('few', 'few'), column('best epoch', 'best_top1'),
    { name: 'restarts', number: true, text: row => String(row.restarts), key: row => row.restarts },
  ], leaderboard, { classOf: row => row === leaderboard[0] && row.objective ? 'best' : '', most: 20 });
}
