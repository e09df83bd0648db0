function everyTrial() {
  const node = section('Trials', 'Every trial with the fingerprint of its final weights; a click on a heading sorts.');
  table(node, `${trials.length} trials`, [
    { name: 'trial', text: trial => numberOf(trial.index), key: trial => trial.index },
    ...axes.map((axis, place) => ({ name: axis.key, text: trial => trial.values[place] ?? '–' })),
    { name: 'seed', number: true, text: trial => String(trial.seed), key: trial => trial.seed },
    { name: 'state', prose: trials.some(trial => trial.failure), text: trial => trial.failure ? `${trial.state}: ${trial.failure}` : trial.state },
    { name: metric.name, number: true, text: trial => figure(trial.objective), key: trial => trial.objective ?? -Infinity },
    { name: 'attempts', number: true, text: trial => String(trial.attempts), key: trial => trial.attempts },
    { name: 'preempted', number: true, text: trial => String(trial.preemptions), key: trial => trial.preemptions },
    { name: 'images/s', number: true, text: trial => trial.speed?.toFixed(0) ?? '–', key: trial => trial.speed ?? 0 },
    { name: 'weights', text: trial => trial.weights?.slice(0, 12) ?? '–' },
  ], trials, { classOf: trial => trial.state === 'failed' ? 'failed' : '' });
}
