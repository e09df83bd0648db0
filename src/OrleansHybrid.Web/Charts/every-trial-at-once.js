import { chart, css, darkness, isNarrow } from './chart.js';
import { element, section } from './elements.js';
import { figuresOf } from './figures.js';
import { completedOf } from './trial-rows.js';

const most = 600;

/**
 * Parallel coordinates: a line a trial, or a line a configuration, which is the mean over its seeds.
 * @param {Element} parent @param {any} data @param {import('./elements.js').Options & {byConfiguration?: boolean}} [options]
 */
export function draw(parent, data, options = {}) {
  const { axes, metric } = data;
  const one = options.byConfiguration ? 'configuration' : 'trial';
  /** @type {any[]} */
  const completed = options.byConfiguration ? configurationsOf(data) : completedOf(data);
  if (completed.length < 2 || !axes.length) return null;
  const isMaximized = metric.goal === 'maximize';
  const shown = sampleOf([...completed].sort((a, b) => (isMaximized ? -1 : 1) * (a.objective - b.objective)));
  const node = section(parent, `Every ${one} at once`, `One line a ${one} through its settings to its objective; `
    + (darkness.matches ? 'the brighter' : 'the darker') + ', the better. Drag along an axis to keep a range.'
    + (shown.length < completed.length ? ` ${shown.length} of ${completed.length} ${one}s are drawn, all of the best among them.` : ''));
  const wide = element(element(node, 'div', null, 'scroll'), 'div');
  wide.parentElement?.setAttribute('tabindex', '0');
  wide.parentElement?.setAttribute('role', 'region');
  wide.parentElement?.setAttribute('aria-label', 'Parallel coordinates');
  wide.style.minWidth = 90 * (axes.length + 1) + 'px';
  // The best are drawn last, above the others.
  const lines = shown.toReversed();
  const label = `Parallel coordinates of ${shown.length} ${one}s: ${axes.map(axis => axis.key).join(', ')} and ${metric.name}. `
    + `The table of ${one}s has the same numbers.`;
  chart(wide, label, optionsOf(data, lines), {
    renderer: lines.length > 200 ? 'canvas' : 'svg', ready: drawn => brush(drawn, data, lines, options),
  });
  return node;
}

/** The best, and of the others as many as a screen can tell apart. @template T @param {T[]} ranked @returns {T[]} */
function sampleOf(ranked) {
  if (ranked.length <= most) return ranked;
  const stride = Math.ceil(Math.max(0, ranked.length - most / 3) / (most * 2 / 3));
  return ranked.filter((_, rank) => rank < most / 3 || rank % stride === 0);
}

function configurationsOf(data) {
  /** @type {Map<string, {values: (string | null)[], sum: number, count: number}>} */
  const byValues = new Map();
  for (const { values, objective } of completedOf(data)) {
    const key = values.join('\n');
    const known = byValues.get(key);
    if (known) { known.sum += objective ?? 0; known.count++; } else byValues.set(key, { values, sum: objective ?? 0, count: 1 });
  }
  return [...byValues.values()].map(({ values, sum, count }) => ({ values, objective: sum / count }));
}

function optionsOf({ axes, metric, is_accuracy }, lines) {
  const { tick } = figuresOf({ is_accuracy });
  const objectives = lines.map(line => line.objective);
  const plate = { color: css('--ink'), textBorderColor: css('--card'), textBorderWidth: 3 };
  const name = { nameLocation: 'start', nameGap: 16, nameTextStyle: { color: css('--ink'), fontSize: 12 } };
  const scale = { type: 'value', scale: true };
  const colors = darkness.matches ? ['#2b3a55', '#3b82f6', '#8df0c2'] : ['#c7d2fe', '#3b82f6', '#0b5d3b'];
  const isNarrowPage = isNarrow();
  return {
    // Names are centred below their axes: half of the first one's lies to the left, of letters about seven wide.
    parallel: {
      left: Math.max(isNarrowPage ? 36 : 60, 4 + 3.5 * axes[0].key.length),
      right: Math.max(isNarrowPage ? 50 : 90, 4 + 3.5 * metric.name.length), top: 24, bottom: 46,
    },
    parallelAxis: [
      ...axes.map((axis, dim) => ({
        id: 'axis' + dim, dim, name: axis.key, axisLabel: plate, ...name,
        ...axis.is_scale ? scale : { type: 'category', data: axis.values },
      })),
      { id: 'axis' + axes.length, dim: axes.length, name: metric.name, ...scale, axisLabel: { ...plate, formatter: tick }, ...name },
    ],
    visualMap: {
      show: false, dimension: axes.length, min: Math.min(...objectives), max: Math.max(...objectives),
      inRange: { color: metric.goal === 'maximize' ? colors : colors.toReversed() },
    },
    series: [{
      type: 'parallel', progressive: 0,
      lineStyle: { width: lines.length > 300 ? 1 : 2, opacity: lines.length > 300 ? 0.35 : 0.75 },
      data: lines.map(line => [...line.values.map((value, place) => axes[place]?.is_scale ? numberOf(value) : value), line.objective]),
    }],
  };
}

/** @param {string | null} value */
const numberOf = value => value == null ? NaN : Number(value);

// The ranges of a brush are kept as "axis:from~to", and every change is told as the configurations within them.
/** @param {any} drawn @param {any} data @param {any[]} lines @param {import('./elements.js').Options} options */
function brush(drawn, data, lines, { keep, onBrush }) {
  const intervals = new Map((keep?.get('brush') ?? '').split(';').filter(part => /^axis\d+:/.test(part)).map(part => {
    const [axis, range] = part.split(':');
    return [axis, range.split('~').map(Number)];
  }));
  const tell = () => {
    if (!onBrush) return;
    const places = intervals.size ? drawn.getModel().getSeries()[0].getRawIndicesByActiveState('active') : null;
    onBrush(places && places.map(place => lines[place].values.map((value, axis) => ({ key: data.axes[axis].key, value }))));
  };
  for (const [parallelAxisId, range] of intervals)
    drawn.dispatchAction({ type: 'axisAreaSelect', parallelAxisId, intervals: [range] });
  if (intervals.size) tell();
  drawn.on('axisareaselected', event => {
    for (const change of event.batch ?? [event]) {
      const [range] = change.intervals ?? [];
      if (range) intervals.set(change.parallelAxisId, range); else intervals.delete(change.parallelAxisId);
    }
    const kept = [...intervals].map(([axis, range]) => `${axis}:${range.map(end => Number(end.toPrecision(6))).join('~')}`).join(';');
    keep?.set('brush', kept || null);
    tell();
  });
}
