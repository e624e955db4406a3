import { packJson, unpackJson } from '../store/packed/packJson.ts';
import type { RecordCodec } from './record.ts';

/** The members of a codec that writes values as JSON. */
export type JsonForm<Written> = Required<
  Pick<RecordCodec<unknown, Written>, 'syntax' | 'encode' | 'pack' | 'unpack'>
>;

/** Writes the JSON data that `toJson` makes of a value. */
export function jsonForm<Written>(toJson: (value: Written) => unknown): JsonForm<Written> {
  return {
    syntax: 'json',
    encode: (value) => JSON.stringify(toJson(value)),
    pack: (writer, value) => packJson(writer, toJson(value)),
    unpack: unpackJson,
  };
}

/** Writes values as the JSON that they are. */
export function jsonCodec<Value>(check: (value: unknown) => void): RecordCodec<Value> {
  return {
    ...jsonForm((value: Value) => value),
    decode: (text) => JSON.parse(text) as Value,
    check,
  };
}
