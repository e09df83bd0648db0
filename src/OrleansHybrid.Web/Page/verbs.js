// What a person can do with a sweep and with a trial. The server decides what applies; the page offers what may.

import { html, nothing } from '/page/third-party/lit-html.js';
import { go } from './address.js';
import { send, sweepPath } from './api.js';
import { confirmed } from './confirm.js';
import { say, sayFault } from './notices.js';
import { mayChange } from './session.js';

const questions = {
  cancel: {
    title: 'Cancel the sweep?', act: 'Cancel the sweep',
    text: 'Its running trials end at once, without a checkpoint. Resume continues it from the last ones.',
  },
  stop: { title: 'Stop the sweep?', text: 'Running trials finish; no other trial begins.', act: 'Stop the sweep', isDanger: false },
  delete: {
    title: 'Delete the sweep?', act: 'Delete the sweep',
    text: 'Its trials, results and checkpoints are deleted. This cannot be undone.',
  },
};

const labels = {
  pause: 'Pause', resume: 'Resume', stop: 'Stop', cancel: 'Cancel…', retry: 'Retry failed', archive: 'Archive', unarchive: 'Unarchive',
  delete: 'Delete…', interrupt: 'Rehearse a preemption',
};

/** Those that may apply to a sweep. @param {any} head @param {any} status */
export function verbsOf(head, status) {
  const { counts, phase = 'active', is_finished: isFinished } = status;
  const count = name => counts[name] ?? 0;
  const isHeld = phase !== 'active' || count('stopped') + count('cancelled') + count('paused') > 0;
  return [
    ...!isFinished && phase === 'active' ? ['pause', 'stop'] : [],
    ...isHeld && phase !== 'deleting' ? ['resume'] : [],
    ...count('failed') ? ['retry'] : [],
    ...!isFinished && phase !== 'cancelled' ? ['cancel'] : [],
    head.archived ? 'unarchive' : 'archive',
    ...isFinished || phase === 'cancelled' ? ['delete'] : [],
  ];
}

/** @param {string} id @param {string} verb @param {() => void} [then] */
export async function act(id, verb, then) {
  const question = questions[verb];
  if (question && !await confirmed(question)) return;
  try {
    const isDelete = verb === 'delete';
    const answer = await send(isDelete ? sweepPath(id) : `${sweepPath(id)}/${verb}`, { method: isDelete ? 'DELETE' : 'POST' });
    say(answer?.message ?? 'Done.');
    if (isDelete) go('/'); else then?.();
  } catch (fault) {
    sayFault(fault);
  }
}

/** Buttons for a sweep. @param {import('./sweep-store.js').SweepStore} store */
export const sweepVerbs = store => html`
  <div class="verbs" role="group" aria-label="Change the sweep">${verbsOf(store.head, store.status).map(verb => html`
    <button type="button" ?disabled=${!mayChange()}
      @click=${() => act(store.id, verb, () => store.refreshHead())}>${labels[verb]}</button>`)}
  </div>`;

/** Those that may apply to a trial. @param {string} state */
const trialVerbsOf = state => state === 'running' ? ['pause', 'interrupt', 'cancel']
  : state === 'pending' || state === 'preempted' ? ['pause', 'cancel']
    : state === 'paused' || state === 'stopped' || state === 'cancelled' ? ['resume']
      : state === 'failed' ? ['retry'] : [];

/** @param {string} id @param {number} index @param {string} verb */
export async function actOnTrial(id, index, verb) {
  const number = String(index).padStart(4, '0');
  if (verb === 'cancel' && !await confirmed({
    title: `Cancel trial ${number}?`, text: 'It ends at once, without a checkpoint. Resume continues it from the last one.',
    act: 'Cancel the trial',
  })) return;
  try {
    const answer = await send(`${sweepPath(id)}/trials/${index}/${verb}`);
    say(answer?.message ?? 'Done.');
  } catch (fault) {
    sayFault(fault);
  }
}

/** @param {string} id @param {import('./sweep-store.js').Row} row */
export function trialVerbs(id, row) {
  const verbs = trialVerbsOf(row.state);
  return verbs.length ? html`
    <div class="verbs" role="group" aria-label="Change the trial">${verbs.map(verb => html`
      <button type="button" ?disabled=${!mayChange()} @click=${() => actOnTrial(id, row.index, verb)}>${labels[verb]}</button>`)}
    </div>` : nothing;
}
