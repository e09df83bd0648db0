// Requests to the API. An answer that is an error is thrown as what it says.

/** @typedef {{line?: number, path?: string, message: string, remedy?: string}} Finding */

export class Problem extends Error {
  /** @param {number} status 0 without an answer @param {any} body a problem of RFC 9457 */
  constructor(status, body) {
    super(body?.detail ?? body?.title ?? (status ? `the server answered ${status}` : 'the server does not answer'));
    this.status = status;
    /** @type {string} */
    this.type = String(body?.type ?? '').split('/').at(-1) ?? '';
    /** @type {Finding[]} */
    this.findings = body?.errors ?? [];
  }
}

/** @param {string} path below /api/v1 @param {RequestInit} [options] */
async function ask(path, options) {
  let answer;
  try {
    answer = await fetch('/api/v1' + path, options);
  } catch (fault) {
    if (options?.signal?.aborted) throw fault;
    throw new Problem(0, null);
  }
  const text = await answer.text();
  if (answer.ok) return text;
  let body = null;
  try {
    body = text ? JSON.parse(text) : null;
  } catch {
    // A proxy's page, say: its status tells enough.
  }
  throw new Problem(answer.status, body);
}

const read = text => text ? JSON.parse(text) : null;

/** @param {string} path @param {AbortSignal} [signal] @returns {Promise<any>} */
export const get = async (path, signal) => read(await ask(path, { cache: 'no-cache', signal }));

/** The same as text. @param {string} path */
export const getText = path => ask(path, { cache: 'no-cache' });

/** @param {string} path @param {{method?: string, yaml?: string, json?: any, signal?: AbortSignal}} [how] @returns {Promise<any>} */
export async function send(path, { method = 'POST', yaml, json, signal } = {}) {
  const body = yaml ?? (json === undefined ? undefined : JSON.stringify(json));
  const headers = yaml !== undefined ? { 'Content-Type': 'application/yaml' }
    : json !== undefined ? { 'Content-Type': 'application/json' } : undefined;
  return read(await ask(path, { method, body, headers, signal }));
}

/** @param {string} id */
export const sweepPath = id => '/sweeps/' + encodeURIComponent(id);
