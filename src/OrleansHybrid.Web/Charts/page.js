// A section that cannot be drawn leaves the others alone, and says so.
const mistakes = [];
for (const draw of [heading, ranking, searchHistory, parallelCoordinates, settingEffects, learningCurves, longTail, paperTable, methodComparisons, bestModel, slotTimeline, everyTrial, tableOfContents]) {
  try {
    draw();
  } catch (mistake) {
    mistakes.push(`${draw.name}: ${mistake.message}`);
    element(page, 'p', `This part of the report could not be drawn (${mistake.message}).`, 'mistake');
    console.error(mistake);
  }
}
element(page, 'footer', `Sweep ${data.id}, ${new Date(data.made).toISOString().slice(0, 16).replace('T', ' ')} UTC. Made by OrleansHybrid.`);
// The charts take their colours when they are drawn.
darkness.addEventListener('change', () => location.reload());
// Read by the tests.
document.body.dataset.charts = String(charts);
document.body.dataset.sections = contents.map(node => node.id).join(' ');
if (mistakes.length) document.body.dataset.mistakes = mistakes.join('; ');
