import { element, scrolling, section } from './elements.js';

const two = value => (100 * value).toFixed(2);

/**
 * The sweep in the layout of the paper's tables.
 * @param {Element} parent @param {any} data
 * @param {{planned?: number}} [options] `planned`: the seeds of each cell, shown while some lack
 */
export function draw(parent, data, { planned } = {}) {
  const { columns, rows, notes, left_out: leftOut } = data.table;
  if (!rows.length) return null;
  const cells = rows.flatMap(row => row.cells);
  const node = section(parent, 'The paper’s table', 'Top-1 accuracy (%) after the last epoch, mean ± sample standard deviation over seeds'
    + (cells.some(cell => cell.published != null)
      ? '; in parentheses the published figure, where one is for this method, data set and imbalance.' : '.')
    + ' Bold: our best of a column.'
    + (cells.some(cell => cell.holm_p != null) ? ' Stars: differs from our best classifier without a contrastive branch, '
      + 'p < 0.05 *, 0.01 **, 0.001 *** (Welch’s t-test over seeds, Holm-corrected).' : ''));
  const grid = element(scrolling(node, 'The paper’s table, table'), 'table', null, 'paper');
  element(grid, 'caption', leftOut ? `The best ${rows.length} rows; ${leftOut} more are in results.csv` : `${rows.length} methods`);
  headOf(grid, columns);
  const body = element(grid, 'tbody');
  for (const row of rows) {
    const line = element(body, 'tr');
    element(line, 'th', row.tuning ? `${row.method} (${row.tuning})` : row.method).scope = 'row';
    for (const cell of row.cells) fill(element(line, 'td', null, 'number'), cell, planned);
  }
  if (!notes.length) return node;
  const list = element(node, 'ol', null, 'notes');
  for (const note of notes) element(list, 'li', note);
  return node;
}

function headOf(grid, columns) {
  const head = element(grid, 'thead');
  const [upper, lower] = [element(head, 'tr'), element(head, 'tr')];
  const method = element(upper, 'th', 'method');
  method.rowSpan = 2;
  method.scope = 'col';
  for (const [place, column] of columns.entries()) {
    if (column.dataset !== columns[place - 1]?.dataset) {
      const cell = element(upper, 'th', column.dataset, 'number');
      const next = columns.slice(place).findIndex(other => other.dataset !== column.dataset);
      cell.colSpan = next < 0 ? columns.length - place : next;
      cell.scope = 'colgroup';
    }
    element(lower, 'th', column.label, 'number').scope = 'col';
  }
}

function fill(box, cell, planned) {
  if (!cell.ours) { box.textContent = '–'; return; }
  const { mean, std, count } = cell.ours;
  element(box, cell.is_best ? 'b' : 'span', two(mean) + (std == null ? '' : ' ± ' + two(std)));
  box.append(cell.mark);
  if (cell.published != null) element(box, 'span', ` (${cell.published.toFixed(2)})`, 'published');
  if (cell.notes.length) element(box, 'sup', ' ' + cell.notes.join(','));
  if (planned && count < planned) element(box, 'span', ` ${count} of ${planned} seeds`, 'partial');
}
