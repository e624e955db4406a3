import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import type { RecordedFact } from '../schema/recordedFact.ts';
import { NO_CHILDREN, NO_HISTORY } from '../xstate/compile/snapshots.ts';
import type { Host } from '../xstate/host/host.ts';
import { HostedActor, type Origin } from '../xstate/host/hostedActor.ts';
import type { ActorKind } from './actorKind.ts';
import { type RecordStatus, recordStatusOf, type StoredActor } from './actorRecords.ts';
import { addressOf } from './address.ts';
import { type FactHistory, FactList } from './factHistory.ts';
import { movedTimes } from './rebase.ts';
import type { Timer } from './timer.ts';
import { IN_NO_RING, type RingHolder } from './timerRing.ts';

/** An actor in memory. Its `id` is its address. */
export class LiveActor extends HostedActor implements RingHolder {
  // What each step needs comes first: it is fetched together.
  readonly kind: ActorKind;
  /** The number of the last turn that activated it. */
  turn = 0;
  /**
   * What the part that it belongs to keeps with it while it is in memory. If its kind stores facts, this is
   * its {@link LiveActor.history} from the start on.
   */
  notes: object | undefined;
  ringSlot = IN_NO_RING;
  /** Unique within its kind. */
  readonly name: string;
  timers: Timer | undefined = undefined;
  /** True when it has been passivated. */
  isPassivated = false;
  /** Where its record is; undefined without a durable store. */
  recordStatus: RecordStatus | undefined;
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
    this.notes = kind.storesHistory ? historyOf(kind, origin.history) : undefined;
    this.recordStatus = stored && recordStatusOf(stored);
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
    return this.timers !== undefined || this.ringSlot !== IN_NO_RING;
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

  /** The facts that it has emitted, before earlier passivations too; undefined if its kind stores none. */
  get history(): FactHistory | undefined {
    return this.kind.storesHistory ? (this.notes as FactHistory) : undefined;
  }

  /** The facts of its history, oldest first; empty if its kind stores none. */
  get facts(): readonly RecordedFact[] {
    return this.history?.facts(this) ?? [];
  }

  /**
   * Moves the deadlines in its context.
   *
   * @param byMs how far the wall clock has jumped, in milliseconds.
   */
  rebase(byMs: number): void {
    const { kind, status, history, recordStatus } = this;
    if (recordStatus?.state !== undefined) {
      const { value, since } = recordStatus.state;
      recordStatus.state = { value, since: movedTimes(since, byMs) };
    }
    if (kind.rebase === undefined || status !== 'active') return;
    const context = kind.rebase(this.context, byMs);
    if (context === this.context) return;
    // The facts that it has emitted stay what they were.
    if (history?.asEmitted !== undefined) this.notes = history.asEmitted(this);
    this.replaceContext(context);
  }
}

function historyOf({ createHistory }: ActorKind, earlier?: readonly RecordedFact[]): FactHistory {
  return createHistory === undefined ? new FactList(earlier) : createHistory(earlier);
}
