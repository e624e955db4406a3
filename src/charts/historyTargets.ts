import type { AnyStateNode } from 'xstate';

/**
 * The states that a history state leads to while there is no history. None if the chart names none: it is the initial
 * state of the parent then.
 */
export function historyTargets({ config, parent, machine }: AnyStateNode): AnyStateNode[] {
  const named = [config.target ?? []].flat() as readonly string[];
  return named.flatMap((target) => {
    if (target.startsWith('#')) return [machine.getStateNodeById(target)];
    const found = keysOf(target).reduce<AnyStateNode | undefined>(
      (node, key) => (key === '' ? node : node?.states[key]),
      parent,
    );
    return found === undefined ? [] : [found];
  });
}

/** The keys in a relative target: they are separated by dots, and a backslash makes a dot part of a key. */
function keysOf(target: string): string[] {
  const keys = target.match(/(?:\\.|[^.\\])+/gs) ?? [];
  return keys.map((key) => key.replaceAll(/\\(.)/gs, '$1'));
}
