import type { Engine } from '../runtime/engine.ts';
import type { CommandCall } from '../runtime/observer.ts';
import type { Answer } from './answer.ts';

/** A call of a command, as the observers of its engine see it. */
export class WatchedCall implements CommandCall {
  readonly type: string;
  readonly commandClass: CommandCall['commandClass'];
  readonly calledAt: number;
  startedAt: number | undefined;
  endedAt: number | undefined;
  refusal: string | undefined;
  error: unknown;
  readonly #engine: Engine;

  constructor(
    { type, commandClass }: Pick<CommandCall, 'type' | 'commandClass'>,
    engine: Engine,
    calledAt: number,
  ) {
    this.type = type;
    this.commandClass = commandClass;
    this.calledAt = calledAt;
    this.#engine = engine;
    engine.observers.notify('commandStarted', this);
  }

  /** Runs the call, and tells the observers how it ends. @throws what it throws. */
  run<Given extends Answer<object>>(call: () => Given | Promise<Given>): Given | Promise<Given> {
    let answer: Given | Promise<Given>;
    try {
      answer = call();
    } catch (error) {
      throw this.#failed(error);
    }
    if (!(answer instanceof Promise)) return this.#answered(answer);
    return answer.then(
      (given) => this.#answered(given),
      (error) => {
        throw this.#failed(error);
      },
    );
  }

  #answered<Given extends Answer<object>>(answer: Given): Given {
    if (!answer.ok) this.refusal = answer.refusal.code;
    this.#notifyEnd();
    return answer;
  }

  #failed(error: unknown): unknown {
    this.error = error;
    this.#notifyEnd();
    return error;
  }

  #notifyEnd(): void {
    const { monotonicNow, observers } = this.#engine;
    this.endedAt = monotonicNow();
    observers.notify('commandEnded', this);
  }
}
