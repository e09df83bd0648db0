// The address of the page: which view it shows, and what a person has chosen in it. A copied address opens the same view.

/** @typedef {{page: string, id: string, trial: number | null}} Route */

/** @type {(() => void)[]} */
const listeners = [];

/** @param {() => void} listener called after every change of the address */
export const onAddress = listener => { listeners.push(listener); };
const tell = () => { for (const listener of listeners) listener(); };
addEventListener('popstate', tell);

const pagesOfASweep = ['trials', 'settings', 'curves', 'paper', 'slots'];

/** @param {string} path @returns {Route} */
export function routeOf(path) {
  const parts = path.split('/').filter(part => part).map(decodeURIComponent);
  const none = { page: 'missing', id: '', trial: null };
  if (!parts.length) return { ...none, page: 'sweeps' };
  if (parts.length === 1 && (parts[0] === 'fleet' || parts[0] === 'new')) return { ...none, page: parts[0] };
  if (parts[0] !== 'sweeps') return none;
  const [, id, page, trial] = parts;
  if (!id) return { ...none, page: 'sweeps' };
  if (!page) return { page: 'sweep', id, trial: null };
  if (page === 'trials' && /^\d+$/.test(trial ?? '')) return { page: 'trial', id, trial: Number(trial) };
  return pagesOfASweep.includes(page) && !trial ? { page, id, trial: null } : none;
}

export const route = () => routeOf(location.pathname);
export const query = () => new URLSearchParams(location.search);

/** The address of a sweep or of one of its pages. @param {string} id @param {...(string | number)} rest */
export const sweepAddress = (id, ...rest) => ['', 'sweeps', id, ...rest].map(part => encodeURIComponent(part)).join('/');

/** Opens another view. @param {string} href */
export function go(href) {
  history.pushState(null, '', href);
  scrollTo(0, 0);
  tell();
}

/**
 * Changes what is chosen in this view.
 * @param {Record<string, string | string[] | null>} changes null removes
 * @param {{push?: boolean, quiet?: boolean}} [how] `push`: Back undoes it; `quiet`: the view shows it already
 */
export function choose(changes, { push = false, quiet = false } = {}) {
  const chosen = query();
  for (const [name, value] of Object.entries(changes)) {
    chosen.delete(name);
    for (const one of value == null ? [] : [value].flat()) chosen.append(name, one);
  }
  const text = chosen.toString();
  const href = location.pathname + (text ? '?' + text : '') + location.hash;
  if (href === location.pathname + location.search + location.hash) return;
  history[push ? 'pushState' : 'replaceState'](null, '', href);
  if (!quiet) tell();
}

/** What a chart keeps, kept in the address. @type {import('/page/charts/elements.js').Keep} */
export const keep = {
  get: name => query().get(name),
  set: (name, value) => choose({ [name]: value }, { quiet: true }),
};

// Links within the page change the address without a reload.
addEventListener('click', event => {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const isElsewhere = link.origin !== location.origin || link.target || link.hasAttribute('download');
  if (isElsewhere || routeOf(link.pathname).page === 'missing') return;
  if (link.pathname === location.pathname && link.search === location.search && link.hash) return;
  event.preventDefault();
  go(link.pathname + link.search + link.hash);
});
