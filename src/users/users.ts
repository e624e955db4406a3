import { ShardedMap } from '../base/shardedMap.ts';
import type { Resident, ResidentMap } from '../runtime/actorKind.ts';
import { liveChange } from '../runtime/residents.ts';
import { type User, userRecord } from '../schema/user.ts';
import type { Store } from '../store/store.ts';

/** All that a shop knows of one user. A command looks the user up once. */
export class KnownUser {
  /** That of the user, which most commands then need not read. */
  readonly userId: string;
  /** The position in the list of all users, which is another one each time that a shop is opened. */
  readonly index: number;
  user: User;
  /** The user's cart: an actor in memory, or the handle of its record; undefined without one. */
  cart: Resident | undefined = undefined;
  /** The row of the user's last order in the table of orders in memory; -1 without one. */
  lastOrder = -1;

  constructor(user: User, index: number) {
    this.userId = user.userId;
    this.user = user;
    this.index = index;
  }
}

/** Most shops have fewer users; see {@link ShardedMap}. */
const UNSHARDED_USERS = 2 ** 17;

/** All users by id. A stored user is read when it is first used. */
export class Users {
  /** The carts of the users, as the runtime finds them. */
  readonly carts: ResidentMap = new UserCarts(this);
  readonly #byId = new ShardedMap<KnownUser>(UNSHARDED_USERS);
  readonly #list: KnownUser[] = [];
  readonly #store: Store | undefined;
  /** The user that was found last: a command asks for one user several times. */
  #last: KnownUser | undefined = undefined;

  /** @param store undefined when all users are in memory. */
  constructor(store?: Store) {
    this.#store = store;
  }

  /** Adds the user, or replaces the one with the same id, in memory only. */
  put(user: User): KnownUser {
    let known = this.#byId.get(user.userId);
    if (known !== undefined) {
      known.user = user;
      return known;
    }
    known = new KnownUser(user, this.#list.length);
    this.#byId.set(user.userId, known);
    this.#list.push(known);
    return known;
  }

  /** The user; undefined for an unknown id. */
  get(userId: string): User | undefined {
    return this.find(userId)?.user;
  }

  /** The user with what is known besides; undefined for an unknown id. */
  find(userId: string): KnownUser | undefined {
    const last = this.#last;
    if (last !== undefined && last.userId === userId) return last;
    const known = this.#byId.get(userId);
    if (known !== undefined || this.#store === undefined) {
      this.#last = known;
      return known;
    }
    const user = userRecord.get(this.#store, userRecord.key(userId));
    return user && this.put(user);
  }

  /** The number of users in memory. */
  get size(): number {
    return this.#list.length;
  }

  /** The user with the given {@link KnownUser.index}; undefined if there is none. */
  at(index: number): KnownUser | undefined {
    return this.#list[index];
  }

  /** In the order of their indexes. */
  known(): Iterable<KnownUser> {
    return this.#list;
  }
}

/** Keeps carts with their users, so that a command looks no cart up. */
class UserCarts implements ResidentMap {
  readonly #users: Users;
  /** Carts in a store that lacks their users, which an audit reports. */
  readonly #strays = new Map<string, Resident>();
  #liveCount = 0;

  constructor(users: Users) {
    this.#users = users;
  }

  get liveCount(): number {
    return this.#liveCount;
  }

  get(userId: string): Resident | undefined {
    const user = this.#users.find(userId);
    return user === undefined ? this.#strays.get(userId) : user.cart;
  }

  set(userId: string, cart: Resident): void {
    const user = this.#users.find(userId);
    this.#liveCount += liveChange(user === undefined ? this.#strays.get(userId) : user.cart, cart);
    if (user === undefined) this.#strays.set(userId, cart);
    else user.cart = cart;
  }

  delete(userId: string): void {
    const user = this.#users.find(userId);
    this.#liveCount += liveChange(user?.cart, undefined);
    if (user !== undefined) user.cart = undefined;
    if (this.#strays.size === 0) return;
    this.#liveCount += liveChange(this.#strays.get(userId), undefined);
    this.#strays.delete(userId);
  }

  *values(): Generator<Resident> {
    for (const { cart } of this.#users.known()) if (cart !== undefined) yield cart;
    yield* this.#strays.values();
  }
}
