import { chart, css, darkness, lines } from './chart.js';

/** Colours of fractions, and of similarities around zero. */
export const fractions = () => darkness.matches ? ['#171c28', '#3b82f6', '#e0f2fe'] : ['#ffffff', '#60a5fa', '#0b3b8c'];
export const similarities = () => darkness.matches ? ['#60a5fa', '#171c28', '#f97066'] : ['#2563eb', '#ffffff', '#dc2626'];

/**
 * A square of numbers.
 * @param {Element} parent @param {string} label @param {number[][]} values @param {string[]} names of the rows and of the columns
 * @param {{min: number, max: number, color: string[], show: (value: number) => string, xName?: string, yName?: string}} look
 */
export function heatMap(parent, label, values, names, { min, max, color, show, xName = '', yName = '' }) {
  const axis = {
    type: 'category', data: names, nameLocation: 'middle', splitArea: { show: false },
    axisLabel: { hideOverlap: true, fontSize: 10, width: 52, overflow: 'truncate' },
  };
  chart(parent, label, {
    grid: { left: 64, right: 8, top: 8, bottom: 96 },
    xAxis: { ...axis, name: xName, nameGap: 24 },
    yAxis: { ...axis, name: yName, nameGap: 50, inverse: true },
    visualMap: {
      min, max, calculable: false, orient: 'horizontal', left: 'center', bottom: 4, itemHeight: 120, itemWidth: 10,
      inRange: { color }, textStyle: { color: css('--ink') }, text: [show(max), show(min)],
    },
    tooltip: { formatter: ({ value: [x, y, value] }) => lines([`${names[y]}, ${names[x]}: ${show(value)}`]) },
    series: [{ type: 'heatmap', progressive: 0, data: values.flatMap((row, y) => row.map((value, x) => [x, y, value])) }],
  }, { className: 'chart square', renderer: values.length > 20 ? 'canvas' : 'svg' });
}
