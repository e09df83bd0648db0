function learningCurves() {
  const { curves } = data;
  if (!curves.length) return;
  const node = section('Learning curves', `Mean over seeds by epoch${data.seeds > 1 ? ', the band is ± one standard deviation' : ''}. `
    + (data.configurations > curves.length ? `The best ${curves.length} of ${data.configurations} configurations can be chosen.` : 'Choose what is drawn.'));
  const chosen = new Set(curves.slice(0, narrow ? 4 : 6).map((_, place) => place));
  const box = element(node, 'fieldset');
  element(box, 'legend', 'Configurations, best first');
  const colorOf = place => palette[place % palette.length];
  const share = v => v == null ? '–' : (100 * v).toFixed(1) + ' %';
  const panels = [['test top-1 accuracy', 'top1', share], ...curves.some(curve => curve.val_top1) ? [['validation top-1 accuracy', 'val_top1', share]] : [],
    ['training loss', 'train_loss', v => v == null ? '–' : Number(v).toPrecision(3)]];
  const optionsOf = (title, key, show) => ({
    title: { text: title, textStyle: { fontSize: 13, fontWeight: 500 } },
    grid: { left: 56, right: 16, top: 36, bottom: 44 },
    xAxis: { type: 'value', name: 'epoch', nameLocation: 'middle', nameGap: 26, minInterval: 1, min: 'dataMin', max: 'dataMax' },
    yAxis: { type: 'value', scale: true, axisLabel: { formatter: show } },
    tooltip: { trigger: 'axis', valueFormatter: show, order: 'valueDesc' },
    series: [...chosen].sort((a, b) => a - b).flatMap(place => seriesOf(curves[place], place, key)),
  });
  const seriesOf = (curve, place, key) => {
    const points = curve[key] ?? [];
    const banded = points.filter(point => point[2] != null);
    const line = { name: `#${place + 1}`, type: 'line', symbol: points.length === 1 ? 'circle' : 'none', color: colorOf(place), data: points.map(point => [point[0], point[1]]) };
    if (banded.length < 2) return [line];
    const around = [...banded.map(([epoch, mean, std]) => [epoch, mean + std]), ...banded.map(([epoch, mean, std]) => [epoch, mean - std]).reverse()];
    return [{
      type: 'custom', silent: true, clip: true, z: 1, tooltip: { show: false }, color: colorOf(place), data: around,
      renderItem: (params, api) => params.dataIndexInside ? null : { type: 'polygon', shape: { points: around.map(point => api.coord(point)) }, style: { fill: colorOf(place), opacity: 0.16 } },
    }, line];
  };
  const grid = element(node, 'div', null, 'grid wide');
  const drawn = panels.map(([title, key, show]) => chart(grid, `Learning curves: ${title}. The table below has the last epochs.`, optionsOf(title, key, show)));
  curves.forEach((curve, place) => {
    const label = element(box, 'label');
    const tickbox = element(label, 'input');
    tickbox.type = 'checkbox';
    tickbox.checked = chosen.has(place);
    element(label, 'span', null, 'swatch').style.background = colorOf(place);
    element(label, 'span', `#${place + 1} ${describe(curve.parameters)}`);
    tickbox.onchange = () => {
      if (tickbox.checked) chosen.add(place); else chosen.delete(place);
      panels.forEach(([title, key, show], panel) => drawn[panel](optionsOf(title, key, show)));
    };
  });
  const last = points => points.at(-1);
  table(folded(node, 'The last epochs as a table'), 'Learning curves at their last epoch', [
    { name: '#', number: true, text: row => String(curves.indexOf(row) + 1), key: row => curves.indexOf(row) },
    { name: 'configuration', prose: true, text: row => describe(row.parameters) },
    { name: 'epoch', number: true, text: row => String(last(row.train_loss)?.[0] ?? '–'), key: row => last(row.train_loss)?.[0] ?? 0 },
    { name: 'top-1', number: true, text: row => percent(last(row.top1)?.[1]), key: row => last(row.top1)?.[1] ?? -1 },
    { name: 'training loss', number: true, text: row => last(row.train_loss)?.[1].toPrecision(4) ?? '–', key: row => last(row.train_loss)?.[1] ?? Infinity },
  ], curves);
}
