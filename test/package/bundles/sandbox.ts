import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const ROOT = resolve(import.meta.dirname, '../../..');
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly files: readonly string[];
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
};

export interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  /** The exit code, or the signal that ended the process. */
  readonly ending: number | string;
}

/** A temporary folder with a project in it. */
export class Sandbox {
  readonly folder = mkdtempSync(join(tmpdir(), 'statecart-bundles-'));

  constructor() {
    this.write('package.json', '{"private":true,"type":"module"}');
  }

  path(...names: string[]): string {
    return join(this.folder, ...names);
  }

  /** @returns the path of the file. */
  write(name: string, text: string): string {
    const path = this.path(name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  }

  /** Installs the package, with the files that are published, and what it needs. */
  install(): void {
    const target = this.path('node_modules/statecart');
    const isLeftOut = (file: string) => file.startsWith('!');
    for (const file of ['package.json', ...manifest.files.filter((file) => !isLeftOut(file))]) {
      cpSync(join(ROOT, file), join(target, file), { recursive: true });
    }
    for (const file of manifest.files.filter(isLeftOut)) {
      rmSync(join(target, file.slice(1)), { recursive: true });
    }
    for (const name of Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })) {
      this.link(name);
    }
  }

  /** Installs a package that the repository has. */
  link(name: string): void {
    const path = this.path('node_modules', name);
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), path);
  }

  /** Runs a program to its end. */
  async run(program: string, ...args: readonly string[]): Promise<Ended> {
    try {
      const options = { cwd: this.folder, timeout: 100_000 };
      const { stdout, stderr } = await promisify(execFile)(program, args, options);
      return { stdout, stderr, ending: 0 };
    } catch (error) {
      const { stdout, stderr, code, signal } = error as Ended & {
        readonly code?: number | string;
        readonly signal?: string;
      };
      return { stdout, stderr, ending: signal ?? code ?? String(error) };
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
