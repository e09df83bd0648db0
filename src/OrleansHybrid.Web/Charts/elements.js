'use strict';
// What the sections share: the data, how figures read, tables and charts. One file a section, called by page.js.
const data = JSON.parse(document.getElementById('data').textContent);
const { axes, leaderboard } = data;
const { is_accuracy: isAccuracy, metric } = data;
const maximize = metric.goal === 'maximize';
const page = document.getElementById('report');
const darkness = matchMedia('(prefers-color-scheme: dark)');
// A canvas knows no light-dark(): it needs the colour that comes of it.
const probe = document.head.appendChild(document.createElement('span'));
const css = name => {
  probe.style.color = `var(${name})`;
  return getComputedStyle(probe).color;
};
const narrow = innerWidth < 600;
const fontFamily = getComputedStyle(document.body).fontFamily;
const palette = ['#3b82f6', '#f59e0b', '#10b981', '#ef4444', '#8b5cf6', '#06b6d4', '#ec4899', '#84cc16'];
let charts = 0;

const trialOf = ([index, values, seed, state, objective, attempts, preemptions, speed, weights, failure]) =>
  ({ index, values, seed, state, objective, attempts, preemptions, speed, weights, failure });
const trials = data.trials.map(trialOf);
const completed = trials.filter(trial => trial.state === 'completed' && trial.objective != null);

const numberOf = index => String(index).padStart(4, '0');
const percent = value => value == null ? '–' : (100 * value).toFixed(1) + ' %';
const figure = value => value == null ? '–' : isAccuracy ? percent(value) : Number(value).toPrecision(4);
const tick = value => isAccuracy ? Number((100 * value).toFixed(2)) + ' %' : String(Number(Number(value).toPrecision(3)));
const spread = (estimate, show = figure, accuracy = isAccuracy) => !estimate ? '–'
  : show(estimate.mean) + (estimate.std == null ? '' : ' ± ' + (accuracy ? (100 * estimate.std).toFixed(1) : estimate.std.toPrecision(2)));
const interval = estimate => estimate?.margin95 == null ? '–' : '± ' + (isAccuracy ? (100 * estimate.margin95).toFixed(1) : estimate.margin95.toPrecision(2));
const seconds = value => value >= 3600 ? (value / 3600).toFixed(1) + ' h' : value >= 60 ? (value / 60).toFixed(1) + ' min' : value.toFixed(1) + ' s';
const hours = value => value >= 100 ? value.toFixed(0) + ' h' : value ? seconds(3600 * value) : '0 h';
const probability = value => value == null ? '–' : value < 0.001 ? '< 0.001' : value.toFixed(3);
const describe = parameters => parameters.map(one => one.key + ' ' + one.value).join(', ') || 'the only configuration';
const inOrder = (a, b) => typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'en', { numeric: true });

function element(parent, tag, text, className) {
  const node = parent.appendChild(document.createElement(tag));
  if (text != null) node.textContent = text;
  if (className) node.className = className;
  return node;
}

const contents = [];
function section(title, explanation) {
  const node = element(page, 'section');
  const heading = element(node, 'h2', title);
  node.id = title.toLowerCase().replaceAll(/[^a-z]+/g, '-');
  heading.id = node.id + '-title';
  node.setAttribute('aria-labelledby', heading.id);
  contents.push(node);
  if (explanation) element(node, 'p', explanation);
  return node;
}

function chart(parent, label, options, { className = 'chart', height, renderer = 'svg' } = {}) {
  const box = element(parent, 'div', null, className);
  if (height) box.style.height = height + 'px';
  const drawn = echarts.init(box, darkness.matches ? 'dark' : null, { renderer });
  box.setAttribute('role', 'img');
  box.setAttribute('aria-label', label);
  const draw = some => drawn.setOption({
    backgroundColor: 'transparent', animation: false, color: palette, textStyle: { fontFamily },
    ...some, tooltip: { confine: true, backgroundColor: css('--card'), borderColor: css('--line'), textStyle: { color: css('--ink'), fontSize: 13 }, ...some.tooltip },
  }, { notMerge: true });
  draw(options);
  new ResizeObserver(() => drawn.resize()).observe(box);
  charts++;
  return draw;
}

// Columns have a name and a text; those of numbers are set right; a key sorts them.
function table(parent, caption, columns, rows, { classOf = () => '', most = 50 } = {}) {
  const scroll = element(parent, 'div', null, 'scroll');
  scroll.tabIndex = 0;
  scroll.setAttribute('role', 'region');
  scroll.setAttribute('aria-label', caption);
  const node = element(scroll, 'table');
  element(node, 'caption', caption);
  const head = element(element(node, 'thead'), 'tr');
  const body = element(node, 'tbody');
  let ordered = rows, shown = most;
  const more = rows.length > most ? element(parent, 'button', null, 'more') : null;
  const draw = () => {
    body.replaceChildren();
    for (const row of ordered.slice(0, shown)) {
      const line = element(body, 'tr', null, classOf(row));
      for (const column of columns) element(line, 'td', column.text(row), column.number ? 'number' : column.prose ? 'prose' : '');
    }
    if (more) {
      more.textContent = `Show ${Math.min(500, rows.length - shown)} more of ${rows.length}`;
      more.hidden = shown >= rows.length;
    }
  };
  if (more) more.onclick = () => { shown += 500; draw(); };
  let sorted = null;
  for (const column of columns) {
    const cell = element(head, 'th', null, column.number ? 'number' : '');
    cell.scope = 'col';
    element(cell, 'button', column.name).onclick = () => {
      const sign = sorted === cell && cell.getAttribute('aria-sort') === 'ascending' ? -1 : 1;
      sorted?.removeAttribute('aria-sort');
      sorted = cell;
      cell.setAttribute('aria-sort', sign === 1 ? 'ascending' : 'descending');
      const key = column.key ?? column.text;
      ordered = [...rows].sort((a, b) => sign * inOrder(key(a), key(b)));
      draw();
    };
  }
  draw();
}

function folded(parent, summary, isOpen = false) {
  const node = element(parent, 'details');
  node.open = isOpen;
  element(node, 'summary', summary);
  return node;
}
