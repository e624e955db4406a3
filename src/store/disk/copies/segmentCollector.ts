import { existsSync, type FSWatcher, watch } from 'node:fs';
import type { LogFolder } from '../logFolder.ts';
import { closeSegments, listSegments, MissingLogError, openSegment } from '../readLog.ts';
import type { LogPosition, Segment } from '../segment.ts';
import { systemFolder } from '../systemFolder.ts';

/** Between two looks for new segments, in milliseconds, where the system does not tell of them. */
const LOOK_MS = 20;

/**
 * Opens the segments of a log that a running shop may be writing, and keeps them open: one that the shop
 * removes meanwhile stays readable.
 */
export class SegmentCollector {
  readonly #folder: LogFolder | undefined;
  readonly #segments = new Map<number, Segment>();
  readonly #timer: NodeJS.Timeout;
  readonly #watcher: FSWatcher | undefined;
  #failure: unknown;

  /** @param path the folder of the segments. */
  constructor(path: string) {
    this.#folder = existsSync(path) ? systemFolder(path) : undefined;
    this.#look();
    this.#watcher = this.#folder && watched(path, () => this.#look());
    this.#timer = setInterval(() => this.#look(), LOOK_MS).unref();
  }

  /**
   * The segments that are there now or were, in their order, without those before a gap.
   *
   * @throws MissingLogError if they do not begin at the place or before it.
   */
  take(from: LogPosition): Segment[] {
    this.#look();
    if (this.#failure !== undefined) throw this.#failure;
    const all = [...this.#segments.values()].sort((a, b) => a.header.segment - b.header.segment);
    let first = 0;
    for (let index = 1; index < all.length; index++) {
      const [before, after] = [all[index - 1], all[index]];
      if ((before as Segment).header.segment + 1 !== after?.header.segment) first = index;
      else (before as Segment).lastLogged = after.header.lastLogged;
    }
    const segments = all.slice(first);
    const start = segments[0]?.header.start ?? 0;
    if (segments.length === 0 && from.at > 0) throw new MissingLogError('its log is missing');
    if (start <= from.at) return segments;
    throw new MissingLogError(`its log begins at ${start}, and is needed from ${from.at} on`);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#watcher?.close();
    closeSegments([...this.#segments.values()]);
    this.#segments.clear();
  }

  #look(): void {
    if (this.#folder === undefined) return;
    try {
      for (const { name, number } of listSegments(this.#folder)) {
        if (!this.#segments.has(number)) this.#open(this.#folder, name, number);
      }
    } catch (error) {
      this.#failure ??= error;
    }
  }

  #open(folder: LogFolder, name: string, number: number): void {
    try {
      this.#segments.set(number, openSegment(folder, name, number));
    } catch (error) {
      // The shop has just removed it.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
}

/** Calls a function when files appear in a folder, if the system tells. */
function watched(path: string, onChange: () => void): FSWatcher | undefined {
  try {
    return watch(path, { persistent: false }, (event) => {
      if (event === 'rename') onChange();
    }).on('error', () => {});
  } catch {
    return undefined;
  }
}
