import { ByteWriter } from '../../base/byteWriter.ts';
import { PackWriter } from '../packed/packWriter.ts';
import type { SharedTexts } from '../packed/sharedTexts.ts';
import { GROUP_HEADER_BYTES, writeGroupHeader } from './groupHeader.ts';
import type { LogPosition } from './segment.ts';
import { SEGMENT_HEADER_BYTES, type SegmentHeader } from './segmentHeader.ts';

/** A group of this length is written at once, so that the changes of one tick take bounded memory. */
export const MAX_GROUP_BYTES = 4 * 1024 * 1024;

/** Memory for groups, which is used again: a group is gathered while the one before is written. */
export class GroupBuffer {
  readonly changes = new PackWriter();
  readonly texts = new ByteWriter();
  readonly header = Buffer.alloc(GROUP_HEADER_BYTES);
}

export interface GroupOptions {
  readonly buffer: GroupBuffer;
  /** The end of the group before. */
  readonly before: LogPosition;
  readonly shared: SharedTexts;
  /** The header of the segment that the group begins; undefined if it belongs to the one before. */
  readonly newSegment: SegmentHeader | undefined;
}

/** Turns that become durable together: the changes of each, and the texts that are new in the segment. */
export class LogGroup {
  readonly buffer: GroupBuffer;
  readonly before: LogPosition;
  readonly newSegment: SegmentHeader | undefined;
  /** The place of its header. */
  readonly start: number;
  /** The place of its first change. */
  readonly contents: number;
  readonly shared: SharedTexts;
  /** Resolves when the group is durable; rejects if it could not be written. */
  readonly durable: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (cause: unknown) => void;
  turns = 0;
  lastLogged: number;
  /** The texts of the segment before it. */
  readonly #textsBefore: number;

  constructor({ buffer, before, shared, newSegment }: GroupOptions) {
    this.buffer = buffer;
    this.before = before;
    this.newSegment = newSegment;
    this.start = before.at + (newSegment === undefined ? 0 : SEGMENT_HEADER_BYTES);
    this.contents = this.start + GROUP_HEADER_BYTES;
    this.shared = shared;
    this.#textsBefore = shared.size;
    this.lastLogged = before.lastLogged;
    buffer.changes.clear();
    buffer.changes.shared = shared;
    let resolvers: Pick<LogGroup, 'resolve' | 'reject'> | undefined;
    this.durable = new Promise((resolve, reject) => {
      resolvers = { resolve, reject };
    });
    const { resolve, reject } = resolvers as Pick<LogGroup, 'resolve' | 'reject'>;
    this.resolve = resolve;
    this.reject = reject;
  }

  /** The place after its last change so far. */
  get end(): number {
    return this.contents + this.buffer.changes.length;
  }

  /** Writes its header: it takes no more turns. @returns its pieces, and the place after it. */
  close(syncedTurn: number): {
    readonly pieces: readonly Uint8Array[];
    readonly after: LogPosition;
  } {
    const { buffer, before, turns, lastLogged, shared } = this;
    const { changes, texts, header } = buffer;
    texts.clear();
    for (let index = this.#textsBefore; index < shared.size; index++) {
      texts.writeText(shared.textOf(index));
    }
    const contents = [viewOf(changes), viewOf(texts)];
    const firstTurn = before.turn + 1;
    const fields = { changeBytes: changes.length, turns, firstTurn, syncedTurn, lastLogged };
    const chain = writeGroupHeader(header, fields, { pieces: contents, before: before.chain });
    const at = this.contents + changes.length + texts.length;
    const turn = before.turn + turns;
    return { pieces: [header, ...contents], after: { at, chain, turn, lastLogged } };
  }
}

function viewOf({ bytes, length }: ByteWriter): Uint8Array {
  return bytes.subarray(0, length);
}

/** What is to be written of a group, and when. */
export interface ClosedGroup {
  readonly pieces: readonly Uint8Array[];
  readonly after: LogPosition;
  readonly room: Promise<void> | undefined;
}
