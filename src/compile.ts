/**
 * `compile(machine)`: any XState machine, several times faster. Of use to anyone with many actors.
 *
 * ```ts
 * import { createActor } from 'xstate';
 * import { compile } from 'statecart/compile';
 *
 * const actor = createActor(compile(machine)).start();
 * ```
 */
export { type Compilable, compilable, compile, type Obstacle } from './xstate/compile.ts';
