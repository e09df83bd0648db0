import { bestSoFar } from './best-so-far.js';
import { contours } from './contours.js';
import { controlsOf } from './controls.js';
import { element, section, table } from './elements.js';
import { importanceOf } from './importance.js';
import { slices } from './slices.js';

/** A search: the best so far, its rungs, which settings matter, each against the result. @param {Element} parent @param {any} data */
export function draw(parent, data) {
  if (!data.search) return null;
  const { history, rungs } = data.search;
  if (!history.some(point => point[2] != null) && !rungs.some(rung => rung.completed)) return null;
  const node = section(parent, 'The search', `The best ${data.metric.name} of a configuration`
    + (data.seeds > 1 ? ', the mean over its seeds,' : '')
    + ' that was trained to the end, after each trial of any length has ended, and by the slot hours that these trials took.');
  bestSoFar(element(node, 'div', null, 'grid'), data);
  if (rungs.length) rungsOf(node, rungs);
  controlsOf(node, data);
  importanceOf(node, data);
  slices(node, data);
  contours(node, data);
  return node;
}

function rungsOf(node, rungs) {
  element(node, 'h3', 'Rungs');
  element(node, 'p', 'The best configurations of a rung are trained to the next one, the others are pruned. The rank correlation '
    + '(Spearman, equal values share their ranks) says how well a rung foretells the order at the end: 1 is the same order, 0 none. '
    + 'It knows only the configurations that reached both, which are the best of the rung; over all of them it would be higher.', 'note');
  const count = name => ({ name, number: true, text: row => String(row[name]), key: row => row[name] });
  table(node, 'Trials by rung', [
    ...['epochs', 'trials', 'completed', 'failed', 'promoted', 'pruned'].map(count),
    {
      name: 'rank correlation with the end', number: true,
      text: row => row.correlation == null ? '–' : row.correlation.toFixed(2), key: row => row.correlation ?? -2,
    },
    { name: 'configurations of both', number: true, text: row => String(row.pairs), key: row => row.pairs },
  ], rungs);
}
