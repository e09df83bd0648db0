import { chart, css } from './chart.js';
import { element, folded, table } from './elements.js';
import { percent } from './figures.js';
import { fractions, heatMap } from './heat-map.js';

/** The accuracy of each class beside its training images. @param {Element} node @param {any[]} classes the head class first */
export function draw(node, classes) {
  element(node, 'h3', 'Class by class');
  chart(node, 'Accuracy and training images of each class, the head class first. The table below has the same numbers.', {
    grid: { left: 48, right: 52, top: 36, bottom: 40 },
    legend: { top: 0, textStyle: { color: css('--ink') } },
    xAxis: {
      type: 'category', data: classes.map(one => one.name), name: 'class', nameLocation: 'middle', nameGap: 24,
      axisLabel: { hideOverlap: true, fontSize: 11 },
    },
    yAxis: [
      { type: 'value', min: 0, max: 1, axisLabel: { formatter: value => (100 * value).toFixed(0) + ' %' } },
      { type: 'log', splitLine: { show: false }, min: 1 },
    ],
    tooltip: { trigger: 'axis' },
    series: [
      { name: 'accuracy', type: 'bar', data: classes.map(one => one.accuracy ?? null), tooltip: { valueFormatter: percent } },
      {
        name: 'training images', type: 'line', yAxisIndex: 1, symbol: 'none',
        data: classes.map(one => Math.max(1, one.train_images)),
      },
    ],
  });
}

/** What the images of each class were taken for. @param {Element} parent @param {number[][]} confusion @param {string[]} names */
export function drawConfusion(parent, confusion, names) {
  const box = element(parent, 'div');
  element(box, 'h3', 'Taken for');
  heatMap(box, 'Confusion of the classes: a row is the true class, a column what its images were taken for.', confusion, names, {
    min: 0, max: 1, color: fractions(), show: percent, xName: 'taken for', yName: 'true class',
  });
}

/** @param {Element} node @param {any[]} classes @param {string} caption */
export function drawTable(node, classes, caption) {
  table(folded(node, 'Classes as a table'), caption, [
    { name: 'class', text: one => one.name },
    { name: 'training images', number: true, text: one => String(one.train_images), key: one => one.train_images },
    { name: 'test images', number: true, text: one => String(one.test_images), key: one => one.test_images },
    { name: 'accuracy', number: true, text: one => percent(one.accuracy), key: one => one.accuracy ?? -1 },
  ], classes);
}
