function heading() {
  const header = element(page, 'header');
  element(header, 'h1', data.name);
  if (data.description) element(header, 'p', data.description);
  const figures = element(header, 'dl', null, 'figures');
  const show = (value, label) => {
    const box = element(figures, 'div');
    element(box, 'dt', label);
    element(box, 'dd', value);
  };
  const best = leaderboard.find(row => row.objective);
  const failed = trials.filter(trial => trial.state === 'failed').length;
  const speeds = completed.map(trial => trial.speed);
  show(completed.length + ' / ' + trials.length, 'trials completed');
  if (best) show(spread(best.objective), 'best ' + metric.name);
  if (best && data.is_of_validation) show(spread(best.metrics.top1, percent, true), 'its top1, on the test images');
  show(hours(data.costs.slot_hours), 'slot time used');
  show(hours(data.costs.lost_hours), 'of it lost');
  show(String(data.costs.restarts), 'restarts survived');
  if (failed) show(String(failed), 'failed');
  if (speeds.length) show((speeds.reduce((a, b) => a + b, 0) / speeds.length).toFixed(0), 'images / s per slot');
  element(page, 'nav').setAttribute('aria-label', 'Sections');
}

function tableOfContents() {
  const list = element(document.querySelector('nav'), 'ul');
  for (const node of contents) element(element(list, 'li'), 'a', node.firstChild.textContent).href = '#' + node.id;
}
