import type { RefusalCode } from '../../machines/index.ts';
import type { CommandClass } from '../admission/commandClass.ts';
import type { Answer } from './answer.ts';
import { callCommand } from './callCommand.ts';
import type { AtMostThree, Command, CommandContext, RefusalsOf } from './command.ts';

/** Any command that runs in the context, with any arguments. */
interface AnyCommand<Context extends CommandContext> {
  readonly type: string;
  readonly commandClass: CommandClass;
  readonly refusals: readonly RefusalCode[];
  check(...given: never[]): unknown;
  run(context: Context, checked: never): Answer<object> | undefined;
}

/** One async function per command, by its name. */
export type Bound<Commands> = {
  readonly [Name in keyof Commands]: Commands[Name] extends {
    check(...given: infer Arguments): unknown;
    run(...given: never): Answer<infer Result> | undefined;
    readonly refusals: readonly RefusalCode[];
  }
    ? (...given: Arguments) => Promise<Answer<Result, RefusalsOf<Commands[Name]>>>
    : never;
};

/** Makes the API functions of a table of commands for one shop. A call rejects when `check` throws. */
export function bindCommands<
  Context extends CommandContext,
  const Commands extends Readonly<Record<string, AnyCommand<Context>>>,
>(commands: Commands, context: Context): Bound<Commands> {
  const bound: Record<string, unknown> = {};
  for (const [name, definition] of Object.entries(commands)) {
    const command = definition as unknown as Command<Context, string, AtMostThree, unknown, object>;
    // Parameters take less time than a list of arguments.
    bound[name] = (first: unknown, second: unknown, third: unknown) => {
      try {
        const answer = callCommand(command, context, command.check(first, second, third));
        // An async function would wrap a promise in two others.
        return answer instanceof Promise ? answer : Promise.resolve(answer);
      } catch (error) {
        return Promise.reject(error);
      }
    };
  }
  return bound as Bound<Commands>;
}
