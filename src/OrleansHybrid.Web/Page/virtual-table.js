// A table of any length: rows of one height, of which only those in sight are in the document.

import { html, nothing, render, repeat } from '/page/third-party/lit-html.js';
import { onceAFrame } from './frame.js';

const height = 30;
const spare = 8;
const scrollBar = 18;

/** @typedef {import('./trial-columns.js').TrialColumn} TrialColumn @typedef {import('./sweep-store.js').Row} Row */
/**
 * @typedef {object} Content
 * @property {Row[]} rows @property {TrialColumn[]} columns @property {string} caption
 * @property {number} total the rows without a filter
 * @property {string} sort the name of a column, after "-" from the greatest @property {(name: string) => void} onSort
 * @property {Set<number>} chosen @property {(index: number) => void} onChoose @property {number} mostChosen
 */

/** The room of the rows that are out of sight. @param {number} rows @param {TrialColumn[]} columns */
const gap = (rows, columns) => rows > 0 ? html`
  <tr class="gap" aria-hidden="true"><td colspan=${columns.length + 1} style="height: ${rows * height}px"></td></tr>` : nothing;

export class VirtualTable {
  /** @type {Content | null} */ #content = null;

  constructor() {
    this.element = document.createElement('div');
    this.element.className = 'scroll virtual';
    this.element.tabIndex = 0;
    this.element.setAttribute('role', 'region');
    this.redraw = onceAFrame(() => this.#draw());
    this.element.addEventListener('scroll', this.redraw, { passive: true });
    this.watch = new ResizeObserver(this.redraw);
    this.watch.observe(this.element);
  }

  close() {
    this.watch.disconnect();
  }

  /** @param {Content} content */
  with(content) {
    this.#content = content;
    this.element.setAttribute('aria-label', content.caption);
    this.element.style.setProperty('--needed', `${height * (content.total + 1) + scrollBar}px`);
    this.redraw();
    return this.element;
  }

  #draw() {
    if (!this.#content) return;
    const { rows, columns, caption } = this.#content;
    const first = Math.max(0, Math.min(Math.floor(this.element.scrollTop / height) - spare, rows.length - 1));
    const shown = rows.slice(first, first + Math.ceil(this.element.clientHeight / height) + 2 * spare);
    const below = rows.length - first - shown.length;
    const width = columns.reduce((sum, column) => sum + column.width, 40);
    render(html`<table aria-rowcount=${rows.length + 1} style="width: ${width}px">
      <caption class="hidden">${caption}</caption>
      <colgroup><col style="width: 40px">${columns.map(column => html`<col style="width: ${column.width}px">`)}</colgroup>
      <thead><tr aria-rowindex="1"><th scope="col"><span class="hidden">compare</span></th>${
        columns.map(column => this.#heading(column))}</tr></thead>
      <tbody>
        ${gap(first, columns)}
        ${repeat(shown, row => row.index, (row, place) => this.#line(row, first + place))}
        ${gap(below, columns)}
      </tbody></table>`, this.element);
  }

  /** @param {TrialColumn} column */
  #heading(column) {
    const { sort, onSort } = /** @type {Content} */ (this.#content);
    const order = sort === column.name ? 'ascending' : sort === '-' + column.name ? 'descending' : nothing;
    return html`<th scope="col" class=${column.number ? 'number' : ''} aria-sort=${order}>
      <button type="button" @click=${() => onSort(order === 'ascending' ? '-' + column.name : column.name)}>${column.name}</button></th>`;
  }

  /** @param {Row} row @param {number} place */
  #line(row, place) {
    const { columns, chosen, onChoose, mostChosen } = /** @type {Content} */ (this.#content);
    const isChosen = chosen.has(row.index);
    return html`<tr aria-rowindex=${place + 2} class="row ${isChosen ? 'chosen' : ''}">
      <td><input type="checkbox" aria-label="Compare trial ${row.index}" .checked=${isChosen}
        ?disabled=${!isChosen && chosen.size >= mostChosen} @change=${() => onChoose(row.index)}></td>
      ${columns.map(column => html`<td class=${column.number ? 'number' : ''}>${column.cell(row)}</td>`)}</tr>`;
  }
}
