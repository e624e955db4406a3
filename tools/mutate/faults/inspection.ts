import type { Fault } from '../fault.ts';

const SHOWN = 'test/rules/inspect/inspectShop.test.ts';
const STATELY = 'test/process/inspect/stately.test.ts';
const ATTACKS = 'test/process/inspect/attacks.test.ts';

/** What inspectors are shown of a shop, and who may view it. */
export const INSPECTION_FAULTS: readonly Fault[] = [
  {
    rule: 'an actor is looked at when it has taken an event, with all effects',
    file: 'src/xstate/host/hostedActor.ts',
    from: 'if (this.host.onStep !== undefined) this.host.onStep(this, event);',
    to: '',
    tests: [SHOWN],
  },
  {
    rule: 'a message has the sender that it was sent by',
    file: 'src/inspect/shopInspection.ts',
    from: 'const source = this.#target === actor ? this.#source : undefined;',
    to: 'const source = this.#source;',
    tests: [SHOWN],
  },
  {
    rule: 'an actor that leaves memory is not told to have stopped',
    file: 'src/inspect/shopInspection.ts',
    from: "if (event.type === 'xstate.stop') return;\n    const shown = this.#find(actor);\n    if (shown === undefined || shown === this.#inventory) return;",
    to: 'const shown = this.#find(actor);\n    if (shown === undefined || shown === this.#inventory) return;',
    tests: [SHOWN],
  },
  {
    rule: 'an actor that was shown in an earlier state is shown to its end',
    file: 'src/inspect/shopInspection.ts',
    from: 'this.#lookUp(actor) ??',
    to: '',
    tests: [SHOWN],
  },
  {
    rule: 'the inventory shows what it was asked by shown actors only',
    file: 'src/inspect/shopInspection.ts',
    from: 'return this.#stock.has((event as AnyEventObject).sku);',
    to: 'return true;',
    tests: [SHOWN],
  },
  {
    rule: 'an actor without room is left out',
    file: 'src/inspect/shownActors.ts',
    from: 'return this.#byId.size < this.#most;',
    to: 'return true;',
    tests: [SHOWN],
  },
  {
    rule: 'a message beyond the rate is left out',
    file: 'src/inspect/pacedMessages.ts',
    from: 'if (this.#rate.retryAfterMs(0, performance.now()) === 0) return true;',
    to: 'return true;',
    tests: [SHOWN],
  },
  {
    rule: 'the last state follows what was left out',
    file: 'src/inspect/pacedMessages.ts',
    from: '      this.#leftOut++;\n      this.#sendLater(actor);',
    to: '      this.#leftOut++;',
    tests: [SHOWN],
  },
  {
    rule: 'an inspection that has ended watches nothing',
    file: 'src/inspect/shopInspection.ts',
    from: '    this.#remove();\n',
    to: '',
    tests: [SHOWN],
  },
  {
    rule: 'a viewer that comes late is introduced to all actors',
    file: 'src/inspect/inspectShop.ts',
    from: 'viewer.introduce(inspection.introductions());',
    to: '',
    tests: [STATELY],
  },
  {
    rule: 'a shop that nobody views is not watched',
    file: 'src/inspect/server/viewerServer.ts',
    from: 'for (const source of this.#sources) source.end();',
    to: '',
    tests: [ATTACKS],
  },
  {
    rule: 'a name that leads to this machine is not its own',
    file: 'src/web/ownOrigin.ts',
    from: 'const isOwn = LOOPBACK_HOSTS.some(',
    to: 'const isOwn = true || LOOPBACK_HOSTS.some(',
    tests: [ATTACKS],
  },
  {
    rule: 'a page of another site does not listen',
    file: 'src/web/ownOrigin.ts',
    from: 'return isOwn && (origin === undefined || isSameOrigin(origin, host));',
    to: 'return isOwn;',
    tests: [ATTACKS],
  },
  {
    rule: 'a viewer that takes nothing does not fill the memory, and is introduced again',
    file: 'src/inspect/server/viewer.ts',
    from: 'else this.isBehind = true;',
    to: '',
    tests: [ATTACKS],
  },
  {
    rule: 'a viewer has nothing to say',
    file: 'src/inspect/server/viewerServer.ts',
    from: "opened.on('message', () => opened.close(POLICY_VIOLATION, 'this server only sends'));",
    to: '',
    tests: [ATTACKS],
  },
  {
    rule: 'there are as many viewers as there may be',
    file: 'src/inspect/server/viewerServer.ts',
    from: 'return this.#viewers.size < MAX_VIEWERS ? undefined',
    to: 'return this.#viewers.size >= 0 ? undefined',
    tests: [ATTACKS],
  },
];
