import { setImmediate } from 'node:timers/promises';
import { type Seeded, seeded } from '../../../bench/harness/seeded.ts';
import type { LogFile, LogFolder } from '../../../src/store/disk/logFolder.ts';
import { type Fate, SimulatedFile } from './simulatedFile.ts';

/** What goes wrong at an operation: operations that change the disk are numbered 1, 2, 3, ... */
export interface Trouble {
  readonly at: number;
  /** A crash right before or after the operation, or a failure of it. */
  readonly kind: 'crash before' | 'crash after' | 'failure';
}

type Name = { readonly name: string; readonly file: SimulatedFile | undefined };

/**
 * A folder of a disk in memory. A crash of the machine keeps, loses, tears or reorders what was written since
 * the last sync of a file, sector by sector, and keeps or loses each change of a name since that of the folder.
 */
export class SimulatedFolder implements LogFolder {
  readonly random: Seeded;
  /** Called at the moment of the crash. */
  onCrash: () => void = () => {};
  trouble: Trouble | undefined;
  hasCrashed = false;
  /** The operations so far that change the disk. */
  operations = 0;
  bytesRead = 0;
  #names: Map<string, SimulatedFile>;
  readonly #onDisk: Map<string, SimulatedFile>;
  /** Changes of names since the last sync: each one whole, as a rename is. */
  #unsynced: (readonly Name[])[] = [];

  constructor(seed: number, files = new Map<string, SimulatedFile>()) {
    this.random = seeded(seed);
    this.#names = new Map(files);
    this.#onDisk = new Map(files);
  }

  list(): string[] {
    return [...this.#names.keys()];
  }

  create(name: string, bytes: number): LogFile {
    this.operate(() => {
      if (this.#names.has(name)) throw new Error(`EEXIST: ${name}`);
      const file = new SimulatedFile();
      file.extend(bytes);
      this.#change([{ name, file }]);
    });
    return this.open(name);
  }

  open(name: string): LogFile {
    const file = this.#names.get(name);
    if (file === undefined) throw new Error(`ENOENT: ${name}`);
    return new OpenFile(this, name, file);
  }

  openForWriting(name: string): LogFile {
    return this.open(name);
  }

  rename(from: string, to: string): void {
    this.operate(() => {
      const file = this.fileOf(from);
      if (file === undefined || this.#names.has(to)) throw new Error(`EEXIST: ${to}`);
      this.#change([
        { name: from, file: undefined },
        { name: to, file },
      ]);
    });
  }

  remove(name: string): void {
    this.operate(() => this.#change([{ name, file: undefined }]));
  }

  async sync(): Promise<void> {
    await setImmediate();
    this.operate(() => {
      for (const change of this.#unsynced) apply(this.#onDisk, change);
      this.#unsynced = [];
    });
  }

  fileOf(name: string): SimulatedFile | undefined {
    return this.#names.get(name);
  }

  /** Does something to the disk, unless it crashes or fails there. @param fail what a failure does to it. */
  operate(work: () => void, fail = () => {}): void {
    if (this.hasCrashed) throw new Error('the disk has crashed');
    const { at, kind } = this.trouble ?? {};
    const isNow = ++this.operations === at;
    if (isNow && kind === 'crash before') this.#crash();
    if (isNow && kind === 'failure') {
      fail();
      throw new Error('EIO: the disk has failed');
    }
    work();
    if (isNow && kind === 'crash after') this.#crash();
  }

  /** What the next process finds when this one was killed: the system has lost nothing. */
  afterKill(): SimulatedFolder {
    const next = new SimulatedFolder(this.random.integer(2 ** 31), this.#onDisk);
    next.#names = new Map(this.#names);
    next.#unsynced = [...this.#unsynced];
    return next;
  }

  /** What the next process finds when the machine has crashed. */
  afterCrash(fate: Fate): SimulatedFolder {
    const names = new Map(this.#onDisk);
    for (const change of this.#unsynced) {
      if (fate === 'kept' || (fate === 'mixed' && this.random.integer(2) === 0)) {
        apply(names, change);
      }
    }
    const crashed = new Map<SimulatedFile, SimulatedFile>();
    for (const [name, file] of names) {
      const found = crashed.get(file) ?? file.crash(this.random, fate);
      crashed.set(file, found);
      names.set(name, found);
    }
    return new SimulatedFolder(this.random.integer(2 ** 31), names);
  }

  #crash(): void {
    this.hasCrashed = true;
    this.onCrash();
    throw new Error('the disk has crashed');
  }

  #change(change: readonly Name[]): void {
    apply(this.#names, change);
    this.#unsynced.push(change);
  }
}

function apply(names: Map<string, SimulatedFile>, change: readonly Name[]): void {
  for (const { name, file } of change) {
    if (file === undefined) names.delete(name);
    else names.set(name, file);
  }
}

class OpenFile implements LogFile {
  readonly #folder: SimulatedFolder;
  readonly #file: SimulatedFile;
  #name: string;

  constructor(folder: SimulatedFolder, name: string, file: SimulatedFile) {
    this.#folder = folder;
    this.#name = name;
    this.#file = file;
  }

  get size(): number {
    return this.#file.shown.length;
  }

  async write(pieces: readonly Uint8Array[], position: number): Promise<void> {
    await setImmediate();
    const bytes = Buffer.concat(pieces);
    const { random } = this.#folder;
    this.#folder.operate(
      () => this.#file.write(bytes, position),
      // As on a full disk.
      () => this.#file.write(bytes.subarray(0, random.integer(bytes.length)), position),
    );
  }

  async sync(): Promise<void> {
    await setImmediate();
    this.#folder.operate(
      () => this.#file.sync(),
      () => this.#file.failSync(this.#folder.random),
    );
  }

  read(target: Uint8Array, position: number): number {
    const bytes = this.#file.shown.subarray(position, position + target.length);
    target.set(bytes);
    this.#folder.bytesRead += bytes.length;
    return bytes.length;
  }

  renamed(name: string): void {
    this.#name = name;
  }

  isInPlace(): boolean {
    return this.#folder.fileOf(this.#name) === this.#file;
  }

  close(): void {}
}
