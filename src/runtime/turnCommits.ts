import type { ActorSystem } from './actorSystem.ts';
import type { CommitQueue } from './commitQueue.ts';
import type { Observers } from './observer.ts';
import type { PartList } from './part.ts';
import { Turn, TurnOutcome } from './turn.ts';
import type { TurnSequence } from './turnSequence.ts';

/** The members of the engine that the commits of its turns use. */
interface CommittingEngine {
  readonly stopped: unknown;
  readonly observers: Observers;
  readonly commits: CommitQueue;
}

export interface TurnCommitsOptions {
  readonly engine: CommittingEngine;
  readonly turns: TurnSequence;
  readonly system: ActorSystem;
  /** Those of the engine, which come with its opening. */
  readonly parts: () => PartList;
  /** Called with the error of a commit that has failed at once. */
  readonly onFailure: (cause: unknown) => void;
}

/** Commits the changes of each turn that has run, and passes its facts on when they are durable. */
export class TurnCommits {
  readonly #options: TurnCommitsOptions;

  constructor(options: TurnCommitsOptions) {
    this.#options = options;
  }

  /** @returns undefined if the turn is durable already. @throws what the store throws. */
  commit(turn: Turn): Promise<void> | undefined {
    const { engine, turns, system, onFailure } = this.#options;
    try {
      if (engine.stopped === undefined) system.scheduler.arm();
      if (turn.changes.length > 0 || !engine.commits.isIdle) return this.#commitChanges(turn);
      this.#committed(turn);
      // Observers may keep the turns that they are called with.
      if (!engine.observers.isWatched) turns.reuse(turn);
      return undefined;
    } catch (error) {
      onFailure(error);
      throw error;
    }
  }

  #commitChanges(turn: Turn): Promise<void> | undefined {
    const { engine, turns } = this.#options;
    const outcome = engine.observers.isWatched ? turn : new TurnOutcome(turn);
    const durable = engine.commits.commit(turn.changes, () => this.#committed(outcome));
    if (outcome !== turn) turns.reuse(turn);
    return durable;
  }

  #committed(done: Turn | TurnOutcome): void {
    const { engine, system, parts } = this.#options;
    const { facts, passivating, seqBefore, lastSeq, command } = done;
    if (passivating.length > 0) system.directory.confirmPassivated(passivating);
    if (lastSeq > seqBefore) parts().afterCommit(facts, lastSeq);
    if (command !== undefined) parts().answered(command);
    const { observers } = engine;
    if (done instanceof Turn && observers.isWatched) observers.notify('committed', done);
  }
}
