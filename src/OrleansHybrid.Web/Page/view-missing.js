import { html } from '/page/third-party/lit-html.js';

export const open = () => ({
  title: () => 'No such page',
  render: () => html`<section><h1>There is no such page</h1><p><a href="/">All sweeps</a></p></section>`,
});
