function paperTable() {
  const { columns, rows, notes, left_out: leftOut } = data.table;
  if (!rows.length) return;
  const hasPublished = rows.some(row => row.cells.some(cell => cell.published != null));
  const hasMarks = rows.some(row => row.cells.some(cell => cell.holm_p != null));
  const node = section('The paper’s table', 'Top-1 accuracy (%) after the last epoch, mean ± sample standard deviation over seeds'
    + (hasPublished ? '; in parentheses the published figure, where one is for this method, data set and imbalance.' : '.')
    + ' Bold: our best of a column.'
    + (hasMarks ? ' Stars: differs from our best classifier without a contrastive branch, p < 0.05 *, 0.01 **, 0.001 *** (Welch’s t-test over seeds, Holm-corrected).' : ''));
  const scroll = element(node, 'div', null, 'scroll');
  scroll.tabIndex = 0;
  scroll.setAttribute('role', 'region');
  scroll.setAttribute('aria-label', 'The paper’s table');
  const grid = element(scroll, 'table', null, 'paper');
  element(grid, 'caption', leftOut ? `The best ${rows.length} rows; ${leftOut} more are in results.csv` : `${rows.length} methods`);
  const head = element(grid, 'thead');
  const [upper, lower] = [element(head, 'tr'), element(head, 'tr')];
  const method = element(upper, 'th', 'method');
  method.rowSpan = 2;
  method.scope = 'col';
  for (const [place, column] of columns.entries()) {
    if (column.dataset !== columns[place - 1]?.dataset) {
      const cell = element(upper, 'th', column.dataset, 'number');
      cell.colSpan = columns.slice(place).findIndex(other => other.dataset !== column.dataset);
      if (cell.colSpan < 1 || columns.slice(place).every(other => other.dataset === column.dataset)) cell.colSpan = columns.length - place;
      cell.scope = 'colgroup';
    }
    element(lower, 'th', column.label, 'number').scope = 'col';
  }
  const body = element(grid, 'tbody');
  const two = value => (100 * value).toFixed(2);
  for (const row of rows) {
    const line = element(body, 'tr');
    element(line, 'th', row.tuning ? `${row.method} (${row.tuning})` : row.method).scope = 'row';
    for (const cell of row.cells) {
      const box = element(line, 'td', null, 'number');
      if (!cell.ours) { box.textContent = '–'; continue; }
      element(box, cell.is_best ? 'b' : 'span', two(cell.ours.mean) + (cell.ours.std == null ? '' : ' ± ' + two(cell.ours.std)));
      box.append(cell.mark);
      if (cell.published != null) element(box, 'span', ` (${cell.published.toFixed(2)})`, 'published');
      if (cell.notes.length) element(box, 'sup', ' ' + cell.notes.join(','));
    }
  }
  if (!notes.length) return;
  const list = element(node, 'ol', null, 'notes');
  for (const note of notes) element(list, 'li', note);
}
