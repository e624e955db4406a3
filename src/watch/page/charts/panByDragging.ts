/** Lets a mouse drag what scrolls. Touch and keyboard scroll it anyway. Returns a function that ends this. */
export function panByDragging(frame: HTMLElement): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  let last: { readonly x: number; readonly y: number } | undefined;
  frame.addEventListener(
    'pointerdown',
    ({ pointerType, button, clientX: x, clientY: y }) => {
      if (pointerType === 'mouse' && button === 0) last = { x, y };
    },
    { signal },
  );
  frame.addEventListener(
    'pointermove',
    ({ buttons, clientX: x, clientY: y }) => {
      if (last === undefined) return;
      // The button may have been let go outside of the window.
      if (buttons === 0) last = undefined;
      else {
        frame.scrollBy(last.x - x, last.y - y);
        last = { x, y };
      }
    },
    { signal },
  );
  for (const type of ['pointerup', 'pointerleave']) {
    frame.addEventListener(
      type,
      () => {
        last = undefined;
      },
      { signal },
    );
  }
  return () => ending.abort();
}
