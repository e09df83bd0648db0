// The report page: every section that has something to show, in its order. A new chart is an import and a line here.

import { drawingsShown, darkness } from './chart.js';
import { element } from './elements.js';
import { draw as bestModel } from './best-model.js';
import { draw as effects } from './effects.js';
import { draw as everyTrialAtOnce } from './every-trial-at-once.js';
import { draw as heading } from './heading.js';
import { draw as leaderboard } from './leaderboard.js';
import { draw as learningCurves } from './learning-curves.js';
import { draw as longTail } from './long-tail.js';
import { draw as methods } from './methods.js';
import { draw as paperTable } from './paper-table.js';
import { draw as search } from './search.js';
import { draw as timeline } from './timeline.js';
import { draw as trials } from './trials.js';

const sections = {
  leaderboard, search, everyTrialAtOnce, effects, learningCurves, longTail, paperTable, methods, bestModel, timeline, trials,
};

const data = JSON.parse(document.getElementById('data')?.textContent ?? '');
const page = /** @type {HTMLElement} */ (document.getElementById('report'));
/** @type {string[]} */
const mistakes = [];

// A section that cannot be drawn leaves the others alone, and says so.
function attempt(name, draw) {
  try {
    return draw(page, data);
  } catch (mistake) {
    const { message } = /** @type {Error} */ (mistake);
    mistakes.push(`${name}: ${message}`);
    element(page, 'p', `This part of the report could not be drawn (${message}).`, 'mistake');
    console.error(mistake);
    return null;
  }
}

attempt('heading', heading);
const drawn = Object.entries(sections).map(([name, draw]) => attempt(name, draw)).filter(node => node != null);
const list = element(document.querySelector('nav') ?? page, 'ul');
for (const node of drawn) element(element(list, 'li'), 'a', node.firstChild.textContent).href = '#' + node.id;
const made = new Date(data.made).toISOString().slice(0, 16).replace('T', ' ');
element(page, 'footer', `Sweep ${data.id}, ${made} UTC. Made by OrleansHybrid.`);
// The charts take their colours when they are drawn.
darkness.addEventListener('change', () => location.reload());
// Read by the tests.
document.body.dataset.charts = String(drawingsShown());
document.body.dataset.sections = drawn.map(node => node.id).join(' ');
if (mistakes.length) document.body.dataset.mistakes = mistakes.join('; ');
