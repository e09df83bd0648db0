import { element } from './elements.js';
import { accuracies, figuresOf, hours } from './figures.js';
import { completedOf, trialsOf } from './trial-rows.js';

/** The report's title and main figures, and a place for its contents. @param {Element} parent @param {any} data */
export function draw(parent, data) {
  const { costs, metric } = data;
  const header = element(parent, 'header');
  element(header, 'h1', data.name);
  if (data.description) element(header, 'p', data.description);
  const figures = element(header, 'dl', null, 'figures');
  const show = (value, label) => {
    const box = element(figures, 'div');
    element(box, 'dt', label);
    element(box, 'dd', value);
  };
  const trials = trialsOf(data);
  const completed = completedOf(data);
  const best = data.leaderboard.find(row => row.objective);
  const failed = trials.filter(trial => trial.state === 'failed').length;
  show(completed.length + ' / ' + trials.length, 'trials completed');
  if (best) show(figuresOf(data).spread(best.objective), 'best ' + metric.name);
  if (best && data.is_of_validation) show(accuracies.spread(best.metrics.top1), 'its top1, on the test images');
  show(hours(costs.slot_hours), 'slot time used');
  show(hours(costs.lost_hours), 'of it lost');
  show(String(costs.restarts), 'restarts survived');
  if (failed) show(String(failed), 'failed');
  const speeds = completed.map(trial => trial.speed ?? 0);
  if (speeds.length) show((speeds.reduce((a, b) => a + b, 0) / speeds.length).toFixed(0), 'images / s per slot');
  element(parent, 'nav').setAttribute('aria-label', 'Sections');
  return header;
}
