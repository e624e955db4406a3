import type { OrderInput } from '../../machines/index.ts';
import { RowIndex, type TextRows } from '../base/rowIndex.ts';
import type { ActorArchive } from '../runtime/actorArchive.ts';
import type { ActorState, Resident, ResidentMap } from '../runtime/actorKind.ts';
import type { LiveActor } from '../runtime/liveActor.ts';
import { liveChange } from '../runtime/residents.ts';
import type { HoldOwner, HoldOwners } from '../stock/holdRegister.ts';
import type { KnownUser, Users } from '../users/users.ts';
import type { OrderIndex } from './orderIndex.ts';
import type { OrderNotes } from './orderNotes.ts';

const CHUNK_BITS = 12;
const CHUNK_SIZE = 2 ** CHUNK_BITS;

interface Chunk {
  readonly ids: (string | undefined)[];
  readonly residents: (Resident | undefined)[];
  /** The row of the user's order before, plus 1; 0 if there is none. */
  readonly previous: Uint32Array;
}

/**
 * All orders of a shop without a durable store, in rows in the order of their checkouts. Each row has
 * the order, as an actor or as the handle of its record, and leads to the order that the same user placed
 * before. Grows by chunks, so that no growth stops the shop.
 */
export class OrderTable implements ResidentMap, OrderIndex, HoldOwners, TextRows {
  readonly #users: Users;
  readonly #archive: ActorArchive;
  readonly #rows = new RowIndex(this);
  readonly #chunks: Chunk[] = [];
  #size = 0;
  #liveCount = 0;
  /** The id that was looked up last: a command asks for one order several times. */
  #lastId: string | undefined = undefined;
  /** Its row; -1 if there is no such order. */
  #lastRow = -1;

  constructor(users: Users, archive: ActorArchive) {
    this.#users = users;
    this.#archive = archive;
  }

  /** The number of rows, those of deleted orders included. */
  get size(): number {
    return this.#size;
  }

  get liveCount(): number {
    return this.#liveCount;
  }

  get(orderId: string): Resident | undefined {
    const row = this.#rowOf(orderId);
    return row < 0 ? undefined : this.#resident(row);
  }

  set(orderId: string, resident: Resident): void {
    let row = this.#rowOf(orderId);
    if (row < 0) {
      row = this.#size++;
      this.#rows.add(orderId, row);
      this.#chunkOf(row).ids[row % CHUNK_SIZE] = orderId;
      this.#lastRow = row;
    }
    const { residents } = this.#chunkOf(row);
    this.#liveCount += liveChange(residents[row % CHUNK_SIZE], resident);
    residents[row % CHUNK_SIZE] = resident;
  }

  delete(orderId: string): void {
    const row = this.#rowOf(orderId);
    if (row < 0) return;
    this.#rows.delete(orderId);
    this.#lastRow = -1;
    const { ids, residents } = this.#chunkOf(row);
    ids[row % CHUNK_SIZE] = undefined;
    this.#liveCount += liveChange(residents[row % CHUNK_SIZE], undefined);
    residents[row % CHUNK_SIZE] = undefined;
  }

  *values(): Generator<Resident> {
    for (let row = 0; row < this.#size; row++) {
      const resident = this.#resident(row);
      if (resident !== undefined) yield resident;
    }
  }

  /** @returns the user of the order. */
  add({ orderId, userId }: OrderInput): KnownUser | undefined {
    const row = this.#rowOf(orderId);
    const user = this.#users.find(userId);
    if (row < 0 || user === undefined) return user;
    this.#chunkOf(row).previous[row % CHUNK_SIZE] = user.lastOrder + 1;
    user.lastOrder = row;
    return user;
  }

  ownerOf(orderId: string): HoldOwner | undefined {
    const order = this.get(orderId);
    return typeof order === 'object' ? notesOf(order) : undefined;
  }

  *owners(): Generator<HoldOwner> {
    for (const order of this.values()) {
      const owner = typeof order === 'object' ? notesOf(order) : undefined;
      if (owner !== undefined) yield owner;
    }
  }

  *ordersOf(userId: string, before?: string): Generator<ActorState> {
    const end = before === undefined ? this.#size : this.#rowOf(before);
    let row = this.#users.find(userId)?.lastOrder ?? -1;
    for (; row >= 0; row = this.#previous(row)) {
      const resident = row < end ? this.#resident(row) : undefined;
      if (typeof resident === 'object') yield resident as LiveActor;
      else if (resident !== undefined) yield this.#archived(resident);
    }
  }

  *idsOf(userId: string): Generator<string> {
    let row = this.#users.find(userId)?.lastOrder ?? -1;
    for (; row >= 0; row = this.#previous(row)) {
      const orderId = this.#chunkOf(row).ids[row % CHUNK_SIZE];
      if (orderId !== undefined) yield orderId;
    }
  }

  hasText(row: number, orderId: string): boolean {
    const { ids, residents } = this.#chunkOf(row);
    const resident = residents[row % CHUNK_SIZE];
    // An actor is read next in any case, its id in the chunk is not.
    if (typeof resident === 'object') return (resident as LiveActor).name === orderId;
    return ids[row % CHUNK_SIZE] === orderId;
  }

  /** The row of the user's order before; -1 if there is none. */
  #previous(row: number): number {
    return (this.#chunkOf(row).previous[row % CHUNK_SIZE] as number) - 1;
  }

  #rowOf(orderId: string): number {
    if (orderId !== this.#lastId) {
      this.#lastRow = this.#rows.find(orderId);
      this.#lastId = orderId;
    }
    return this.#lastRow;
  }

  #archived(handle: number): ActorState {
    return this.#archive.get(handle).snapshot as unknown as ActorState;
  }

  #resident(row: number): Resident | undefined {
    return this.#chunkOf(row).residents[row % CHUNK_SIZE];
  }

  #chunkOf(row: number): Chunk {
    const index = row >>> CHUNK_BITS;
    let chunk = this.#chunks[index];
    if (chunk === undefined) {
      chunk = {
        ids: new Array(CHUNK_SIZE).fill(undefined),
        residents: new Array(CHUNK_SIZE).fill(undefined),
        previous: new Uint32Array(CHUNK_SIZE),
      };
      this.#chunks[index] = chunk;
    }
    return chunk;
  }
}

/** What an order in memory keeps with it; undefined until it has been created. */
function notesOf(order: object): OrderNotes | undefined {
  return (order as LiveActor).notes as OrderNotes | undefined;
}
