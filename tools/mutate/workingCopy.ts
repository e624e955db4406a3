import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { applyFault } from './applyFault.ts';
import type { Fault } from './fault.ts';

/** Folders that are not copied, wherever they are. */
const LEFT_OUT = ['.git', 'node_modules', 'dist'];

/** A copy of the repository, in which faults are put into files one at a time. */
export class WorkingCopy {
  readonly path: string;

  /** @param root the repository. Its packages are linked, not copied. */
  constructor(root: string) {
    this.path = mkdtempSync(join(tmpdir(), 'statecart-mutate-'));
    process.on('exit', this.remove);
    cpSync(root, this.path, {
      recursive: true,
      filter: (source) => !LEFT_OUT.includes(basename(source)) || source === root,
    });
    symlinkSync(join(root, 'node_modules'), join(this.path, 'node_modules'));
  }

  /** Runs `work` while the fault is in its file. @throws Error if the fault does not apply. */
  async withFault<Result>(fault: Fault, work: () => Promise<Result>): Promise<Result> {
    const file = join(this.path, fault.file);
    const sound = readFileSync(file, 'utf8');
    writeFileSync(file, applyFault(sound, fault));
    try {
      return await work();
    } finally {
      writeFileSync(file, sound);
    }
  }

  /** Compiles the copy as `npm run build` does. @returns what is wrong; undefined if all is well. */
  build(): string | undefined {
    // A fault may leave a variable that is not read.
    const flags = ['--noUnusedLocals', 'false', '--noUnusedParameters', 'false'];
    const compile = ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json', ...flags];
    return (
      this.#run(compile) ??
      this.#run(['dist/tools/embedPrograms.js']) ??
      this.#run(['dist/tools/buildPage.js'])
    );
  }

  /** Runs a program of Node.js to its end. @returns what is wrong; undefined if all is well. */
  #run(args: readonly string[]): string | undefined {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: this.path,
      encoding: 'utf8',
    });
    if (status === 0) return undefined;
    return (stdout.trim() || stderr.trim()).split('\n')[0];
  }

  readonly remove = (): void => {
    process.off('exit', this.remove);
    rmSync(this.path, { recursive: true, force: true, maxRetries: 10 });
  };
}
