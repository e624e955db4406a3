import fc from 'fast-check';

/** A guard of any kind over a small context, as data that can be printed and shrunk. */
export type GuardSpec =
  | { readonly named: 'isEven' | 'isSmall' | 'alias' | 'both' | 'isIn' }
  | { readonly below: number; readonly dynamic?: boolean }
  | { readonly inline: 'odd' | 'big' | 'byEvent' }
  | { readonly stateIn: number; readonly as: 'id' | 'text' | 'object' }
  | { readonly not: GuardSpec }
  | { readonly and: readonly GuardSpec[] }
  | { readonly or: readonly GuardSpec[] }
  | { readonly fails: 'throws' | 'missing' };

export type Delay = number | 'static' | 'dynamic' | 'made';

export type ActionSpec =
  | { readonly act: string }
  | { readonly named: 'known' | 'missing' | 'addNamed'; readonly params?: number | 'made' }
  | { readonly add: number; readonly as: 'object' | 'function' }
  | { readonly refuel: number }
  | { readonly raise: string; readonly delay?: Delay; readonly id?: string }
  | {
      readonly send: string;
      readonly to: 'self' | 'probe' | 'parent' | 'nobody' | 'child';
      readonly delay?: Delay;
      readonly id?: string;
    }
  | { readonly emit: string }
  | { readonly log: string }
  | { readonly cancel: string; readonly made?: boolean }
  | { readonly enqueue: readonly ActionSpec[]; readonly when?: GuardSpec }
  | { readonly spawn: string }
  | { readonly stop: string }
  | { readonly fails: true };

export interface TransitionSpec {
  /** The index of a state, modulo the number of states, and a way to write the target. */
  readonly to?: { readonly state: number; readonly as: number };
  readonly guard?: GuardSpec;
  readonly actions?: readonly ActionSpec[];
  readonly reenter?: boolean;
}

export interface StateSpec {
  readonly children?: readonly StateSpec[];
  readonly initial?: { readonly child: number; readonly actions: readonly ActionSpec[] };
  readonly isFinal?: boolean;
  readonly hasId?: boolean;
  readonly entry?: readonly ActionSpec[];
  readonly exit?: readonly ActionSpec[];
  readonly on?: Readonly<Record<string, readonly TransitionSpec[]>>;
  /** Guarded by fuel, of which each takes one; without, if it is endless. */
  readonly always?: readonly (TransitionSpec & { readonly endless?: boolean })[];
  readonly after?: Readonly<Record<string, readonly TransitionSpec[]>>;
  readonly onDone?: readonly TransitionSpec[];
  readonly tags?: readonly string[];
  readonly meta?: number;
  readonly output?: number | 'made';
}

const EVENTS = ['e0', 'e1', 'e2', 'x.y', 'x.y.z', 'x.q'] as const;
const DESCRIPTORS = [...EVENTS, '*', 'x.*', 'x.y.*'] as const;
const IDS = ['t1', 't2'] as const;

const { guard } = fc.letrec<{ guard: GuardSpec }>((tie) => ({
  guard: fc.oneof(
    { depthSize: 'small', maxDepth: 2 },
    {
      weight: 80,
      arbitrary: fc.record({
        named: fc.constantFrom('isEven', 'isSmall', 'alias', 'both', 'isIn'),
      }),
    },
    { weight: 60, arbitrary: fc.record({ below: fc.nat(4), dynamic: fc.boolean() }) },
    { weight: 60, arbitrary: fc.record({ inline: fc.constantFrom('odd', 'big', 'byEvent') }) },
    {
      weight: 40,
      arbitrary: fc.record({ stateIn: fc.nat(9), as: fc.constantFrom('id', 'text', 'object') }),
    },
    { weight: 20, arbitrary: fc.record({ not: tie('guard') }) },
    { weight: 20, arbitrary: fc.record({ and: fc.array(tie('guard'), { maxLength: 3 }) }) },
    { weight: 20, arbitrary: fc.record({ or: fc.array(tie('guard'), { maxLength: 3 }) }) },
    { weight: 2, arbitrary: fc.record({ fails: fc.constantFrom('throws', 'missing') }) },
  ) as fc.Arbitrary<GuardSpec>,
}));

const eventType = fc.constantFrom(...EVENTS);
const delay = fc.constantFrom<Delay[]>(0, 5, 10, 'static', 'dynamic', 'made');
const timing = { delay, id: fc.constantFrom(...IDS) };

const { action } = fc.letrec<{ action: ActionSpec }>((tie) => ({
  action: fc.oneof(
    { depthSize: 'small', maxDepth: 2 },
    { weight: 80, arbitrary: fc.record({ act: fc.constantFrom('p', 'q') }) },
    {
      weight: 40,
      arbitrary: fc.record(
        {
          named: fc.constantFrom('known', 'missing', 'addNamed'),
          params: fc.oneof(fc.nat(3), fc.constant('made')),
        },
        { requiredKeys: ['named'] },
      ),
    },
    {
      weight: 80,
      arbitrary: fc.record({ add: fc.nat(3), as: fc.constantFrom('object', 'function') }),
    },
    { weight: 20, arbitrary: fc.record({ refuel: fc.nat(3) }) },
    { weight: 20, arbitrary: fc.record({ raise: eventType }) },
    { weight: 20, arbitrary: fc.record({ raise: eventType, ...timing }) },
    {
      weight: 20,
      arbitrary: fc.record(
        { send: eventType, to: fc.constantFrom('probe', 'parent', 'self', 'child'), ...timing },
        { requiredKeys: ['send', 'to'] },
      ),
    },
    { weight: 40, arbitrary: fc.record({ emit: fc.constantFrom('m', 'n') }) },
    { weight: 20, arbitrary: fc.record({ log: fc.constantFrom('l') }) },
    { weight: 20, arbitrary: fc.record({ cancel: fc.constantFrom(...IDS), made: fc.boolean() }) },
    {
      weight: 20,
      arbitrary: fc.record(
        { enqueue: fc.array(tie('action'), { maxLength: 3 }), when: guard },
        { requiredKeys: ['enqueue'] },
      ),
    },
    { weight: 10, arbitrary: fc.record({ spawn: fc.constantFrom('c1', 'c2') }) },
    { weight: 10, arbitrary: fc.record({ stop: fc.constantFrom('c1', 'c2') }) },
    { weight: 1, arbitrary: fc.record({ fails: fc.constant(true) }) },
    { weight: 1, arbitrary: fc.record({ send: eventType, to: fc.constant('nobody') }) },
  ) as fc.Arbitrary<ActionSpec>,
}));

const actions = fc.array(action, { maxLength: 3 });
const transition = fc.record(
  {
    to: fc.record({ state: fc.nat(9), as: fc.nat(3) }),
    guard,
    actions,
    reenter: fc.boolean(),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<TransitionSpec>;
const transitions = fc.array(transition, { minLength: 1, maxLength: 2 });

/** Transitions for some of these keys. */
function byKey(...keys: readonly string[]) {
  return fc.dictionary(fc.constantFrom(...keys), transitions, { maxKeys: 3 });
}

/** The members of any state; each may be missing, to which it shrinks. */
const parts = {
  hasId: fc.boolean(),
  entry: actions,
  exit: actions,
  on: byKey(...DESCRIPTORS),
  tags: fc.array(fc.constantFrom('t', 'u', 'v'), { maxLength: 2 }),
  meta: fc.nat(2),
};
const rare = {
  always: fc.array(
    fc
      .tuple(transition, fc.constantFrom(...Array<boolean>(15).fill(false), true))
      .map(([spec, endless]) => (endless ? { ...spec, endless } : spec)),
    { minLength: 1, maxLength: 2 },
  ),
  after: byKey('5', '10', 'static', 'dynamic'),
  onDone: transitions,
};

const seldom = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  { weight: 2, arbitrary: fc.record(rare, { requiredKeys: [] }) },
);

function stateOf(depth: number): fc.Arbitrary<StateSpec> {
  const leaf = fc
    .tuple(
      fc.record(parts, { requiredKeys: [] }),
      seldom,
      fc.constantFrom(false, false, false, false, false, true),
      fc.oneof(fc.nat(3), fc.constant('made' as const), fc.constant(undefined)),
    )
    .map(([some, others, isFinal, output]) => ({
      ...some,
      ...others,
      ...(isFinal && { isFinal, ...(output !== undefined && { output }) }),
    }));
  if (depth === 0) return leaf as fc.Arbitrary<StateSpec>;
  return fc.oneof(
    { weight: 3, arbitrary: leaf },
    { weight: 2, arbitrary: compound(depth) },
  ) as fc.Arbitrary<StateSpec>;
}

function compound(depth: number): fc.Arbitrary<StateSpec> {
  return fc
    .tuple(
      fc.array(stateOf(depth - 1), { minLength: 1, maxLength: 3 }),
      fc.record({ child: fc.nat(2), actions: fc.oneof(fc.constant([]), actions) }),
      fc.record(parts, { requiredKeys: [] }),
      seldom,
    )
    .map(([children, initial, some, others]) => ({ children, initial, ...some, ...others }));
}

/** The root of a machine of up to four levels below it. */
export const chartSpec: fc.Arbitrary<StateSpec> = fc
  .tuple(
    compound(4),
    fc.option(fc.oneof(fc.nat(3), fc.constant('made' as const)), { nil: undefined }),
  )
  .map(([root, output]) => ({ ...root, ...(output !== undefined && { output }) }));

export const stepsSpec = fc.array(
  fc.oneof(
    { weight: 120, arbitrary: fc.record({ type: eventType, v: fc.nat(3) }) },
    { weight: 40, arbitrary: fc.constantFrom(5, 10, 20) },
    { weight: 20, arbitrary: fc.constantFrom('unknown', 'x.else', 'constructor') },
    { weight: 4, arbitrary: fc.constantFrom('xstate.stop', 'xstate.error.actor.c1') },
  ),
  { minLength: 2, maxLength: 10 },
);
