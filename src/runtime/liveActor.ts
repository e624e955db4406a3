import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import type { RecordedFact } from '../schema/recordedFact.ts';
import { NO_CHILDREN, NO_HISTORY } from '../xstate/compile/snapshots.ts';
import type { Host } from '../xstate/host/host.ts';
import { HostedActor, type Origin } from '../xstate/host/hostedActor.ts';
import type { ActorKind } from './actorKind.ts';
import type { Placement, StoredActor } from './actorRecords.ts';
import { addressOf } from './address.ts';
import { type FactHistory, FactList } from './factHistory.ts';
import type { Timer } from './timer.ts';
import type { RingHolder, TimerRing } from './timerRing.ts';

/** An actor in memory. Its `id` is its address. */
export class LiveActor extends HostedActor implements RingHolder {
  readonly kind: ActorKind;
  /** Unique within its kind. */
  readonly name: string;
  /** Undefined if its kind stores no facts. */
  readonly history: FactHistory | undefined;
  timers: Timer | undefined = undefined;
  ring: TimerRing | undefined = undefined;
  slot = 0;
  /** What the part that it belongs to keeps with it while it is in memory. */
  notes: object | undefined = undefined;
  /** The number of the last turn that activated it. */
  turn = 0;
  /** True when it has been passivated. */
  isPassivated = false;
  /** Where its record is; undefined while it has none. */
  placement: Placement | undefined;
  /** Its number in the keys of active records; 0 while it has none. */
  activeId: number;
  /** Its address once it has been read. */
  #id: string | undefined = undefined;

  constructor(
    kind: ActorKind,
    name: string,
    origin: Origin & { readonly history?: readonly RecordedFact[] },
    host: Host,
    stored: StoredActor | undefined,
  ) {
    super(host);
    this.kind = kind;
    this.name = name;
    this.history = kind.storesHistory ? historyOf(kind, origin.history) : undefined;
    this.placement = stored?.placement;
    this.activeId = stored?.activeId ?? 0;
    this.begin(origin);
  }

  get id(): string {
    this.#id ??= addressOf(this.kind.name, this.name);
    return this.#id;
  }

  get logic(): AnyStateMachine {
    return this.kind.machine;
  }

  get hasTimers(): boolean {
    return this.timers !== undefined || this.ring !== undefined;
  }

  /** True when it has children, until it has ended: it then stays in memory. */
  get hasActiveChildren(): boolean {
    if (this.configuration !== undefined || this.status !== 'active') return false;
    for (const _ in this.snapshot.children) return true;
    return false;
  }

  /** What most charts do not have: only a snapshot that says more than the configuration has it. */
  get output(): unknown {
    return this.configuration === undefined ? this.snapshot.output : undefined;
  }

  get historyValue(): AnyMachineSnapshot['historyValue'] {
    return this.configuration === undefined ? this.snapshot.historyValue : NO_HISTORY;
  }

  get children(): AnyMachineSnapshot['children'] {
    return this.configuration === undefined ? this.snapshot.children : NO_CHILDREN;
  }

  /** The facts of its history, oldest first; empty if its kind stores none. */
  get facts(): readonly RecordedFact[] {
    return this.history?.facts(this) ?? [];
  }
}

function historyOf(kind: ActorKind, earlier: readonly RecordedFact[] | undefined): FactHistory {
  return (earlier === undefined ? kind.createHistory?.() : undefined) ?? new FactList(earlier);
}
