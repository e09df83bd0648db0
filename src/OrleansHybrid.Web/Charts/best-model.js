function bestModel() {
  const { best } = data;
  if (!best) return;
  const node = section('The best trial’s model', `From the last checkpoint of trial ${best.trial}.`);
  const classes = best.classes;
  const names = classes.map(one => one.name);
  element(node, 'h3', 'Class by class');
  chart(node, 'Accuracy and training images of each class, the head class first. The table below has the same numbers.', {
    grid: { left: 48, right: 52, top: 36, bottom: 40 },
    legend: { top: 0, textStyle: { color: css('--ink') } },
    xAxis: { type: 'category', data: names, name: 'class', nameLocation: 'middle', nameGap: 24, axisLabel: { hideOverlap: true, fontSize: 11 } },
    yAxis: [
      { type: 'value', min: 0, max: 1, axisLabel: { formatter: v => (100 * v).toFixed(0) + ' %' } },
      { type: 'log', splitLine: { show: false }, min: 1 },
    ],
    tooltip: { trigger: 'axis' },
    series: [
      { name: 'accuracy', type: 'bar', data: classes.map(one => one.accuracy ?? null), tooltip: { valueFormatter: percent } },
      { name: 'training images', type: 'line', yAxisIndex: 1, symbol: 'none', data: classes.map(one => Math.max(1, one.train_images)) },
    ],
  });
  const grid = element(node, 'div', null, 'grid wide');
  if (best.confusion) {
    const box = element(grid, 'div');
    element(box, 'h3', 'Taken for');
    heatMap(box, 'Confusion of the classes: a row is the true class, a column what its images were taken for.', best.confusion, names, 0, 1,
      darkness.matches ? ['#171c28', '#3b82f6', '#e0f2fe'] : ['#ffffff', '#60a5fa', '#0b3b8c'], percent, 'taken for', 'true class');
  }
  if (best.prototypes) {
    const { prototypes, per_cell: perCell, values } = best.prototypes;
    const box = element(grid, 'div');
    element(box, 'h3', 'How alike the prototypes are');
    const each = prototypes / names.length;
    const labels = values.map((_, place) => perCell > 1 ? `${place * perCell}…` : each === 1 ? names[place] : `${names[Math.floor(place / each)]} / ${place % each + 1}`);
    heatMap(box, `Cosine similarity of ${prototypes} prototypes, the head class first` + (perCell > 1 ? `; a cell is the mean of ${perCell} x ${perCell}.` : '.'),
      values, labels, -1, 1, darkness.matches ? ['#60a5fa', '#171c28', '#f97066'] : ['#2563eb', '#ffffff', '#dc2626'], v => v.toFixed(2), '', '');
  }
  table(folded(node, 'Classes as a table'), 'Classes of the best trial, the head class first', [
    { name: 'class', text: one => one.name },
    { name: 'training images', number: true, text: one => String(one.train_images), key: one => one.train_images },
    { name: 'test images', number: true, text: one => String(one.test_images), key: one => one.test_images },
    { name: 'accuracy', number: true, text: one => percent(one.accuracy), key: one => one.accuracy ?? -1 },
  ], classes);
}

function heatMap(parent, label, values, names, min, max, color, show, xName, yName) {
  const axis = name => ({ type: 'category', data: names, name, nameLocation: 'middle', nameGap: 40, axisLabel: { hideOverlap: true, fontSize: 10, width: 52, overflow: 'truncate' }, splitArea: { show: false } });
  chart(parent, label, {
    grid: { left: 64, right: 8, top: 8, bottom: 96 },
    xAxis: { ...axis(xName), nameGap: 24 },
    yAxis: { ...axis(yName), nameGap: 50, inverse: true },
    visualMap: { min, max, calculable: false, orient: 'horizontal', left: 'center', bottom: 4, itemHeight: 120, itemWidth: 10, inRange: { color }, textStyle: { color: css('--ink') }, text: [show(max), show(min)] },
    tooltip: { formatter: ({ value: [x, y, v] }) => echarts.format.encodeHTML(`${names[y]}, ${names[x]}: ${show(v)}`) },
    series: [{ type: 'heatmap', progressive: 0, data: values.flatMap((row, y) => row.map((value, x) => [x, y, value])) }],
  }, { className: 'chart square', renderer: values.length > 20 ? 'canvas' : 'svg' });
}
