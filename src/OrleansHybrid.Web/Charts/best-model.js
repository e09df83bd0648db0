import { draw as drawClasses, drawConfusion, drawTable } from './classes.js';
import { element, section } from './elements.js';
import { draw as drawPrototypes } from './prototypes.js';

/** The last checkpoint of the best trial: its classes and prototypes. @param {Element} parent @param {any} data */
export function draw(parent, { best }) {
  if (!best) return null;
  const node = section(parent, 'The best trial’s model', `From the last checkpoint of trial ${best.trial}.`);
  const names = best.classes.map(one => one.name);
  drawClasses(node, best.classes);
  const grid = element(node, 'div', null, 'grid wide');
  if (best.confusion) drawConfusion(grid, best.confusion, names);
  if (best.prototypes) drawPrototypes(grid, best.prototypes, names);
  drawTable(node, best.classes, 'Classes of the best trial, the head class first');
  return node;
}
