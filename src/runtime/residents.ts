import { ShardedMap } from '../base/shardedMap.ts';
import type { ActorKind, ResidentMap } from './actorKind.ts';
import type { LiveActor } from './liveActor.ts';

/** All actors of an engine that need no store to be found, by kind and name. */
export class Residents {
  readonly #kinds = new Map<string, ActorKind>();
  readonly #byKind = new Map<ActorKind, ResidentMap>();

  add(kind: ActorKind): void {
    this.#kinds.set(kind.name, kind);
    this.#byKind.set(kind, kind.residents ?? new ShardedMap());
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
