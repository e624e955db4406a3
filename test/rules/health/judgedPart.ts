import type { HealthFigures } from '../../../machines/index.ts';
import { Admission } from '../../../src/admission/admission.ts';
import { DEFAULT_LIMITS } from '../../../src/base/shopLimits.ts';
import { HealthPart } from '../../../src/health/healthPart.ts';
import { memoryStore } from '../../../src/index.ts';
import { Engine } from '../../../src/runtime/engine.ts';
import type { RecordedFact } from '../../../src/schema/recordedFact.ts';
import { simulatedClock } from '../../../src/testing.ts';

/** The health of an engine without a shop, whose window is what the test says. */
export async function judgedPart() {
  const clock = simulatedClock(1_000_000);
  const engine = new Engine({ clock, store: memoryStore() });
  const part = new HealthPart({
    engine,
    clock,
    admission: new Admission({
      engine,
      limits: DEFAULT_LIMITS,
      now: engine.monotonicNow,
      numberOf: () => undefined,
    }),
  });
  const facts: RecordedFact[] = [];
  const reader = {
    wantsFact: () => true,
    afterCommit: (told: readonly RecordedFact[]) => void facts.push(...told),
  };
  await engine.open([part, reader]);
  return {
    clock,
    engine,
    part,
    facts,
    /** A second passes, at the end of which the window has these figures. */
    sample(figures: HealthFigures) {
      part.figures = () => figures;
      clock.advance(1000);
      part.judge();
    },
  };
}

/** A command that is answered after this time, without having waited for its turn. */
export function answered(
  part: HealthPart,
  commandClass: 'release' | 'buy' | 'browse',
  latencyMs: number,
): void {
  const calledAt = part.now() - latencyMs;
  part.answered({ commandClass, calledAt, waitMs: 0, hasFailed: false });
}
