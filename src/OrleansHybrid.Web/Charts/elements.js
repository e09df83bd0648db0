// What the charts are made of besides drawings: sections, tables, choices. Texts become text nodes, never markup.

import { inOrder } from './figures.js';

/**
 * What a person has chosen in a chart (a sort, a selection, a zoom), under short names. The live page keeps it in its address.
 * @typedef {{get(name: string): string | null, set(name: string, value: string | null): void}} Keep
 */

/**
 * @typedef {object} Options
 * @property {Keep} [keep]
 * @property {(trial: number) => string} [trialLink] the address of a trial's page
 * @property {() => number} [slotHours] those of attempts that have not ended too
 * @property {(parameters: {key: string, value: string | null}[]) => void} [onConfiguration] a person chose a configuration
 * @property {(key: string, value: string) => void} [onValue] a person chose a value of a setting
 * @property {(row: any) => boolean} [filter] the rows of a table that are shown
 * @property {(places: {key: string, value: string | null}[][] | null) => void} [onBrush] a person brushed configurations
 */

/** @returns {Keep} a memory that ends with the page */
export function memory() {
  /** @type {Map<string, string>} */
  const kept = new Map();
  return {
    get: name => kept.get(name) ?? null,
    set: (name, value) => { if (value == null) kept.delete(name); else kept.set(name, value); },
  };
}

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {Element} parent @param {T} tag @param {string | null} [text] @param {string | null} [className]
 * @returns {HTMLElementTagNameMap[T]}
 */
export function element(parent, tag, text, className) {
  const node = parent.appendChild(document.createElement(tag));
  if (text != null) node.textContent = text;
  if (className) node.className = className;
  return node;
}

/** @param {Element} parent @param {string} title @param {string} [explanation] */
export function section(parent, title, explanation) {
  const node = element(parent, 'section');
  const heading = element(node, 'h2', title);
  node.id = title.toLowerCase().replaceAll(/[^a-z]+/g, '-');
  heading.id = node.id + '-title';
  node.setAttribute('aria-labelledby', heading.id);
  if (explanation) element(node, 'p', explanation);
  return node;
}

/** @param {Element} parent @param {string} summary */
export function folded(parent, summary) {
  const node = element(parent, 'details');
  element(node, 'summary', summary);
  return node;
}

/** A box that scrolls by itself, for what may be wider than the page. @param {Element} parent @param {string} label */
export function scrolling(parent, label) {
  const node = element(parent, 'div', null, 'scroll');
  node.tabIndex = 0;
  node.setAttribute('role', 'region');
  node.setAttribute('aria-label', label);
  return node;
}

/** @param {Element} parent @param {{color: string, text: string}[]} items */
export function legend(parent, items) {
  const list = element(parent, 'ul', null, 'legend');
  for (const { color, text } of items) {
    const item = element(list, 'li');
    element(item, 'span', null, 'swatch').style.background = color;
    element(item, 'span', text);
  }
}

/**
 * @template Row
 * @typedef {object} Column
 * @property {string} name
 * @property {(row: Row) => string} text
 * @property {(row: Row) => any} [key] sorts the rows; the text does where it is absent
 * @property {boolean} [number] set right
 * @property {boolean} [prose] may wrap
 * @property {(row: Row) => string | null} [link]
 */

/**
 * A table whose headings sort it, in a box of its own.
 * @template Row
 * @param {Element} parent @param {string} caption @param {Column<Row>[]} columns @param {Row[]} rows
 * @param {{classOf?: (row: Row) => string, most?: number, keep?: Keep, name?: string, onRow?: (row: Row) => void}} [options]
 * `name`: under which the order is kept
 */
export function table(parent, caption, columns, rows, { classOf = () => '', most = 50, keep, name, onRow } = {}) {
  const node = element(scrolling(parent, caption + ', table'), 'table');
  element(node, 'caption', caption);
  const head = element(element(node, 'thead'), 'tr');
  const body = element(node, 'tbody');
  let ordered = rows;
  let shown = most;
  const more = rows.length > most ? element(parent, 'button', null, 'more') : null;
  const draw = () => {
    body.replaceChildren(...ordered.slice(0, shown).map(row => lineOf(row, columns, classOf(row), onRow)));
    if (!more) return;
    more.textContent = `Show ${Math.min(500, rows.length - shown)} more of ${rows.length}`;
    more.hidden = shown >= rows.length;
  };
  if (more) more.onclick = () => { shown += 500; draw(); };
  /** @param {Column<Row>} column @param {1 | -1} sign */
  const sort = (column, sign) => {
    for (const cell of head.children) cell.removeAttribute('aria-sort');
    head.children[columns.indexOf(column)].setAttribute('aria-sort', sign === 1 ? 'ascending' : 'descending');
    const key = column.key ?? column.text;
    ordered = [...rows].sort((a, b) => sign * inOrder(key(a), key(b)));
    draw();
  };
  for (const column of columns) {
    const cell = element(head, 'th', null, column.number ? 'number' : '');
    cell.scope = 'col';
    element(cell, 'button', column.name).onclick = () => {
      const sign = cell.getAttribute('aria-sort') === 'ascending' ? -1 : 1;
      sort(column, sign);
      if (name) keep?.set(name, (sign === 1 ? '' : '-') + column.name);
    };
  }
  const kept = name && keep?.get(name);
  const chosen = kept && columns.find(column => column.name === kept.replace(/^-/, ''));
  if (chosen) sort(chosen, kept.startsWith('-') ? -1 : 1); else draw();
}

/**
 * @template Row
 * @param {Row} row @param {Column<Row>[]} columns @param {string} className @param {((row: Row) => void) | undefined} onRow
 */
function lineOf(row, columns, className, onRow) {
  const line = document.createElement('tr');
  if (className) line.className = className;
  for (const [place, column] of columns.entries()) {
    const cell = element(line, 'td', null, column.number ? 'number' : column.prose ? 'prose' : '');
    const link = column.link?.(row);
    if (link) element(cell, 'a', column.text(row)).href = link;
    else if (onRow && place === 0) element(cell, 'button', column.text(row), 'link').onclick = () => onRow(row);
    else cell.textContent = column.text(row);
  }
  return line;
}
