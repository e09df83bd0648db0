// A text area with the numbers of its lines, on which those with a problem are marked.

import { html, live } from '/page/third-party/lit-html.js';

const mostBytes = 2_000_000;

export class YamlEditor {
  text = '';
  file = '';
  note = '';

  /** @param {(text: string) => void} changed */
  constructor(changed) {
    this.changed = changed;
  }

  /** @param {string} text @param {string} [file] */
  fill(text, file = '') {
    this.text = text;
    this.file = file;
    this.note = '';
    this.changed(text);
  }

  /** @param {File | undefined} file */
  async open(file) {
    if (!file) return;
    if (file.size > mostBytes) {
      this.note = `${file.name} has ${(file.size / 1e6).toFixed(1)} MB: that is no sweep file.`;
      return this.changed(this.text);
    }
    this.fill(await file.text(), file.name);
  }

  /** Puts the cursor on a line. @param {number | undefined} line from 1 */
  show(line = 1) {
    const area = /** @type {HTMLTextAreaElement} */ (document.getElementById('yaml'));
    const lines = this.text.split('\n');
    const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    area.focus();
    area.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
    area.scrollTop = Math.max(0, (line - 4) * parseFloat(getComputedStyle(area).lineHeight));
  }

  /** @param {(import('./api.js').Finding & {isWarning?: boolean})[]} findings */
  with(findings) {
    /** @type {Map<number, {text: string, isWarning: boolean}>} */
    const marked = new Map();
    for (const { line, message, isWarning } of findings) {
      if (!line) continue;
      const before = marked.get(line);
      marked.set(line, { text: (before ? before.text + '\n' : '') + message, isWarning: !!isWarning && (before?.isWarning ?? true) });
    }
    const lines = this.text.split('\n').length;
    return html`${this.note ? html`<p class="mistake" role="status">${this.note}</p>` : ''}
      <div class="editor" @dragover=${event => event.preventDefault()} @drop=${event => this.#drop(event)}>
        <pre class="gutter" aria-hidden="true">${Array.from({ length: lines }, (_, place) => {
          const mark = marked.get(place + 1);
          return html`<span class=${mark ? mark.isWarning ? 'warning' : 'error' : ''} title=${mark?.text ?? ''}>${place + 1}\n</span>`;
        })}</pre>
        <textarea id="yaml" aria-label="The sweep file, YAML" spellcheck="false" autocomplete="off" wrap="off" rows="24"
          aria-invalid=${findings.some(one => !one.isWarning)} .value=${live(this.text)}
          @input=${event => this.#typed(event.target.value)} @scroll=${scrollTogether}></textarea>
      </div>`;
  }

  #typed(text) {
    this.text = text;
    this.note = '';
    this.changed(text);
  }

  #drop(event) {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    this.open(event.dataTransfer.files[0]);
  }
}

function scrollTogether({ target }) {
  target.previousElementSibling.scrollTop = target.scrollTop;
}
