import { isCount } from '../base/isCount.ts';
import { packJson, packRareText, unpackJson } from '../store/packed/packJson.ts';
import type { PackReader } from '../store/packed/packReader.ts';
import type { PackWriter } from '../store/packed/packWriter.ts';
import type { RecordedFact } from './recordedFact.ts';

/** In place of the name of a member: the fact ends, or a name that is not shared follows. */
const END = 0;
const NAME = 1;
const SHARED_NAME = 2;

/** The members that each fact begins with: type, seq and at. */
const COMMON_COUNT = 3;

/**
 * Writes the facts of one turn: the number of the first, and of each its type, how much later it is than the
 * one before, and its own members.
 *
 * @returns false, with a part of it written, for facts that no turn records like this.
 */
export function packFacts(writer: PackWriter, facts: readonly RecordedFact[]): boolean {
  const firstSeq = facts[0]?.seq;
  if (!isCount(firstSeq)) return false;
  writer.writeVarint(firstSeq);
  writer.writeVarint(facts.length);
  let lastAt = 0;
  for (let index = 0; index < facts.length; index++) {
    const fact = facts[index] as RecordedFact;
    const { type, seq, at } = fact;
    if (seq !== firstSeq + index || typeof type !== 'string' || !isCount(at)) return false;
    writer.writeShared(type);
    writer.writeSigned(at - lastAt);
    if (!packMembers(writer, fact)) return false;
    lastAt = at;
  }
  return true;
}

/** Writes the members after the common ones, which have to be the first, in their order. */
function packMembers(writer: PackWriter, fact: RecordedFact): boolean {
  const prototype = Object.getPrototypeOf(fact);
  if (prototype !== Object.prototype || 'toJSON' in fact) return false;
  let place = 0;
  for (const name in fact) {
    if (place < COMMON_COUNT) {
      if (name !== COMMON[place]) return false;
      place++;
      continue;
    }
    const value = (fact as unknown as Readonly<Record<string, unknown>>)[name];
    // JSON leaves it out.
    if (value === undefined) continue;
    const number = writer.shared.numberOf(name);
    writer.writeVarint(number < 0 ? NAME : number + SHARED_NAME);
    if (number < 0) writer.writeText(name);
    if (name === 'orderId' && typeof value === 'string') packRareText(writer, value);
    else if (!packJson(writer, value)) return false;
  }
  writer.writeVarint(END);
  return place === COMMON_COUNT;
}

const COMMON: readonly string[] = ['type', 'seq', 'at'];

/** Reads what {@link packFacts} has written, as JSON text. */
export function unpackFacts(reader: PackReader): string {
  const firstSeq = reader.readVarint();
  const facts: string[] = [];
  let at = 0;
  for (let left = reader.readVarint(); left > 0; left--) {
    const type = JSON.stringify(reader.readShared());
    at += reader.readSigned();
    const common = `"type":${type},"seq":${firstSeq + facts.length},"at":${at}`;
    facts.push(`{${common}${unpackMembers(reader)}}`);
  }
  return `[${facts.join()}]`;
}

function unpackMembers(reader: PackReader): string {
  let text = '';
  for (let name = reader.readVarint(); name !== END; name = reader.readVarint()) {
    const named = name === NAME ? reader.readText() : reader.sharedText(name - SHARED_NAME);
    text += `,${JSON.stringify(named)}:${unpackJson(reader)}`;
  }
  return text;
}
