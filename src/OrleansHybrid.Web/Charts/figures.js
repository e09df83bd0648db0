// How numbers read, on the live page and in the report.

/** @typedef {{mean: number, std?: number | null, margin95?: number | null, count?: number}} Estimate */

const none = '–';

/** @param {number} index */
export const numberOf = index => String(index).padStart(4, '0');

/** @param {number | null | undefined} value a fraction */
export const percent = value => value == null ? none : (100 * value).toFixed(1) + ' %';

/** @param {number | null | undefined} value */
export function seconds(value) {
  if (value == null) return none;
  if (value >= 3600) return (value / 3600).toFixed(1) + ' h';
  return value >= 60 ? (value / 60).toFixed(1) + ' min' : value.toFixed(1) + ' s';
}

/** @param {number} value */
export const hours = value => value >= 100 ? value.toFixed(0) + ' h' : value ? seconds(3600 * value) : '0 h';

/** @param {number | null | undefined} value */
export const probability = value => value == null ? none : value < 0.001 ? '< 0.001' : value.toFixed(3);

/** @param {number} epochs */
export const lengthOf = epochs => epochs === 1 ? '1 epoch' : `${epochs} epochs`;

/** @param {number} count @param {string} noun */
export const counted = (count, noun) => `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;

/** @param {{key: string, value: string | null}[]} parameters */
export const describe = parameters => parameters.map(one => one.key + ' ' + one.value).join(', ') || 'the only configuration';

/** @param {number} bytes */
export const bytesOf = bytes => bytes >= 1e9 ? (bytes / 1e9).toFixed(2) + ' GB'
  : bytes >= 1e6 ? (bytes / 1e6).toFixed(1) + ' MB' : bytes >= 1e3 ? (bytes / 1e3).toFixed(1) + ' kB' : bytes + ' B';

/** Orders numbers as numbers and texts as people do. @param {any} a @param {any} b */
export const inOrder = (a, b) => typeof a === 'number' && typeof b === 'number' ? a - b
  : collator.compare(String(a), String(b));
const collator = new Intl.Collator('en', { numeric: true });

/** How the objective of a sweep reads. @param {{is_accuracy: boolean}} sweep */
export function figuresOf({ is_accuracy: isAccuracy }) {
  /** @param {number | null | undefined} value */
  const figure = value => value == null ? none : isAccuracy ? percent(value) : Number(value).toPrecision(4);
  /** A short label of an axis. @param {number} value */
  const tick = value => isAccuracy ? Number((100 * value).toFixed(2)) + ' %' : String(Number(Number(value).toPrecision(3)));
  /** @param {number} value */
  const difference = value => isAccuracy ? (100 * value).toFixed(2) + ' points' : value.toPrecision(3);
  /** @param {number} value */
  const plain = value => isAccuracy ? (100 * value).toFixed(1) : value.toPrecision(2);
  /** @param {Estimate | null | undefined} estimate */
  const spread = estimate => !estimate ? none
    : figure(estimate.mean) + (estimate.std == null ? '' : ' ± ' + plain(estimate.std));
  /** @param {Estimate | null | undefined} estimate */
  const interval = estimate => estimate?.margin95 == null ? none : '± ' + plain(estimate.margin95);
  return { figure, tick, difference, spread, interval };
}

/** The same of a metric that is always an accuracy. */
export const accuracies = figuresOf({ is_accuracy: true });
