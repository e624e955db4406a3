import type { StatePath } from '../describeChart.ts';

export function isSamePath(a: StatePath, b: StatePath): boolean {
  return a.length === b.length && isWithin(a, b);
}

/** True when the first path is the second one, or below it. */
export function isWithin(path: StatePath, ancestor: StatePath): boolean {
  return path.length >= ancestor.length && ancestor.every((key, index) => key === path[index]);
}

/** True when the first path is that of a child of the second one. */
export function isChild(path: StatePath, parent: StatePath): boolean {
  return path.length === parent.length + 1 && isWithin(path, parent);
}

/** The innermost state that has all of them below it; the root if one of them is the root. */
export function sharedAncestor(paths: readonly StatePath[]): StatePath {
  const [first = []] = paths;
  for (let length = first.length - 1; length > 0; length--) {
    const candidate = first.slice(0, length);
    if (paths.every((path) => path.length > length && isWithin(path, candidate))) return candidate;
  }
  return [];
}
