import { element, table } from './elements.js';
import { figuresOf, numberOf } from './figures.js';

/** Configurations that were pruned and trained to the end: what pruning cost. @param {Element} node @param {any} data */
export function controlsOf(node, data) {
  const { controls } = data.search;
  if (!controls?.length) return;
  const { figure } = figuresOf(data);
  const known = controls.filter(control => control.value != null);
  const better = known.filter(control => control.is_better).length;
  element(node, 'p', `${controls.length} pruned configurations were trained to the end as a control; no choice looked at them, `
    + 'and they are not on the leaderboard. The rank correlations above include them. '
    + (!known.length ? 'None has a result yet.'
      : `${better || 'None'} of ${known.length} would have been better than what the search found.`), 'note');
  table(node, 'Controls', [
    { name: 'trial', number: true, text: row => numberOf(row.trial), key: row => row.trial },
    { name: 'chosen', text: row => row.chosen_by, key: row => row.chosen_by },
    { name: data.metric.name, number: true, text: row => figure(row.value), key: row => row.value ?? -1e9 },
    { name: 'better than the best found', text: row => row.is_better ? 'yes' : 'no', key: row => row.is_better ? 0 : 1 },
  ], controls);
}
