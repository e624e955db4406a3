/** What a run must not ask: each gives another answer every time. */
const STRANGERS: readonly (readonly [owner: object, name: string])[] = [
  [Math, 'random'],
  [Date, 'now'],
  [globalThis, 'Date'],
  [globalThis, 'setTimeout'],
  [globalThis, 'setInterval'],
  [performance, 'now'],
];

/**
 * Notes in `calls` who asks for time, chance or a timer, until the function that it answers is
 * called. The test runner itself is passed over: it may look at its watch meanwhile.
 */
export function watchStrangers(calls: string[]): () => void {
  const note = (name: string) => {
    const [, , ...callers] = (new Error(name).stack ?? '').split('\n');
    if (callers.some((caller) => OURS.test(caller))) calls.push([name, ...callers].join('\n'));
  };
  const put = STRANGERS.map(([owner, name]) => {
    const before = Object.getOwnPropertyDescriptor(owner, name);
    const value = new Proxy(Reflect.get(owner, name), {
      apply(target, self, args) {
        note(name);
        return Reflect.apply(target, self, args);
      },
      construct(target, args) {
        note(name);
        return Reflect.construct(target, args);
      },
    });
    Object.defineProperty(owner, name, { value, configurable: true, writable: true });
    return () => {
      Reflect.deleteProperty(owner, name);
      if (before !== undefined) Object.defineProperty(owner, name, before);
    };
  });
  return () => {
    for (const putBack of put) putBack();
  };
}

const OURS = /\/(src|machines|test\/simulation|xstate)\//;
