/** What a run must not use, since it makes each run different. */
const NONDETERMINISTIC: readonly (readonly [owner: object, name: string])[] = [
  [Math, 'random'],
  [Date, 'now'],
  [globalThis, 'Date'],
  [globalThis, 'setTimeout'],
  [globalThis, 'setInterval'],
  [performance, 'now'],
];

/**
 * Adds to `calls` the stack of every use of clocks, random numbers and timers by our code and XState,
 * but not by the test runner.
 *
 * @returns a function that ends the watch.
 */
export function watchNondeterminism(calls: string[]): () => void {
  const note = (name: string) => {
    const [, , proxy, ...callers] = (new Error(name).stack ?? '').split('\n');
    const isOwn = callers.some((caller) => OWN_CODE.test(caller));
    if (isOwn && !DOES_NOTHING.test(callers[0] ?? '')) {
      calls.push([name, proxy, ...callers].join('\n'));
    }
  };
  const restores = NONDETERMINISTIC.map(([owner, name]) => {
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
    for (const restore of restores) restore();
  };
}

/** The timer that only keeps the process alive. */
const DOES_NOTHING = /\bOpenReaders\.add .*\/src\/facts\/openReaders\.ts\b/;

const OWN_CODE = /\/(src|machines|test\/simulation|xstate)\//;
