import { ShardedMap } from '../base/shardedMap.ts';
import type { ActorKind, Resident, ResidentMap } from './actorKind.ts';
import type { LiveActor } from './liveActor.ts';

/** The residents of a kind whose part keeps them nowhere else. */
class NamedResidents implements ResidentMap {
  readonly #byName = new ShardedMap<Resident>();
  #liveCount = 0;

  get liveCount(): number {
    return this.#liveCount;
  }

  get(name: string): Resident | undefined {
    return this.#byName.get(name);
  }

  set(name: string, resident: Resident): void {
    this.#liveCount += liveChange(this.#byName.get(name), resident);
    this.#byName.set(name, resident);
  }

  delete(name: string): void {
    this.#liveCount += liveChange(this.#byName.get(name), undefined);
    this.#byName.delete(name);
  }

  values(): Iterable<Resident> {
    return this.#byName.values();
  }
}

/** By how much the number of actors in memory changes when one resident takes the place of another. */
export function liveChange(before: Resident | undefined, after: Resident | undefined): number {
  return Number(typeof after === 'object') - Number(typeof before === 'object');
}

/** All actors of an engine that need no store to be found, by kind and name. */
export class Residents {
  readonly #kinds = new Map<string, ActorKind>();
  readonly #byKind = new Map<ActorKind, ResidentMap>();

  add(kind: ActorKind): void {
    this.#kinds.set(kind.name, kind);
    this.#byKind.set(kind, kind.residents ?? new NamedResidents());
  }

  get kinds(): Iterable<ActorKind> {
    return this.#kinds.values();
  }

  kindNamed(name: string): ActorKind | undefined {
    return this.#kinds.get(name);
  }

  of(kind: ActorKind): ResidentMap {
    return this.#byKind.get(kind) as ResidentMap;
  }

  live(kind: ActorKind, name: string): LiveActor | undefined {
    const resident = this.of(kind).get(name);
    return typeof resident === 'object' ? (resident as LiveActor) : undefined;
  }

  *allLive(): Generator<LiveActor> {
    for (const residents of this.#byKind.values()) {
      for (const resident of residents.values()) {
        if (typeof resident === 'object') yield resident as LiveActor;
      }
    }
  }
}
