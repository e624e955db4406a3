/** The oldest version of Node.js for which statecart is tested, as package.json says it. */
export const OLDEST_NODE = '20.19';

/** The versions of a runtime: `process.versions`. */
export type RuntimeVersions = Readonly<Record<string, string | undefined>>;

/**
 * A sentence for a version of Node.js that is too old; undefined for others, and for other runtimes, which name a
 * version of Node.js that they are not.
 */
export function unsupportedNode(
  { node, bun, deno }: RuntimeVersions = process.versions,
): string | undefined {
  if (node === undefined || bun !== undefined || deno !== undefined) return undefined;
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE.split('.').map(Number);
  const [major = 0, minor = 0] = node.split('.').map(Number);
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return undefined;
  return `statecart needs Node.js ${OLDEST_NODE} or newer, this is ${node}`;
}

/** @throws Error that says so if this is a version of Node.js that is too old. */
export function assertSupportedNode(): void {
  const problem = unsupportedNode();
  if (problem !== undefined) throw new Error(problem);
}
