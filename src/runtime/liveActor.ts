import type { RecordedFact } from '../schema/recordedFact.ts';
import { type Host, HostedActor, type Origin } from '../xstate/host/hostedActor.ts';
import type { ActorKind } from './actorKind.ts';
import type { Placement } from './actorRecords.ts';
import { addressOf } from './address.ts';

const FEW_FACTS = 6;

/** An actor that is in memory now. Its `id` is its address: the one name it has in the shop. */
export class LiveActor extends HostedActor {
  readonly kind: ActorKind;
  /** Which one of its kind. */
  readonly name: string;
  /** Everything it has told so far, also in earlier lives; undefined if that is not kept. */
  history: RecordedFact[] | undefined;
  /** The number of the last turn that reached it. */
  turn = 0;
  /** Set before it is stopped, so that its timers stay when it only leaves memory. */
  isPassivated = false;
  /** Where its record is, if it has one. */
  placement: Placement | undefined;
  /** Its number among the open ones. */
  readonly activeId: number;

  constructor({
    kind,
    name,
    origin,
    history,
    placement,
    activeId,
    host,
  }: {
    kind: ActorKind;
    name: string;
    origin: Origin;
    history: readonly RecordedFact[];
    placement: Placement | undefined;
    activeId: number;
    host: Host;
  }) {
    super(kind.machine, { id: addressOf(kind.name, name), origin, host });
    this.kind = kind;
    this.name = name;
    this.history = kind.keepsHistory ? [...history] : undefined;
    this.placement = placement;
    this.activeId = activeId;
  }

  recordFact(fact: RecordedFact): void {
    if (this.history === undefined) return;
    // A list that grows keeps room for sixteen more; most actors never tell more than a few facts.
    if (this.history.length < FEW_FACTS) this.history = [...this.history, fact];
    else this.history.push(fact);
  }
}
