// Work for the next frame, once however often it was asked for.

/** @param {() => void} work @returns {() => void} asks for it */
export function onceAFrame(work) {
  let isAsked = false;
  return () => {
    if (isAsked) return;
    isAsked = true;
    requestAnimationFrame(() => {
      isAsked = false;
      work();
    });
  };
}

/** The next frame. @returns {Promise<void>} */
export const nextFrame = () => new Promise(resolve => requestAnimationFrame(() => resolve()));
