import type { Seeded } from '../../../bench/harness/seeded.ts';

/** What a disk writes at once, or tears. */
const SECTOR_BYTES = 512;

/** How a crash of the machine treats what was not synced. */
export type Fate = 'lost' | 'kept' | 'mixed';

/** The contents of a file: what the system shows, what is on disk, and what was written since the last sync. */
export class SimulatedFile {
  shown = Buffer.alloc(0);
  #onDisk = Buffer.alloc(0);
  /** The contents that each sector has had since the last sync, oldest first. */
  #unsynced = new Map<number, Buffer[]>();

  /** Sets the length of a new file. */
  extend(bytes: number): void {
    this.shown = Buffer.concat([this.shown, Buffer.alloc(bytes - this.shown.length)]);
  }

  write(bytes: Uint8Array, position: number): void {
    if (bytes.length === 0) return;
    this.extend(Math.max(this.shown.length, position + bytes.length));
    this.shown.set(bytes, position);
    const last = Math.floor((position + bytes.length - 1) / SECTOR_BYTES);
    for (let sector = Math.floor(position / SECTOR_BYTES); sector <= last; sector++) {
      const versions = this.#unsynced.get(sector) ?? [];
      versions.push(Buffer.from(sectorOf(this.shown, sector)));
      this.#unsynced.set(sector, versions);
    }
  }

  /** Only what was written since the last sync, also since one that has failed, gets to the disk. */
  sync(): void {
    this.#onDisk = this.#withAll();
    this.#unsynced.clear();
  }

  /** A sync that fails: the system shows all, has written a part of it, and does not try again. */
  failSync(random: Seeded): void {
    this.#onDisk = this.#afterCrash(random, 'mixed');
    this.#unsynced.clear();
  }

  /** The file as the machine finds it after a crash. */
  crash(random: Seeded, fate: Fate): SimulatedFile {
    const file = new SimulatedFile();
    file.shown = this.#afterCrash(random, fate);
    file.#onDisk = Buffer.from(file.shown);
    return file;
  }

  #afterCrash(random: Seeded, fate: Fate): Buffer<ArrayBuffer> {
    if (fate === 'lost') return Buffer.from(this.#onDisk);
    if (fate === 'kept') return this.#withAll();
    const bytes = this.#withAll();
    const end = random.integer(2) === 0 ? bytes.length : this.#onDisk.length;
    for (const [sector, versions] of this.#unsynced) {
      const before = this.#onDisk.subarray(sector * SECTOR_BYTES, (sector + 1) * SECTOR_BYTES);
      const old = Buffer.alloc(SECTOR_BYTES);
      old.set(before);
      // Also an older version: the disk writes in an order of its own.
      const written = versions[random.integer(versions.length)] as Buffer;
      const found = [old, written, versions.at(-1), torn(old, written, random)][random.integer(4)];
      const room = bytes.length - sector * SECTOR_BYTES;
      bytes.set((found as Buffer).subarray(0, Math.min(room, SECTOR_BYTES)), sector * SECTOR_BYTES);
    }
    return Buffer.from(bytes.subarray(0, end));
  }

  /** What is on disk, and everything that was written since. */
  #withAll(): Buffer<ArrayBuffer> {
    const bytes = Buffer.alloc(Math.max(this.shown.length, this.#onDisk.length));
    bytes.set(this.#onDisk);
    for (const [sector, versions] of this.#unsynced) {
      bytes.set(versions.at(-1) as Buffer, sector * SECTOR_BYTES);
    }
    return bytes;
  }
}

function sectorOf(bytes: Buffer, sector: number): Buffer {
  return bytes.subarray(sector * SECTOR_BYTES, (sector + 1) * SECTOR_BYTES);
}

function torn(before: Buffer, after: Buffer, random: Seeded): Buffer {
  const result = Buffer.from(before);
  result.set(after.subarray(0, random.integer(SECTOR_BYTES)));
  return result;
}
