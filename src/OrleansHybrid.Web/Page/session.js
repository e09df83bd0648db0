// Who looks: whether this tab may change anything, and what serves it.

import { get } from './api.js';

/** @type {{may_change: boolean, version?: string, cluster?: string | null} | null} */
let session = null;

export const mayChange = () => session?.may_change ?? false;
export const version = () => session?.version?.split('+')[0] ?? '';
export const cluster = () => session?.cluster ?? null;
export const isKnown = () => session != null;

/** Reads it, again until it is there. @param {() => void} changed */
export async function openSession(changed) {
  try {
    session = await get('/session');
    changed();
  } catch {
    setTimeout(() => openSession(changed), 3000);
  }
}
