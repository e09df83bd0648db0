// Priority, shares and limits of a sweep, as `hybrid set` changes them.

import { html } from '/page/third-party/lit-html.js';
import { send, sweepPath } from './api.js';
import { say, sayFault } from './notices.js';
import { mayChange } from './session.js';

const fields = [
  { name: 'priority', label: 'Priority', hint: 'higher goes first' },
  { name: 'weight', label: 'Weight', hint: 'its share among equals' },
  { name: 'max-slots', label: 'Most slots', hint: 'that it may have at once' },
  { name: 'max-concurrent', label: 'Most trials at once', hint: '' },
];

/** @param {import('./sweep-store.js').SweepStore} store @param {() => void} redraw @returns {() => unknown} */
export function optionsForm(store, redraw) {
  const submit = async event => {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const given = [...new FormData(form)].filter(([, value]) => value !== '').map(([name, value]) => [name, Number(value)]);
    if (!given.length) return say('Nothing was filled in.');
    try {
      await send(sweepPath(store.id), { method: 'PATCH', json: Object.fromEntries(given) });
      say(`Changed: ${given.map(([name, value]) => `${name} ${value}`).join(', ')}.`);
      form.reset();
      await store.refreshHead();
    } catch (fault) {
      sayFault(fault);
    }
    redraw();
  };
  return () => html`<section aria-labelledby="options"><h2 id="options">Options</h2>
    <details><summary>Change its priority or its limits, also while it runs</summary>
      <form class="options" @submit=${submit}>
        ${fields.map(field => html`<label>${field.label}
          <input name=${field.name} type="number" step="any" ?disabled=${!mayChange()}><span class="about">${field.hint}</span></label>`)}
        <button ?disabled=${!mayChange()}>Change what is filled in</button>
      </form></details></section>`;
}
