import { ArgumentError } from '../base/argumentError.ts';
import type { CommandCall } from '../runtime/observer.ts';
import type { Answer } from './answer.ts';
import type { CommandContext } from './command.ts';

/** A call of a command, timed for its shop's health and for observers. */
export class TimedCall implements CommandCall {
  readonly type: string;
  readonly commandClass: CommandCall['commandClass'];
  readonly calledAt: number;
  startedAt: number | undefined;
  endedAt: number | undefined;
  refusal: string | undefined;
  error: unknown;
  readonly #context: CommandContext;

  constructor(
    { type, commandClass }: Pick<CommandCall, 'type' | 'commandClass'>,
    context: CommandContext,
  ) {
    this.type = type;
    this.commandClass = commandClass;
    this.#context = context;
    this.calledAt = context.health.now();
    this.startedAt = this.calledAt;
    if (context.engine.observers.refresh()) context.engine.observers.notify('commandStarted', this);
  }

  answered<Given extends Answer<object>>(answer: Given): Given {
    if (!answer.ok) this.refusal = answer.refusal.code;
    this.#end(false);
    return answer;
  }

  failed(error: unknown): unknown {
    this.error = error;
    this.#end(!(error instanceof ArgumentError));
    return error;
  }

  #end(isError: boolean): void {
    const { engine, health } = this.#context;
    const now = health.now();
    this.endedAt = now;
    health.answered(this.commandClass as never, now - this.calledAt, isError, 0, now);
    if (engine.observers.isWatched) engine.observers.notify('commandEnded', this);
  }
}
