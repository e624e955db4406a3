import { ByteArena } from '../base/byteArena.ts';
import { ByteReader } from '../base/byteReader.ts';
import { ByteWriter } from '../base/byteWriter.ts';
import type { ActorRecordKinds } from '../schema/actorRecord.ts';
import type { ActorRecord } from '../schema/storedActor.ts';
import type { ActorArchive, ArchivedActor } from './actorArchive.ts';

/** Archives actors of any kind: the texts that a store would get, as bytes. */
export class TextArchive implements ActorArchive {
  readonly #records: ActorRecordKinds['archived'];
  readonly #arena = new ByteArena();
  readonly #writer = new ByteWriter();

  constructor({ archived }: Pick<ActorRecordKinds, 'archived'>) {
    this.#records = archived;
  }

  get usedBytes(): number {
    return this.#arena.usedBytes;
  }

  get reservedBytes(): number {
    return this.#arena.reservedBytes;
  }

  add(actor: ArchivedActor): number {
    const { machine, name, snapshot, history } = actor;
    const text = this.#records.encode({ machine, name, snapshot, history, timers: [] });
    const writer = this.#writer;
    writer.clear();
    writer.writeText(name);
    writer.writeText(text);
    return this.#arena.allocate(writer.bytes, writer.length);
  }

  get(handle: number): ActorRecord {
    const reader = new ByteReader(this.#arena.read(handle));
    const name = reader.readText();
    return this.#records.decode(reader.readText(), this.#records.key(name));
  }

  delete(handle: number): void {
    this.#arena.free(handle);
  }
}
