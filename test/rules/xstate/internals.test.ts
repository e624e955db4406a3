import { describe, expect, it } from 'vitest';
import {
  type AnyActor,
  type AnyActorLogic,
  and,
  assign,
  cancel,
  createActor,
  createMachine,
  emit,
  enqueueActions,
  fromTransition,
  not,
  or,
  raise,
  sendTo,
  setup,
} from 'xstate';
import { ServiceActor } from '../../../src/xstate/host/serviceActor.ts';
import {
  type ActorInternals,
  activeNodesOf,
  type ExecutableAction,
  guardsIn,
  internalsOf,
  isStateMachine,
  isStopped,
  NOT_STARTED,
  parentOf,
  RUNNING,
  type Scope,
  STOPPED,
} from '../../../src/xstate/internals.ts';
import * as members from './members.ts';

/** Members of the table that `given` does not have. */
function missingIn(given: object, table: object): string[] {
  return Object.keys(table).filter((name) => !(name in given));
}

const root = createActor(fromTransition((state) => state, null)).start() as unknown as AnyActor;
const machine = createMachine({ initial: 'a', states: { a: { initial: 'b', states: { b: {} } } } });

function actorOf(logic: AnyActorLogic): AnyActor {
  return createActor(logic, { parent: root } as never) as unknown as AnyActor;
}

function privatesOf(actor: AnyActor): ActorInternals {
  return actor as unknown as ActorInternals;
}

/** What the machine hands to an action, and how it hands the action itself around. */
function whatAnActionGets() {
  const scopes: Scope[] = [];
  const actions: ExecutableAction[] = [];
  const args: object[] = [];
  const acting = setup({ actions: { act: (given) => void args.push(given) } }).createMachine({
    entry: 'act',
  });
  const { getInitialSnapshot } = acting;
  const logic = Object.assign(Object.create(acting), {
    getInitialSnapshot(scope: Scope, input: unknown) {
      scopes.push(scope);
      const { actionExecutor } = scope;
      scope.actionExecutor = (action) => {
        actions.push(action);
        actionExecutor(action);
      };
      return getInitialSnapshot.call(acting, scope as never, input as never);
    },
  });
  createActor(logic as AnyActorLogic).start();
  return { scope: scopes[0] ?? {}, action: actions[0] ?? {}, args: args[0] ?? {} };
}

describe('the installed version of XState has every member that src/xstate/ uses:', () => {
  const actor = actorOf(machine);
  const { scope, action, args } = whatAnActionGets();
  const builtin = [raise({ type: 'a' }), sendTo('b', { type: 'a' }), emit({ type: 'a' })];
  const { execute: _notInAll, ...inAllActions } = members.BUILTIN_ACTION;
  it.each<readonly [of: string, given: object, table: object]>([
    ['an actor', actor, members.ACTOR],
    ['a mailbox', privatesOf(actor).mailbox, members.MAILBOX],
    ['an actor system', root.system, members.SYSTEM],
    ['an actor system', root.system, members.REPLACED_IN_SYSTEM],
    ['a snapshot', actor.getSnapshot(), members.SNAPSHOT],
    ['a machine', machine, members.MACHINE],
    ['the scope of an actor', scope, members.SCOPE],
    ['an action that is executed', action, members.EXECUTABLE_ACTION],
    ['the arguments of an action', args, members.ACTION_ARGUMENTS],
    ...builtin.map((of) => [`\`${of.name}\``, of, members.BUILTIN_ACTION] as const),
    ['`assign`', assign({}), { ...inAllActions, ...members.ASSIGN_ACTION }],
    ['`enqueueActions`', enqueueActions(() => {}), { ...inAllActions, ...members.ENQUEUE_ACTION }],
    ['`emit`', emit({ type: 'a' }), members.EMIT_ACTION],
    ['`sendTo`', sendTo('b', { type: 'a' }), members.SEND_TO_ACTION],
    ['`raise`', raise({ type: 'a' }), members.RAISE_ACTION],
    ['`cancel`', cancel('b'), members.CANCEL_ACTION],
    ['`and`', and([]), members.BUILTIN_GUARD],
    ['`or`', or([]), members.BUILTIN_GUARD],
    ['`not`', not('a'), members.BUILTIN_GUARD],
  ])('%s', (_of, given, table) => {
    expect(missingIn(given, table)).toEqual([]);
  });
});

describe('a hosted actor', () => {
  const host = {
    root,
    isInspected: false,
    holdsChildren: false,
    onStep: undefined,
    tally: undefined,
    running: undefined,
    onReceive() {},
    onEmit() {},
    onError() {},
  };
  const hosted = new ServiceActor('hosted', machine, { input: {}, host });
  const plain = actorOf(machine);

  it("has every member of XState's own", () => {
    expect(missingIn(hosted, plain)).toEqual([]);
  });

  it("has a scope with every member of XState's own", () => {
    expect(missingIn(hosted._actorScope, privatesOf(plain)._actorScope)).toEqual([]);
  });
});

describe('the accessors', () => {
  it('say who the parent of an actor is', () => {
    expect(parentOf(actorOf(machine))).toBe(root);
    expect(parentOf(root)).toBeUndefined();
  });

  it('say how far an actor is', () => {
    const actor = createActor(machine) as unknown as AnyActor;
    const privates = privatesOf(actor);
    expect(privates._processingStatus).toBe(NOT_STARTED);
    actor.start();
    expect(privates._processingStatus).toBe(RUNNING);
    expect(isStopped(actor)).toBe(false);
    actor.stop();
    expect(privates._processingStatus).toBe(STOPPED);
    expect(isStopped(actor)).toBe(true);
  });

  it('list the active states of a snapshot, the root first', () => {
    const nodes = activeNodesOf(createActor(machine).getSnapshot());
    expect(nodes.map(({ path }) => path.join('.'))).toEqual(['', 'a', 'a.b']);
  });

  it('list the guards that are combined in one', () => {
    expect(guardsIn(and(['a', 'b']))).toEqual(['a', 'b']);
    expect(guardsIn(() => true)).toEqual([]);
  });

  it('tell a machine from other logic', () => {
    expect(isStateMachine(machine)).toBe(true);
    expect(isStateMachine({ __xstatenode: true })).toBe(true);
    expect([fromTransition(() => 0, 0), {}, null, 'machine'].some(isStateMachine)).toBe(false);
  });

  it('give the way in which a system delivers', () => {
    const events: unknown[] = [];
    const target = createActor(fromTransition((_state, event) => events.push(event), 0)).start();
    internalsOf(target.system)._relay(undefined, target, { type: 'a' });
    expect(events).toEqual([{ type: 'a' }]);
  });
});
