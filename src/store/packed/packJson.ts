import type { PackReader } from './packReader.ts';
import type { PackWriter } from './packWriter.ts';

/*
 * JSON data in fewer bytes: a tag, then the value. By hand, because the libraries for it (MessagePack,
 * CBOR) write a text each time that it comes, or keep a table of their own that no other record can use.
 * The bytes are read as the JSON text that `JSON.stringify` makes of the value.
 */

const NULL = 0;
const TRUE = 1;
const FALSE = 2;
const INTEGER = 3;
const DOUBLE = 4;
const TEXT = 5;
const SHARED_TEXT = 6;
const LIST = 7;
const OBJECT = 8;
/** This and larger tags are the integers from 0 on. */
const SMALL = 16;
const MAX_SMALL = 255 - SMALL;

/** In place of the name of a member: the object ends, or a name that is not shared follows. */
const END = 0;
const NAME = 1;
const SHARED_NAME = 2;

/** Deeper data is written as text, whose maker also recognizes circles. */
const MAX_DEPTH = 16;

/**
 * Writes JSON data. Shares the names of members, and texts that are shared already.
 *
 * @returns false, with a part of it written, if `JSON.stringify` would do more than write the value: it
 * is no plain data, or is nested too deeply.
 */
export function packJson(writer: PackWriter, value: unknown, depth = 0): boolean {
  switch (typeof value) {
    case 'string':
      packText(writer, value);
      return true;
    case 'number':
      packNumber(writer, value);
      return true;
    case 'boolean':
      writer.writeByte(value ? TRUE : FALSE);
      return true;
    case 'object':
      break;
    default:
      return false;
  }
  if (value === null) {
    writer.writeByte(NULL);
    return true;
  }
  if (depth > MAX_DEPTH || 'toJSON' in value) return false;
  if (Array.isArray(value)) return packList(writer, value, depth);
  return packObject(writer, value, depth);
}

function packText(writer: PackWriter, text: string): void {
  const number = writer.shared.find(text);
  writer.writeByte(number < 0 ? TEXT : SHARED_TEXT);
  if (number < 0) writer.writeText(text);
  else writer.writeVarint(number);
}

/** Writes a text that comes in few records as JSON data: it is not shared, and not looked up. */
export function packRareText(writer: PackWriter, text: string): void {
  writer.writeByte(TEXT);
  writer.writeText(text);
}

function packNumber(writer: PackWriter, value: number): void {
  if (!Number.isSafeInteger(value)) {
    // JSON has no other numbers, and writes -0 as 0, which is a safe integer.
    writer.writeByte(Number.isFinite(value) ? DOUBLE : NULL);
    if (Number.isFinite(value)) writer.writeDouble(value);
  } else if (value >= 0 && value <= MAX_SMALL) {
    writer.writeByte(SMALL + value);
  } else {
    writer.writeByte(INTEGER);
    writer.writeSigned(value);
  }
}

function packList(writer: PackWriter, list: readonly unknown[], depth: number): boolean {
  writer.writeByte(LIST);
  writer.writeVarint(list.length);
  for (let index = 0; index < list.length; index++) {
    const item = list[index];
    if (item === undefined) writer.writeByte(NULL);
    else if (!packJson(writer, item, depth + 1)) return false;
  }
  return true;
}

function packObject(writer: PackWriter, object: object, depth: number): boolean {
  const prototype = Object.getPrototypeOf(object);
  if (prototype !== Object.prototype && prototype !== null) return false;
  writer.writeByte(OBJECT);
  for (const name in object) {
    const value = (object as Readonly<Record<string, unknown>>)[name];
    if (value === undefined) continue;
    const number = writer.shared.numberOf(name);
    writer.writeVarint(number < 0 ? NAME : number + SHARED_NAME);
    if (number < 0) writer.writeText(name);
    if (!packJson(writer, value, depth + 1)) return false;
  }
  writer.writeVarint(END);
  return true;
}

/** Reads what {@link packJson} has written, as JSON text. */
export function unpackJson(reader: PackReader): string {
  const tag = reader.readByte();
  if (tag >= SMALL) return String(tag - SMALL);
  switch (tag) {
    case NULL:
      return 'null';
    case TRUE:
      return 'true';
    case FALSE:
      return 'false';
    case INTEGER:
      return String(reader.readSigned());
    case DOUBLE:
      return String(reader.readDouble());
    case TEXT:
      return JSON.stringify(reader.readText());
    case SHARED_TEXT:
      return JSON.stringify(reader.sharedText(reader.readVarint()));
    case LIST:
      return unpackList(reader);
    case OBJECT:
      return unpackObject(reader);
    default:
      throw new RangeError(`expected a tag of packed JSON, got ${tag}`);
  }
}

function unpackList(reader: PackReader): string {
  let text = '[';
  for (let left = reader.readVarint(); left > 0; left--) {
    text += unpackJson(reader);
    if (left > 1) text += ',';
  }
  return `${text}]`;
}

function unpackObject(reader: PackReader): string {
  let text = '{';
  for (let name = reader.readVarint(); name !== END; name = reader.readVarint()) {
    const named = name === NAME ? reader.readText() : reader.sharedText(name - SHARED_NAME);
    const comma = text === '{' ? '' : ',';
    text += `${comma}${JSON.stringify(named)}:${unpackJson(reader)}`;
  }
  return `${text}}`;
}
