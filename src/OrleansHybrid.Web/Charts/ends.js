// How an attempt can end: its colour in every drawing, and what it means.

/** @type {Record<string, string>} */
export const endColors = {
  completed: '#10b981', preempted: '#f59e0b', lost: '#f98080', failed: '#a855f7', paused: '#94a3b8', stopped: '#64748b',
  cancelled: '#475569', open: '#3b82f6',
};

/** @type {Record<string, string>} */
export const endMeanings = {
  completed: 'completed', preempted: 'preempted: handed its slot back', lost: 'lost with its machine', failed: 'ended by a fault',
  paused: 'paused', stopped: 'stopped', cancelled: 'cancelled', open: 'still running, or its end is not known',
};

/** An end that no person asked for. @param {string} end */
export const isDisturbed = end => ['preempted', 'lost', 'failed'].includes(end);
