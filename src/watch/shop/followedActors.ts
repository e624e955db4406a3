import type { EventObject } from 'xstate';
import type { ActorKind } from '../../runtime/actorKind.ts';
import { addressOf } from '../../runtime/address.ts';
import type { Directory } from '../../runtime/directory.ts';
import type { LiveActor } from '../../runtime/liveActor.ts';
import { isUnreadable, stateOf } from '../../runtime/located.ts';
import { stateName } from '../../runtime/stateName.ts';
import { contextText } from '../contextText.ts';
import { MAX_PATH } from '../limits.ts';
import type { FollowedActor, PathStep } from '../watchTypes.ts';

/** What is recorded of an actor while somebody follows it. */
class Following {
  readonly kind: ActorKind;
  readonly name: string;
  /** How many follow it. */
  count = 0;
  readonly path: PathStep[];
  isCut = false;
  /** Its state before the event that it takes next; null if that is not known. */
  before: string | null = null;

  constructor(kind: ActorKind, name: string, path: PathStep[]) {
    this.kind = kind;
    this.name = name;
    this.path = path;
  }

  add(step: PathStep): void {
    this.path.push(step);
    if (this.path.length <= MAX_PATH) return;
    this.path.shift();
    this.isCut = true;
  }
}

/** The carts and orders that viewers follow, one by one. */
export class FollowedActors {
  readonly #directory: Directory;
  readonly #kinds: readonly ActorKind[];
  readonly #byAddress = new Map<string, Following>();
  /** By what viewers call them. */
  readonly #addresses = new Map<string, string>();

  /** @param kinds those that an id alone is looked for in, in this order. */
  constructor(directory: Directory, kinds: readonly ActorKind[]) {
    this.#directory = directory;
    this.#kinds = kinds;
  }

  get size(): number {
    return this.#byAddress.size;
  }

  has(address: string): boolean {
    return this.#byAddress.has(address);
  }

  follow(id: string): void {
    // While somebody follows an actor by this id, it stands for that actor.
    let following = this.#byAddress.get(this.#addresses.get(id) ?? '');
    if (following === undefined) {
      const { kind, name } = this.#resolve(id);
      const address = addressOf(kind.name, name);
      following = this.#byAddress.get(address) ?? this.#begin(kind, name);
      this.#byAddress.set(address, following);
      this.#addresses.set(id, address);
    }
    following.count++;
  }

  unfollow(id: string): void {
    const address = this.#addresses.get(id);
    const following = address === undefined ? undefined : this.#byAddress.get(address);
    if (address === undefined || following === undefined) return;
    if (--following.count > 0) return;
    this.#byAddress.delete(address);
    for (const [other, its] of this.#addresses) if (its === address) this.#addresses.delete(other);
  }

  clear(): void {
    this.#byAddress.clear();
    this.#addresses.clear();
  }

  /** A new actor has started. */
  started(actor: LiveActor, at: number): void {
    const to = stateName(actor.value);
    this.#byAddress.get(actor.id)?.add({ at, type: 'start', from: null, to });
  }

  /** An actor gets an event. */
  received(actor: LiveActor): void {
    const following = this.#byAddress.get(actor.id);
    // While it is busy with another event, its state is not the one before this.
    if (following !== undefined) following.before = stateName(actor.value);
  }

  /** An actor has taken an event. */
  stepped(actor: LiveActor, { type }: EventObject, at: number): void {
    const following = this.#byAddress.get(actor.id);
    if (following === undefined || type === 'xstate.stop') return;
    const to = stateName(actor.value);
    following.add({ at, type, from: following.before, to });
    following.before = to;
  }

  view(id: string): FollowedActor | null {
    const address = this.#addresses.get(id);
    const following = address === undefined ? undefined : this.#byAddress.get(address);
    if (address === undefined || following === undefined) return null;
    const { kind, name, isCut } = following;
    const path = [...following.path];
    const located = this.#directory.locate(kind, name);
    if (located === undefined || isUnreadable(located)) {
      const nothing = { chart: null, state: null, since: null, isAtLeast: false, context: '' };
      return { id: path.length > 0 ? address : id, ...nothing, path, isCut };
    }
    const { value, context } = stateOf(located);
    const { since = null, isAtLeast = false } = this.#directory.scanned(kind, name) ?? {};
    return {
      id: address,
      chart: kind.name,
      state: stateName(value),
      since,
      isAtLeast,
      context: contextText(context),
      path,
      isCut,
    };
  }

  #begin(kind: ActorKind, name: string): Following {
    const facts = this.#directory.history(kind, name) ?? [];
    const path = facts.map(({ at, type }) => ({ at, type, from: null, to: null }));
    const following = new Following(kind, name, path.slice(-MAX_PATH));
    following.isCut = path.length > MAX_PATH;
    return following;
  }

  /** The actor that an id stands for: with the name of its kind in front, or alone. */
  #resolve(id: string): { kind: ActorKind; name: string } {
    const colon = id.indexOf(':');
    const prefix = id.slice(0, Math.max(0, colon));
    const named = this.#kinds.find(({ name }) => name === prefix);
    if (named !== undefined) return { kind: named, name: id.slice(colon + 1) };
    const found = this.#kinds.find((kind) => this.#directory.exists(kind, id));
    return { kind: found ?? (this.#kinds[0] as ActorKind), name: id };
  }
}
