import { describe, expect, it } from 'vitest';
import { createMachine } from 'xstate';
import type { ActorKind } from '../../../src/runtime/actorKind.ts';
import { TextArchive } from '../../../src/runtime/textArchive.ts';
import { actorRecords } from '../../../src/schema/actorRecord.ts';
import { lampEngine, lamps } from './lamps.ts';

describe('a turn that is refused', () => {
  it.each([false, true])(
    'leaves no actor in memory, neither a new one nor one that it has activated (durable store: %s)',
    async (isDurable) => {
      const { engine, press } = lampEngine({ isDurable });
      await press('hall');
      await press('hall');
      expect(engine.directory.liveCount).toBe(0);
      const refuse = (name: string) =>
        engine.turn(() => {
          engine.directory.find(lamps, name);
          throw new Error('refused');
        });
      for (const name of ['hall', 'attic']) expect(() => refuse(name)).toThrow('refused');
      await engine.flushed();
      expect(engine.directory.liveCount).toBe(0);
      expect(engine.stopped).toBeUndefined();
      await press('hall');
      expect(engine.directory.peek(lamps, 'hall')).toMatchObject({
        value: 'on',
        context: { uses: 2 },
      });
    },
  );
});

describe('an actor that fails at its start', () => {
  it('leaves nothing in memory', () => {
    const machine = createMachine({
      entry: () => {
        throw new Error('no lamp today');
      },
    });
    const broken: ActorKind = { ...lamps, name: 'broken', machine };
    const { engine } = lampEngine({ kinds: [broken] });
    const start = () => engine.turn(() => engine.directory.find(broken, 'hall'));
    expect(start).toThrow('no lamp today');
    expect(engine.directory.liveCount).toBe(0);
    expect(engine.directory.exists(broken, 'hall')).toBe(false);
  });
});

describe('an archived actor', () => {
  it('that comes back into memory leaves no record behind', async () => {
    const archive = new TextArchive(actorRecords('lamp'));
    const kind: ActorKind = { ...lamps, storesHistory: false, archive };
    const { engine } = lampEngine({ kinds: [kind] });
    const press = () =>
      engine.turn(() => engine.directory.find(kind, 'hall')?.ref.send({ type: 'press' }));
    const used: number[] = [];
    for (let round = 0; round < 9; round++) {
      await press(); // On: in memory.
      used.push(archive.usedBytes);
      await press();
      used.push(archive.usedBytes);
    }
    const [, record = 0] = used;
    expect(record).toBeGreaterThan(0);
    expect(used).toEqual(Array.from({ length: 9 }, () => [0, record]).flat());
  });
});
