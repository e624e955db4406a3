import { ChangeReader, type Forms } from '../changeReader.ts';
import { GROUP_HEADER_BYTES, writeGroupHeader } from '../groupHeader.ts';
import type { StoredGroup } from '../readGroups.ts';
import type { LogPosition, Segment } from '../segment.ts';

/**
 * The first turns of a group, as a group of their own with all its texts.
 *
 * @param until the last turn that it has.
 */
export function cutGroup(
  { bytes, start, end, before, header }: StoredGroup,
  { shared }: Segment,
  { until, forms }: { readonly until: number; readonly forms: Forms },
): { readonly pieces: readonly Uint8Array[]; readonly after: LogPosition } {
  if (shared === undefined) throw new Error('expected a segment whose texts have been read');
  const reader = new ChangeReader({ bytes, start, end }, { forms, shared });
  const turns = until - before.turn;
  let { lastLogged } = before;
  for (let turn = 0; turn < turns; turn++) {
    for (let left = reader.readCount(); left > 0; left--) {
      const { form, key, op } = reader.next();
      if (form?.isLogged === true && op === 'put') lastLogged = key.at(-1) as number;
    }
  }
  const changes = bytes.subarray(start, reader.position);
  const texts = bytes.subarray(end, start + header.bytes);
  const own = Buffer.alloc(GROUP_HEADER_BYTES);
  const { firstTurn, syncedTurn } = header;
  const fields = { changeBytes: changes.length, turns, firstTurn, syncedTurn, lastLogged };
  const pieces = [changes, texts];
  const chain = writeGroupHeader(own, fields, { pieces, before: before.chain });
  const length = own.length + changes.length + texts.length;
  return {
    pieces: [own, ...pieces],
    after: { at: before.at + length, chain, turn: until, lastLogged },
  };
}
