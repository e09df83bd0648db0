import { chart, isNarrow, lines } from './chart.js';
import { element, folded, legend, section, table } from './elements.js';
import { endColors, endMeanings, isDisturbed } from './ends.js';
import { counted, hours, numberOf, percent, seconds } from './figures.js';
import { renderBars } from './slot-bars.js';

const most = 2500;
const timeOf = (value, options) => new Intl.DateTimeFormat('en-GB', options).format(value);
const fully = value => timeOf(value, { dateStyle: 'medium', timeStyle: 'medium' });

/**
 * Which slot worked on which trial, and what was lost.
 * @param {Element} parent @param {any} data @param {import('./elements.js').Options} [options]
 */
export function draw(parent, data, options = {}) {
  const { slots } = data.timeline;
  const { bars, leftOut } = boundedOf(data.timeline);
  if (!bars.length) return null;
  const node = section(parent, 'Slots and preemption', 'Which slot worked on which trial, every attempt a bar. What is hatched in red was '
    + 'thrown away: the work since the last checkpoint of an attempt that was lost or failed.'
    + (leftOut ? ` ${leftOut} undisturbed attempts are not drawn.` : ''));
  element(node, 'p', summaryOf(data.costs, options.slotHours?.() ?? data.costs.slot_hours));
  legend(node, Object.keys(endColors).filter(end => bars.some(bar => bar[5] === end))
    .map(end => ({ color: endColors[end], text: endMeanings[end] })));
  lanes(node, slots, bars, options.keep);
  const count = (name, of) => ({ name, number: true, text: row => String(of(row)), key: of });
  table(node, 'What the attempts cost', [
    { name: 'end', text: row => endMeanings[row.end] },
    count('attempts', row => row.attempts),
    { name: 'slot time', number: true, text: row => hours(row.slot_hours), key: row => row.slot_hours },
    { name: 'lost', number: true, text: row => hours(row.lost_hours), key: row => row.lost_hours },
  ], data.costs.ends);
  const hit = bars.filter(bar => isDisturbed(bar[5]));
  if (!hit.length) return node;
  const trial = { name: 'trial', text: bar => numberOf(bar[1]), link: bar => options.trialLink?.(bar[1]) ?? null };
  table(folded(node, `${counted(hit.length, 'disturbed attempt')} as a table`), 'Attempts that were preempted, lost or ended by a fault', [
    trial,
    count('attempt', bar => bar[2]),
    { name: 'slot', text: bar => slots[bar[0]] },
    { name: 'began', text: bar => fully(bar[3]), key: bar => bar[3] },
    { name: 'lasted', number: true, text: bar => seconds(bar[4]), key: bar => bar[4] },
    { name: 'end', text: bar => endMeanings[bar[5]] },
    { name: 'lost', number: true, text: bar => bar[6] ? seconds(bar[6]) : '–', key: bar => bar[6] },
  ], hit);
  return node;
}

// More bars than a browser draws fluently: the newest of those that nothing disturbed stay.
function boundedOf({ bars, left_out: leftOut }) {
  if (bars.length <= most) return { bars, leftOut };
  const disturbed = bars.filter(bar => isDisturbed(bar[5])).slice(-most);
  const calm = bars.filter(bar => !isDisturbed(bar[5]));
  const room = most - disturbed.length;
  const kept = new Set([...disturbed, ...room ? calm.slice(-room) : []]);
  return { bars: bars.filter(bar => kept.has(bar)), leftOut: leftOut + bars.length - kept.size };
}

function summaryOf(costs, used) {
  const share = used ? costs.lost_hours / used : 0;
  const count = name => costs.ends.find(end => end.end === name)?.attempts ?? 0;
  return `${hours(used)} of slot time were used in ${counted(costs.ends.reduce((sum, end) => sum + end.attempts, 0), 'attempt')}, `
    + `${costs.restarts} of them restarts. ${hours(costs.lost_hours)} (${percent(share)}) were lost: `
    + `${counted(count('preempted'), 'attempt')} preempted, ${count('lost')} lost with the machine, ${count('failed')} ended by a fault.`;
}

function lanes(node, slots, bars, keep) {
  const isNarrowPage = isNarrow();
  const line = slots.length > 60 ? 12 : slots.length > 24 ? 18 : 26;
  const inDays = bars.at(-1)[3] - bars[0][3] > 36e5 * 24;
  const time = value => timeOf(value, inDays ? { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }
    : { hour: '2-digit', minute: '2-digit', second: '2-digit' });
  // The end of a slot's name tells it from the others of its machine.
  const most = isNarrowPage ? 8 : 24;
  const short = name => name.length > most ? '…' + name.slice(1 - most) : name;
  const left = 16 + 6.2 * Math.max(...slots.map(name => short(name).length));
  const [start, end] = (keep?.get('zoom') ?? '0-100').split('-').map(Number);
  const { drawn } = chart(node, `Timeline of ${bars.length} attempts on ${slots.length} slots. The tables below have the same numbers.`, {
    grid: { left, right: 12, top: 8, bottom: 66 },
    xAxis: {
      type: 'time', min: 'dataMin', max: 'dataMax', splitNumber: isNarrowPage ? 3 : 6,
      axisLabel: { hideOverlap: true, fontSize: 11, formatter: time },
    },
    yAxis: {
      type: 'category', data: slots, inverse: true, axisTick: { show: false },
      axisLabel: { fontSize: 11, formatter: short },
    },
    // A bar stays while a part of it is within the zoom.
    dataZoom: [
      { type: 'slider', filterMode: 'weakFilter', height: 18, bottom: 10, showDetail: false, start, end },
      { type: 'inside', filterMode: 'weakFilter', zoomOnMouseWheel: 'ctrl', moveOnMouseWheel: false, start, end },
    ],
    tooltip: {
      formatter: ({ dataIndex }) => {
        const [slot, trial, attempt, began, length, how, lost] = bars[dataIndex];
        return lines([
          `trial ${numberOf(trial)}, attempt ${attempt}`, slots[slot], `${fully(began)}, ${seconds(length)}`, endMeanings[how],
          ...lost ? [`${seconds(lost)} lost`] : [],
        ]);
      },
    },
    series: [{
      type: 'custom', renderItem: renderBars(bars), encode: { x: [1, 2], y: 0 }, progressive: 400, progressiveThreshold: 800,
      data: bars.map(([slot, , , began, length]) => [slot, began, began + 1000 * Math.max(length, 0)]),
    }],
  }, { height: Math.min(1400, 84 + line * slots.length), renderer: bars.length > 300 ? 'canvas' : 'svg' });
  drawn.on('datazoom', () => {
    const zoom = drawn.getOption().dataZoom[0];
    const kept = `${Math.round(zoom.start * 10) / 10}-${Math.round(zoom.end * 10) / 10}`;
    keep?.set('zoom', kept === '0-100' ? null : kept);
  });
}
