// The trials of a sweep as the charts get them: rows without keys, which would be most of a page with thousands of them.

/**
 * @typedef {object} Trial
 * @property {number} index @property {(string | null)[]} values one for each axis @property {number} seed @property {string} state
 * @property {number | null} objective @property {number} attempts @property {number} preemptions
 * @property {number | null} speed training images per second @property {string | null} weights SHA-256
 * @property {string | null} failure
 */

/** @type {WeakMap<object, Trial[]>} */
const known = new WeakMap();

/** @param {{trials: any[][]}} data @returns {Trial[]} */
export function trialsOf(data) {
  let trials = known.get(data);
  if (!trials) known.set(data, trials = data.trials.map(trialOf));
  return trials;
}

/** Those with a result. @param {{trials: any[][]}} data */
export const completedOf = data => trialsOf(data).filter(trial => trial.state === 'completed' && trial.objective != null);

/** @param {any[]} row @returns {Trial} */
function trialOf([index, values, seed, state, objective, attempts, preemptions, speed, weights, failure]) {
  return { index, values, seed, state, objective, attempts, preemptions, speed, weights, failure };
}
