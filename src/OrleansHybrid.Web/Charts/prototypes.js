import { element } from './elements.js';
import { heatMap, similarities } from './heat-map.js';

/**
 * How alike the prototypes of a checkpoint are.
 * @param {Element} parent @param {{prototypes: number, per_cell: number, values: number[][]}} map
 * @param {string[]} [classes] their names, the head class first
 */
export function draw(parent, { prototypes, per_cell: perCell, values }, classes = []) {
  const box = element(parent, 'div');
  element(box, 'h3', 'How alike the prototypes are');
  const each = classes.length ? prototypes / classes.length : 0;
  const nameOf = place => perCell > 1 ? `${place * perCell}…` : !each ? String(place)
    : each === 1 ? classes[place] : `${classes[Math.floor(place / each)]} / ${place % each + 1}`;
  heatMap(box, `Cosine similarity of ${prototypes} prototypes, the head class first`
    + (perCell > 1 ? `; a cell is the mean of ${perCell} x ${perCell}.` : '.'), values, values.map((_, place) => nameOf(place)), {
    min: -1, max: 1, color: similarities(), show: value => value.toFixed(2),
  });
  return box;
}
