const endColors = {
  completed: '#10b981', preempted: '#f59e0b', lost: '#f98080', failed: '#a855f7', paused: '#94a3b8', stopped: '#64748b', cancelled: '#475569', open: '#3b82f6',
};
const endMeanings = {
  completed: 'completed', preempted: 'preempted: handed its slot back', lost: 'lost with its machine', failed: 'ended by a fault', paused: 'paused',
  stopped: 'stopped', cancelled: 'cancelled', open: 'still running, or its end is not known',
};

function slotTimeline() {
  const { slots, bars, left_out: leftOut } = data.timeline;
  if (!bars.length) return;
  const node = section('Slots and preemption', 'Which slot worked on which trial, every attempt a bar. What is hatched in red was thrown away: the work since the last checkpoint of an attempt that was lost or failed.'
    + (leftOut ? ` ${leftOut} undisturbed attempts are not drawn.` : ''));
  const { costs } = data;
  const share = costs.slot_hours ? costs.lost_hours / costs.slot_hours : 0;
  const disturbed = costs.ends.filter(end => ['preempted', 'lost', 'failed'].includes(end.end));
  const count = name => disturbed.find(end => end.end === name)?.attempts ?? 0;
  element(node, 'p', `${hours(costs.slot_hours)} of slot time were used in ${costs.ends.reduce((sum, end) => sum + end.attempts, 0)} attempts, ${costs.restarts} of them restarts. `
    + `${hours(costs.lost_hours)} (${percent(share)}) were lost: ${count('preempted')} attempts were preempted, ${count('lost')} lost with their machine, ${count('failed')} ended by a fault.`);
  const ends = Object.keys(endColors).filter(end => bars.some(bar => bar[5] === end));
  const legend = element(node, 'ul', null, 'legend');
  for (const end of ends) {
    const item = element(legend, 'li');
    element(item, 'span', null, 'swatch').style.background = endColors[end];
    element(item, 'span', endMeanings[end]);
  }
  const line = slots.length > 60 ? 12 : slots.length > 24 ? 18 : 26;
  const renderItem = (params, api) => {
    const [, trial, attempt, , , end, lost] = bars[params.dataIndex];
    const [from, to] = [api.coord([api.value(1), api.value(0)]), api.coord([api.value(2), api.value(0)])];
    const height = Math.max(3, api.size([0, 1])[1] * 0.7);
    const area = params.coordSys;
    const rect = (x1, x2) => echarts.graphic.clipRectByRect({ x: x1, y: from[1] - height / 2, width: Math.max(1.5, x2 - x1), height }, area);
    const whole = rect(from[0], to[0]);
    if (!whole) return null;
    const children = [{ type: 'rect', shape: whole, style: { fill: endColors[end], stroke: css('--card'), lineWidth: whole.width > 6 ? 1 : 0 } }];
    const gone = lost > 0 && rect(api.coord([api.value(2) - 1000 * lost, api.value(0)])[0], to[0]);
    if (gone) children.push({ type: 'rect', shape: gone, style: { fill: '#b91c1c', decal: { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 3], rotation: -Math.PI / 4, color: 'rgba(0,0,0,.35)' } } });
    // A notch where the trial left its slot against its will.
    if (['preempted', 'lost', 'failed'].includes(end) && to[0] >= area.x && to[0] <= area.x + area.width)
      children.push({ type: 'rect', shape: whole.width > 12 ? { x: to[0] - 1, y: from[1] - height / 2 - 3, width: 2.5, height: height + 6 } : { x: to[0] - 1, y: from[1] - height / 2, width: 1, height }, style: { fill: css('--ink') } });
    if (whole.width > 34 && height > 10)
      children.push({ type: 'text', style: { text: numberOf(trial), x: whole.x + 4, y: from[1], verticalAlign: 'middle', fill: '#ffffff', fontSize: 11, width: whole.width - 6, overflow: 'truncate' } });
    return { type: 'group', children };
  };
  const timeOf = (value, options) => new Intl.DateTimeFormat('en-GB', options).format(value);
  const inDays = bars.at(-1)[3] - bars[0][3] > 36e5 * 24;
  chart(node, `Timeline of ${bars.length} attempts on ${slots.length} slots. The tables below have the same numbers.`, {
    grid: { left: narrow ? 62 : 110, right: 12, top: 8, bottom: 66 },
    xAxis: { type: 'time', min: 'dataMin', max: 'dataMax', splitNumber: narrow ? 3 : 6, axisLabel: { hideOverlap: true, fontSize: 11, formatter: value => timeOf(value, inDays ? { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } : { hour: '2-digit', minute: '2-digit', second: '2-digit' }) } },
    yAxis: { type: 'category', data: slots, inverse: true, axisLabel: { fontSize: 11, width: narrow ? 54 : 100, overflow: 'truncate' }, axisTick: { show: false } },
    dataZoom: [{ type: 'slider', height: 18, bottom: 10, showDetail: false }, { type: 'inside', zoomOnMouseWheel: 'ctrl', moveOnMouseWheel: false }],
    tooltip: {
      formatter: ({ dataIndex }) => {
        const [slot, trial, attempt, began, length, end, lost] = bars[dataIndex];
        return [`trial ${numberOf(trial)}, attempt ${attempt}`, slots[slot], timeOf(began, { dateStyle: 'medium', timeStyle: 'medium' }) + ', ' + seconds(length), endMeanings[end], ...lost ? [`${seconds(lost)} lost`] : []].map(echarts.format.encodeHTML).join('<br>');
      },
    },
    series: [{ type: 'custom', renderItem, encode: { x: [1, 2], y: 0 }, data: bars.map(([slot, , , began, length]) => [slot, began, began + 1000 * Math.max(length, 0)]) }],
  }, { height: Math.min(1400, 84 + line * slots.length), renderer: bars.length > 300 ? 'canvas' : 'svg' });
  table(node, 'What the attempts cost', [
    { name: 'end', text: row => endMeanings[row.end] },
    { name: 'attempts', number: true, text: row => String(row.attempts), key: row => row.attempts },
    { name: 'slot time', number: true, text: row => hours(row.slot_hours), key: row => row.slot_hours },
    { name: 'lost', number: true, text: row => hours(row.lost_hours), key: row => row.lost_hours },
  ], costs.ends);
  const hit = bars.filter(bar => ['preempted', 'lost', 'failed'].includes(bar[5]));
  if (!hit.length) return;
  table(folded(node, `${hit.length} disturbed attempts as a table`), 'Attempts that were preempted, lost or ended by a fault', [
    { name: 'trial', text: bar => numberOf(bar[1]) },
    { name: 'attempt', number: true, text: bar => String(bar[2]), key: bar => bar[2] },
    { name: 'slot', text: bar => slots[bar[0]] },
    { name: 'began', text: bar => timeOf(bar[3], { dateStyle: 'medium', timeStyle: 'medium' }), key: bar => bar[3] },
    { name: 'lasted', number: true, text: bar => seconds(bar[4]), key: bar => bar[4] },
    { name: 'end', text: bar => endMeanings[bar[5]] },
    { name: 'lost', number: true, text: bar => bar[6] ? seconds(bar[6]) : '–', key: bar => bar[6] },
  ], hit);
}
