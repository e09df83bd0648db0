function parallelCoordinates() {
  if (completed.length < 2 || !axes.length) return;
  const most = 1500;
  const ranked = [...completed].sort((a, b) => (maximize ? -1 : 1) * (a.objective - b.objective));
  // The best, and of the others as many as a screen can tell apart.
  const stride = Math.ceil(Math.max(0, ranked.length - most / 3) / (most * 2 / 3));
  const shown = ranked.length <= most ? ranked : ranked.filter((_, rank) => rank < most / 3 || rank % stride === 0);
  const node = section('Every trial at once', 'One line a trial through its settings to its objective; ' + (darkness.matches ? 'the brighter' : 'the darker') + ', the better. Drag along an axis to keep a range.'
    + (shown.length < completed.length ? ` ${shown.length} of ${completed.length} trials are drawn, all of the best among them.` : ''));
  const objectives = shown.map(trial => trial.objective);
  const name = { nameLocation: 'start', nameGap: 16, nameTextStyle: { color: css('--ink'), fontSize: 12 } };
  const plate = { color: css('--ink'), textBorderColor: css('--card'), textBorderWidth: 3 };
  const parallelAxis = axes.map((axis, dim) => axis.is_scale
    ? { dim, name: axis.key, type: 'value', scale: true, axisLabel: plate, ...name }
    : { dim, name: axis.key, type: 'category', data: axis.values, axisLabel: plate, ...name });
  parallelAxis.push({ dim: axes.length, name: metric.name, type: 'value', scale: true, axisLabel: { ...plate, formatter: tick }, ...name });
  const box = element(node, 'div', null, 'scroll');
  const wide = element(box, 'div');
  wide.style.minWidth = 90 * (axes.length + 1) + 'px';
  const colors = darkness.matches ? ['#2b3a55', '#3b82f6', '#8df0c2'] : ['#c7d2fe', '#3b82f6', '#0b5d3b'];
  // The best are drawn last, above the others.
  chart(wide, `Parallel coordinates of ${shown.length} trials: ${axes.map(axis => axis.key).join(', ')} and ${metric.name}. The table of trials has the same numbers.`, {
    // Names are centred below their axes: half of the first one's lies to the left, of letters about seven wide.
    parallel: { left: Math.max(narrow ? 36 : 60, 4 + 3.5 * axes[0].key.length), right: Math.max(narrow ? 50 : 90, 4 + 3.5 * metric.name.length), top: 24, bottom: 46 },
    parallelAxis,
    visualMap: { show: false, dimension: axes.length, min: Math.min(...objectives), max: Math.max(...objectives), inRange: { color: maximize ? colors : colors.toReversed() } },
    series: [{
      type: 'parallel', progressive: 0, lineStyle: { width: shown.length > 300 ? 1 : 2, opacity: shown.length > 300 ? 0.35 : 0.75 },
      data: shown.toReversed().map(trial => [...trial.values.map((value, place) => axes[place]?.is_scale ? Number(value) : value), trial.objective]),
    }],
  }, { renderer: shown.length > 200 ? 'canvas' : 'svg' });
}
