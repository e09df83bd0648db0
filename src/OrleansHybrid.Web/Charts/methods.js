import { element, section, table } from './elements.js';
import { describe, figuresOf, probability } from './figures.js';

/**
 * The methods of a sweep with their tests of significance.
 * @param {Element} parent @param {any} data @param {import('./elements.js').Options} [options]
 */
export function draw(parent, data, { keep } = {}) {
  const all = data.comparisons;
  if (!all.length) return null;
  const count = all.length + data.comparisons_left_out;
  const node = section(parent, 'Methods compared', `By ${data.metric.name}, where all else is equal: Welch’s t-test over the seeds, `
    + 'two-sided, corrected by Holm over the pairs of each comparison.'
    + (data.comparisons_left_out ? ` The first ${all.length} of ${count} comparisons.` : ''));
  if (all.every(comparison => comparison.pairs.every(pair => pair.reason)))
    element(node, 'p', 'Every configuration has one seed, which tells of no spread: '
      + 'give the sweep more seeds (repeats) to test its methods.');
  const choice = all.length > 1 ? element(node, 'select') : null;
  choice?.setAttribute('aria-label', 'Where the methods are compared');
  if (choice) for (const comparison of all) element(choice, 'option', describe(comparison.setting));
  const box = element(node, 'div');
  const show = comparison => {
    box.replaceChildren();
    tablesOf(box, comparison, data);
  };
  const kept = Math.min(all.length - 1, Number(keep?.get('where') ?? 0) || 0);
  if (choice) {
    choice.selectedIndex = kept;
    choice.onchange = () => {
      keep?.set('where', choice.selectedIndex ? String(choice.selectedIndex) : null);
      show(all[choice.selectedIndex]);
    };
  }
  show(all[kept]);
  return node;
}

function tablesOf(node, comparison, data) {
  const { difference, interval, spread } = figuresOf(data);
  const nameOf = place => comparison.methods[place].name;
  const where = comparison.setting.length ? describe(comparison.setting) + ': ' : '';
  table(node, `${where}means` + (comparison.left_out ? `; ${comparison.left_out} worse methods are left out` : ''), [
    { name: 'method', prose: true, text: row => row.name },
    { name: data.metric.name, number: true, text: row => spread(row.estimate), key: row => row.estimate.mean },
    { name: '95 % interval', number: true, text: row => interval(row.estimate), key: row => row.estimate.margin95 ?? Infinity },
    { name: 'seeds', number: true, text: row => String(row.estimate.count), key: row => row.estimate.count },
  ], comparison.methods);
  table(node, `${where}tests`, [
    { name: 'method', prose: true, text: row => nameOf(row.first) },
    { name: 'against', prose: true, text: row => nameOf(row.second) },
    { name: 'difference', number: true, text: row => difference(row.difference), key: row => row.difference },
    { name: 't', number: true, text: row => row.test?.t?.toFixed(2) ?? '–', key: row => row.test?.t ?? 0 },
    {
      name: 'df', number: true, text: row => row.test?.degrees_of_freedom?.toFixed(1) ?? '–',
      key: row => row.test?.degrees_of_freedom ?? 0,
    },
    { name: 'p', number: true, text: row => probability(row.test?.p), key: row => row.test?.p ?? 2 },
    { name: 'p, corrected', number: true, text: row => row.reason ?? probability(row.holm_p), key: row => row.holm_p ?? 2 },
    { name: 'differ?', text: row => row.holm_p == null ? '–' : row.holm_p < 0.05 ? 'yes (p < 0.05)' : 'not shown' },
  ], comparison.pairs, { most: 15 });
}
