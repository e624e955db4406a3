import type { AnyActorRef, AnyEventObject, MachineContext } from 'xstate';
import { Copier, type Plain } from './plain.ts';

/** The arguments of guards. */
export interface GuardArgs {
  readonly context: MachineContext;
  readonly event: AnyEventObject;
}

/** The arguments of actions and expressions. */
export interface Args extends GuardArgs {
  readonly self: AnyActorRef;
  readonly system: AnyActorRef['system'];
}

/** Everything that happens in a run, in order, as data for comparing two runs. */
export class Trace {
  #copier = new Copier();
  #entries: Plain[] = [];

  note(entry: object): void {
    this.#entries.push(this.#copier.copy(entry));
  }

  /** A plain copy of a value, with the names of this run, for comparison. */
  plain(value: unknown): Plain {
    return this.#copier.copy(value);
  }

  /** Removes and returns what has been recorded since the last call. */
  take(): Plain[] {
    const taken = this.#entries;
    this.#entries = [];
    return taken;
  }

  /** Starts the record of another run. */
  begin(): void {
    this.#copier = new Copier();
    this.#entries = [];
  }

  /** A custom action that records its arguments and the state of its actor. */
  act(name: string) {
    const action = (args: Args, params?: unknown): void => {
      const { context, event, self } = args;
      const seen = self.getSnapshot();
      const system = self.system === args.system;
      this.note({ action: name, params, event, context, keys: Object.keys(args), seen, system });
    };
    // XState names an inline action after its function.
    return Object.defineProperty(action, 'name', { value: name });
  }

  /** A function (guard, assigner, expression, delay, params, output) whose calls are recorded. */
  calls<Given extends GuardArgs, Params, Result>(
    name: string,
    fn: (args: Given, params: Params) => Result,
  ): (args: Given, params: Params) => Result {
    return (args, params) => {
      const { context, event } = args;
      this.note({ called: name, params, event, context, keys: Object.keys(args) });
      return fn(args, params);
    };
  }
}
