import type { OrderInput } from '../../machines/index.ts';
import { ShardedMap } from '../base/shardedMap.ts';
import type { ActorArchive } from '../runtime/actorArchive.ts';
import type { ActorState, Resident, ResidentMap } from '../runtime/actorKind.ts';
import type { LiveActor } from '../runtime/liveActor.ts';
import type { HoldOwner, HoldOwners } from '../stock/holdRegister.ts';
import type { KnownUser, Users } from '../users/users.ts';
import type { OrderIndex } from './orderIndex.ts';
import type { OrderNotes } from './orderNotes.ts';

const CHUNK_BITS = 12;
const CHUNK_SIZE = 2 ** CHUNK_BITS;

interface Chunk {
  readonly residents: (Resident | undefined)[];
  /** The row of the user's order before, plus 1; 0 if there is none. */
  readonly previous: Uint32Array;
}

/**
 * All orders of a shop without a durable store, in rows in the order of their checkouts. Each row has
 * the order, as an actor or as the handle of its record, and leads to the order that the same user placed
 * before. Grows by chunks, so that no growth stops the shop.
 */
export class OrderTable implements ResidentMap, OrderIndex, HoldOwners {
  readonly #users: Users;
  readonly #archive: ActorArchive;
  /**
   * An order in memory, or the row of another one. In shards from the first order on: there will be many, and
   * the last ones are looked up most.
   */
  readonly #byId = new ShardedMap<LiveActor | number>(0);
  readonly #chunks: Chunk[] = [];
  #size = 0;
  /** The id that was looked up last: a command asks for one order several times. */
  #lastId: string | undefined = undefined;
  /** What was found: undefined if there is no such order. */
  #lastFound: LiveActor | number | undefined = undefined;

  constructor(users: Users, archive: ActorArchive) {
    this.#users = users;
    this.#archive = archive;
  }

  get(orderId: string): Resident | undefined {
    const found = this.#find(orderId);
    return typeof found === 'number' ? this.#resident(found) : found;
  }

  set(orderId: string, resident: Resident): void {
    const row = this.#rowOf(orderId) ?? this.#size++;
    const found = typeof resident === 'object' ? (resident as LiveActor) : row;
    if (typeof found === 'object') (found.notes as OrderNotes).row = row;
    this.#byId.set(orderId, found);
    this.#lastId = orderId;
    this.#lastFound = found;
    this.#chunkOf(row).residents[row % CHUNK_SIZE] = resident;
  }

  delete(orderId: string): void {
    const row = this.#rowOf(orderId);
    if (row === undefined) return;
    this.#byId.delete(orderId);
    this.#lastFound = undefined;
    this.#chunkOf(row).residents[row % CHUNK_SIZE] = undefined;
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
    if (row === undefined || user === undefined) return user;
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
    const end = before === undefined ? this.#size : (this.#rowOf(before) ?? 0);
    let row = this.#users.find(userId)?.lastOrder ?? -1;
    for (; row >= 0; row = (this.#chunkOf(row).previous[row % CHUNK_SIZE] as number) - 1) {
      const resident = row < end ? this.#resident(row) : undefined;
      if (typeof resident === 'object') yield resident as LiveActor;
      else if (resident !== undefined) yield this.#archived(resident);
    }
  }

  #find(orderId: string): LiveActor | number | undefined {
    if (orderId === this.#lastId) return this.#lastFound;
    const found = this.#byId.get(orderId);
    this.#lastId = orderId;
    this.#lastFound = found;
    return found;
  }

  #rowOf(orderId: string): number | undefined {
    const found = this.#find(orderId);
    return typeof found === 'object' ? (found.notes as OrderNotes).row : found;
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
