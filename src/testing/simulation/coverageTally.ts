import type { ActorTally } from '../../runtime/actorTally.ts';
import type { LiveActor } from '../../runtime/liveActor.ts';
import { engineOf } from '../../shopEngine.ts';
import type { Shop } from '../../shopTypes.ts';
import type { Candidate } from '../../xstate/compile/configuration.ts';
import type { Transitions } from '../../xstate/decidingMachine.ts';
import type { SteppedActor } from '../../xstate/host/host.ts';
import { activeNodesOf } from '../../xstate/internals.ts';
import { CoverageOfChart } from './chartCoverage.ts';

const KINDS = ['cart', 'order'] as const;

/** Watches which states and events of carts and orders the shops of a simulation reach. */
export class CoverageTally implements ActorTally {
  readonly charts = { cart: new CoverageOfChart(), order: new CoverageOfChart() };

  watch(shop: Shop): void {
    const directory = engineOf(shop)?.engine.directory;
    if (directory === undefined) return;
    directory.tally = this;
    for (const name of KINDS) {
      const kind = directory.kindNamed(name);
      if (kind !== undefined) this.charts[name].add(kind.machine);
    }
    // What timers have done while the shop was opened.
    for (const [, actor] of directory.live()) this.started(actor);
  }

  took({ transition }: Candidate): void {
    for (const name of KINDS) this.charts[name].take(transition);
  }

  tookAll(transitions: Transitions): void {
    for (const transition of transitions) {
      for (const name of KINDS) this.charts[name].take(transition);
    }
  }

  stepped(actor: SteppedActor): void {
    if ('kind' in actor) this.started(actor as LiveActor);
  }

  started(actor: LiveActor): void {
    const { kind, configuration, snapshot } = actor;
    if (kind.name !== 'cart' && kind.name !== 'order') return;
    this.charts[kind.name].reach(configuration?.nodes ?? activeNodesOf(snapshot));
  }

  disposed(): void {}

  released(): void {}
}
