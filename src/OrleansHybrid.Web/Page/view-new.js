// A new sweep: its file written or dropped here, its problems at their lines while it is written, its trials and cost, its submission.

import { html, nothing } from '/page/third-party/lit-html.js';
import { counted } from '/page/charts/figures.js';
import { go, query, sweepAddress } from './address.js';
import { get, send, sweepPath } from './api.js';
import { DryRun } from './dry-run.js';
import { preview } from './preview.js';
import { say, sayFault } from './notices.js';
import { mayChange } from './session.js';
import { YamlEditor } from './yaml-editor.js';

/** @param {{redraw: () => void}} context */
export function open({ redraw }) {
  const extended = query().get('extend');
  const from = extended ?? query().get('from');
  const dryRun = new DryRun(redraw);
  const editor = new YamlEditor(text => {
    dryRun.ask(text);
    redraw();
  });
  let isPaused = false;
  let isSending = false;
  const start = async () => {
    try {
      if (from) editor.fill((await get(sweepPath(from))).yaml);
    } catch (fault) {
      sayFault(fault);
    }
  };
  start();
  const submit = async event => {
    event.preventDefault();
    if (isSending) return;
    isSending = true;
    redraw();
    const name = editor.file ? `file=${encodeURIComponent(editor.file)}` : '';
    try {
      if (extended) {
        const answer = await send(`${sweepPath(extended)}/extend`, { yaml: editor.text });
        go(sweepAddress(extended));
        say(answer?.message ?? 'The trials were added.');
      } else {
        const answer = await send(`/sweeps?${[isPaused ? 'paused=true' : '', name].filter(Boolean).join('&')}`, { yaml: editor.text });
        go(sweepAddress(answer.id));
        say(answer.known ? 'This sweep was known already.' : `Submitted: ${counted(answer.trials, 'trial')}.`);
      }
    } catch (fault) {
      if (fault.findings?.length) dryRun.take(fault.findings);
      sayFault(fault);
    }
    isSending = false;
    redraw();
  };
  return {
    title: () => extended ? 'Add trials' : 'New sweep',
    close: () => dryRun.close(),
    render: () => html`<h1>${extended ? `Add trials to ${extended}` : 'New sweep'}</h1>
      <form class="new" @submit=${submit}>
        <section aria-labelledby="text"><div class="section-head"><h2 id="text">The sweep file</h2>
          <label class="button">Open a file<input type="file" class="hidden" accept=".yaml,.yml,.json,text/plain"
            @change=${event => editor.open(event.target.files[0])}></label></div>
          ${editor.with(dryRun.findings)}
          <p class="note">Write it, paste it, or drop a file on it. It is checked while you write; nothing is stored before you submit.</p>
        </section>
        ${preview(dryRun, editor)}
        <div class="actions">
          ${extended ? nothing : html`<label class="inline"><input type="checkbox" .checked=${isPaused}
            @change=${event => { isPaused = event.target.checked; }}> Paused: nothing runs until it is resumed</label>`}
          <button class="primary" ?disabled=${!mayChange() || isSending || !editor.text.trim() || dryRun.hasErrors}>${
            isSending ? 'Submitting…' : extended ? 'Add the trials' : 'Submit'}</button>
        </div>
      </form>`,
  };
}
