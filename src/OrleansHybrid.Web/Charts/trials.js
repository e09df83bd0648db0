import { section, table } from './elements.js';
import { figuresOf, numberOf } from './figures.js';
import { trialsOf } from './trial-rows.js';

/** Every trial as a table, a few thousand rows that are drawn as they are asked for. @param {Element} parent @param {any} data */
export function draw(parent, data) {
  const { axes, metric } = data;
  const { figure } = figuresOf(data);
  const trials = trialsOf(data);
  const node = section(parent, 'Trials', 'Every trial with the fingerprint of its final weights; a click on a heading sorts.');
  const count = (name, of) => ({ name, number: true, text: trial => String(of(trial)), key: of });
  table(node, `${trials.length} trials`, [
    { name: 'trial', text: trial => numberOf(trial.index), key: trial => trial.index },
    ...axes.map((axis, place) => ({ name: axis.key, text: trial => trial.values[place] ?? '–' })),
    count('seed', trial => trial.seed),
    {
      name: 'state', prose: trials.some(trial => trial.failure),
      text: trial => trial.failure ? `${trial.state}: ${trial.failure}` : trial.state,
    },
    { name: metric.name, number: true, text: trial => figure(trial.objective), key: trial => trial.objective ?? -Infinity },
    count('attempts', trial => trial.attempts),
    count('preempted', trial => trial.preemptions),
    { name: 'images/s', number: true, text: trial => trial.speed?.toFixed(0) ?? '–', key: trial => trial.speed ?? 0 },
    { name: 'weights', text: trial => trial.weights?.slice(0, 12) ?? '–' },
  ], trials, { classOf: trial => trial.state === 'failed' ? 'failed' : '' });
  return node;
}
