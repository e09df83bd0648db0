// A question before what cannot be undone. A dialog of the browser: it keeps the focus, and Escape is no.

import { html, nothing, render } from '/page/third-party/lit-html.js';

/**
 * @param {{title: string, text: string, act: string, isDanger?: boolean}} question
 * @returns {Promise<boolean>}
 */
export function confirmed({ title, text, act, isDanger = true }) {
  const dialog = document.body.appendChild(document.createElement('dialog'));
  dialog.setAttribute('aria-labelledby', 'question');
  return new Promise(resolve => {
    const end = () => {
      resolve(dialog.returnValue === 'yes');
      dialog.remove();
    };
    dialog.addEventListener('close', end, { once: true });
    render(html`
      <form method="dialog">
        <h2 id="question">${title}</h2>
        ${text ? html`<p>${text}</p>` : nothing}
        <div class="actions">
          <button value="no" autofocus>Keep it as it is</button>
          <button value="yes" class=${isDanger ? 'danger' : ''}>${act}</button>
        </div>
      </form>`, dialog);
    dialog.showModal();
  });
}
