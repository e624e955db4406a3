import type { Floor } from './readFloors.ts';

/**
 * The floors as a Mermaid flowchart, the highest on top. An arrow that other arrows already imply is
 * left out: where A imports from B and B from C, there is none from A to C.
 */
export function floorsDiagram(floors: readonly Floor[]): string {
  const highestFirst = floors.toReversed();
  const idOf = (name: string) => `floor${floors.findIndex((floor) => floor.name === name)}`;
  return [
    'flowchart TD',
    ...highestFirst.map(({ name }) => `  ${idOf(name)}["${name}"]`),
    ...highestFirst.flatMap((floor) =>
      directImports(floor, floors).map((name) => `  ${idOf(floor.name)} --> ${idOf(name)}`),
    ),
  ].join('\n');
}

/** The floors as a table, the highest on top, with everything that they import from. */
export function floorsTable(floors: readonly Floor[]): string {
  const rows = floors
    .toReversed()
    .map(({ name, paths, imports }) => [
      name,
      paths.map((path) => `\`${path}\``).join(', '),
      imports.join('; ') || 'packages only',
    ]);
  return [['floor', 'where', 'imports from'], ['---', '---', '---'], ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

/** The imports of a floor that none of its other imports leads to. */
function directImports({ imports }: Floor, floors: readonly Floor[]): string[] {
  const implied = new Set(
    imports.flatMap((name) => [...reachableFrom(name, floors)].filter((it) => it !== name)),
  );
  return imports.filter((name) => !implied.has(name));
}

function reachableFrom(name: string, floors: readonly Floor[], seen = new Set<string>()) {
  if (seen.has(name)) return seen;
  seen.add(name);
  const floor = floors.find((it) => it.name === name);
  for (const imported of floor?.imports ?? []) reachableFrom(imported, floors, seen);
  return seen;
}
