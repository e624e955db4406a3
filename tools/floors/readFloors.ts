import { RUNGS, rungOf } from '../../test/layout/ladder.ts';
import { isPackage, sourceFiles } from '../../test/layout/sourceFiles.ts';

/** A rung of the ladder of imports with the rungs that its files import from. */
export interface Floor {
  readonly name: string;
  /** Files, and folders that end with a slash. */
  readonly paths: readonly string[];
  /** Names of floors in the order of the ladder, without the floor itself. */
  readonly imports: readonly string[];
}

/** The floors of the product, the lowest first, with the imports that their files really have. */
export function readFloors(root: string): Floor[] {
  const imported = new Map(RUNGS.map(({ name }) => [name, new Set<string>()]));
  for (const folder of ['machines', 'src']) {
    for (const [file, { imports }] of sourceFiles(folder, root)) {
      const floor = imported.get(rungOf(file)?.name ?? '');
      for (const name of imports) if (!isPackage(name)) floor?.add(rungOf(name)?.name ?? '');
    }
  }
  return RUNGS.map(({ name, paths }) => {
    const names = imported.get(name) ?? new Set();
    const imports = RUNGS.map((rung) => rung.name).filter((it) => it !== name && names.has(it));
    return { name, paths, imports };
  });
}
