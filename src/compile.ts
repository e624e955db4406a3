/**
 * `compile(machine)` runs an XState machine several times faster, which helps with many actors.
 *
 * ```ts
 * import { createActor } from 'xstate';
 * import { compile } from 'statecart/compile';
 *
 * const actor = createActor(compile(machine)).start();
 * ```
 *
 * @module statecart/compile
 */
export { type Compilable, compilable, compile, type Obstacle } from './xstate/compile.ts';
