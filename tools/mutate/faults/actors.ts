import type { Fault } from '../fault.ts';

const SEQUENCES = 'test/properties/compile/sequences.test.ts';
const VISIBLE = 'test/properties/compile/visible/sequences.test.ts';
const ENGINE_CHARTS = 'test/properties/compile/engineCharts.test.ts';
const CORPUS = 'test/properties/compile/corpus.test.ts';
const DISPATCH = 'test/rules/shop/dispatch.test.ts';
const MESSAGES = 'test/rules/runtime/messages.test.ts';
const ACCEPTED = 'test/rules/shop/acceptedEvents.test.ts';
const KEPT = 'test/rules/shop/kept/keptValues.test.ts';

/** How actors take events: compiled charts, macrosteps, effects, and the dispatch of commands. */
export const ACTORS: readonly Fault[] = [
  {
    rule: 'the inner states of a chart are asked for a transition first',
    file: 'src/xstate/compile/configuration.ts',
    from: '#find(eventType: string): Candidate[] {\n    return [...this.nodes]\n      .reverse()',
    to: '#find(eventType: string): Candidate[] {\n    return [...this.nodes]',
    tests: [CORPUS, SEQUENCES],
  },
  {
    rule: 'the first transition whose guard holds is taken',
    file: 'src/xstate/compile/configuration.ts',
    from: 'if (guard(event, state)) return candidate;',
    to: 'if (!guard(event, state)) return candidate;',
    tests: [ENGINE_CHARTS, CORPUS],
  },
  {
    rule: 'longer wildcards are tried before shorter ones',
    file: 'src/xstate/compile/configuration.ts',
    from: 'b.length - a.length',
    to: 'a.length - b.length',
    tests: [CORPUS, SEQUENCES],
  },
  {
    rule: 'exit actions run before those of the transition',
    file: 'src/xstate/compile/macrostep.ts',
    from: 'runActions(exits, this);\n    runActions(actions, this);',
    to: 'runActions(actions, this);\n    runActions(exits, this);',
    tests: [CORPUS, SEQUENCES],
  },
  {
    rule: 'a chart that ends runs the exit actions of all its states',
    file: 'src/xstate/compile/macrostep.ts',
    from: "if (this.status === 'done') runActions(target.exitsOfAll, this);",
    to: '',
    tests: [CORPUS, SEQUENCES],
  },
  {
    rule: 'eventless transitions come before raised events',
    file: 'src/xstate/compile/macrostep.ts',
    from: 'let candidate: Candidate | undefined = mayBeEventless',
    to: 'let candidate: Candidate | undefined = mayBeEventless && !this.raised?.length',
    tests: [CORPUS, SEQUENCES],
  },
  {
    rule: 'a chart that never rests is ended',
    file: 'src/xstate/compile/macrostep.ts',
    from: 'if (++iterations > maxIterations) throw',
    to: 'if (++iterations > maxIterations + 1) throw',
    tests: [
      CORPUS,
      'test/properties/compile/mistakes.test.ts',
      'test/properties/compile/machine.test.ts',
    ],
  },
  {
    rule: 'a state that is left takes its timer with it',
    file: 'src/xstate/compile/directActions.ts',
    from: 'on.effects.cancel(resolve(sendId, args, params) as string);',
    to: '',
    tests: ['test/rules/runtime/dueTimes.test.ts'],
  },
  {
    rule: 'effects happen in the order in which actions asked for them',
    file: 'src/xstate/compile/effects.ts',
    from: 'for (let index = 0; index < this.#count; index++) {\n      run(this.#entries[index] as Effect, actor);',
    to: 'for (let index = this.#count - 1; index >= 0; index--) {\n      run(this.#entries[index] as Effect, actor);',
    tests: [MESSAGES],
  },
  {
    rule: 'a step that is used again begins empty',
    file: 'src/xstate/compile/stepState.ts',
    from: 'this.raised = undefined;\n    this.hasChanged = false;',
    to: 'this.hasChanged = false;',
    tests: [SEQUENCES, CORPUS, VISIBLE],
  },
  {
    rule: 'functions of charts of the user get arguments of their own, which they may keep',
    file: 'src/xstate/compile/standardFunctions.ts',
    from: "typeof value !== 'function' || STANDARD.has(value)",
    to: "typeof value !== 'undefined' || STANDARD.has(value)",
    tests: [KEPT],
  },
  {
    rule: 'an actor that is busy takes the next message afterwards',
    file: 'src/xstate/host/hostedActor.ts',
    from: 'if (this.#busy !== false) {',
    to: 'if (this.#busy === null) {',
    tests: [MESSAGES],
  },
  {
    rule: 'an actor that has ended takes no message',
    file: 'src/xstate/host/hostedActor.ts',
    from: 'if (this._processingStatus === STOPPED) return;\n    if (this.#busy',
    to: 'if (this.#busy',
    tests: [MESSAGES],
  },
  {
    rule: 'a command that the chart does not accept is refused',
    file: 'src/commands/dispatch.ts',
    from: 'if (transitions === undefined) return invalidTransition(snapshotOf(receiver), event);',
    to: 'if (transitions === undefined) return directory.activate(receiver);',
    tests: [DISPATCH, 'test/rules/shop/orders.test.ts'],
  },
  {
    rule: 'a guard that changes its own actor is asked again',
    file: 'src/commands/dispatch.ts',
    from: 'changesBefore ?? actor.changes',
    to: 'actor.changes',
    tests: [DISPATCH],
  },
  {
    rule: 'an actor that has ended accepts nothing',
    file: 'src/commands/acceptedTransitions.ts',
    from: "if (status !== 'active') return undefined;",
    to: '',
    tests: [ACCEPTED],
  },
  {
    rule: 'a forbidden event is refused',
    file: 'src/commands/acceptedTransitions.ts',
    from: 'return transitions?.some(doesSomething) ? transitions : undefined;',
    to: 'return transitions?.length ? transitions : undefined;',
    tests: [ACCEPTED],
  },
  {
    rule: 'a refusal names no events of the engine',
    file: 'src/commands/acceptedTransitions.ts',
    from: "&& type !== '' && !isInternal(type)",
    to: "&& type !== ''",
    tests: [DISPATCH, 'test/rules/shop/orders.test.ts', 'test/rules/badInput/sentEvents.test.ts'],
  },
  {
    rule: 'a chart that does not answer a command within its turn stops the engine',
    file: 'src/commands/runCommand.ts',
    from: 'if (answer === undefined && reply === undefined) {',
    to: 'if (answer === null) {',
    tests: ['test/rules/runtime/fixedFaults.test.ts'],
  },
  {
    rule: 'a caller gets a refusal of its own to change',
    file: 'src/commands/runCommand.ts',
    from: 'refused(copy(reply.refusal))',
    to: 'refused(reply.refusal)',
    tests: ['test/rules/shop/ownedRefusals.test.ts'],
  },
];
