import { describe, expect, it } from 'vitest';
import { sequenceLayout } from '../../../../src/watch/page/messages/sequenceLayout.ts';

const message = (from: string, to: string, type = 'event') => ({ from, to, type });

describe('a sequence diagram', () => {
  it('has the shop first, and the others as they appear', () => {
    const { lifelines } = sequenceLayout([
      message('cart:ada', 'inventory'),
      message('shop', 'cart:ada'),
      message('inventory', 'order:1'),
    ]);
    expect(lifelines.map(({ id }) => id)).toEqual(['shop', 'cart:ada', 'inventory', 'order:1']);
    expect(lifelines.every(({ x }, index) => x > (lifelines[index - 1]?.x ?? 0))).toBe(true);
  });

  it('has a row for each message, from sender to receiver', () => {
    const { lifelines, arrows, height } = sequenceLayout([message('a', 'b'), message('b', 'a')]);
    const [a, b] = lifelines.map(({ x }) => x);
    expect(arrows.map(({ fromX, toX }) => [fromX, toX])).toEqual([
      [a, b],
      [b, a],
    ]);
    expect(arrows[1]?.y).toBeGreaterThan(arrows[0]?.y ?? 0);
    expect(height).toBeGreaterThan(arrows[1]?.y ?? 0);
  });

  it('has room for the labels, also between lifelines that are no neighbours', () => {
    const long = 'inventory.reserveForALongTime';
    const width = (messages: Parameters<typeof sequenceLayout>[0]) => {
      const { lifelines } = sequenceLayout(messages);
      return (lifelines.at(-1)?.x ?? 0) - (lifelines[0]?.x ?? 0);
    };
    const needed = long.length * 6;
    expect(width([message('a', 'b', long)])).toBeGreaterThan(needed);
    expect(width([message('a', 'b'), message('b', 'c'), message('a', 'c', long)])).toBeGreaterThan(
      needed,
    );
  });

  it('keeps a message to the sender within the picture', () => {
    const { arrows, width } = sequenceLayout([message('a', 'a', 'cart.reserve')]);
    expect(arrows[0]).toMatchObject({ isLoop: true });
    expect(width).toBeGreaterThan((arrows[0]?.fromX ?? 0) + 'cart.reserve'.length * 6);
  });

  it('shortens long names in the middle, and not within a character', () => {
    const id = `order:${'🛒'.repeat(60)}end`;
    const [lifeline] = sequenceLayout([message(id, 'shop')]).lifelines.slice(1);
    expect(lifeline?.id).toBe(id);
    expect([...(lifeline?.label ?? '')].length).toBe(32);
    expect(lifeline?.label).toMatch(/^order:🛒+…🛒+end$/u);
  });

  it('is empty without messages', () => {
    expect(sequenceLayout([])).toMatchObject({ lifelines: [], arrows: [] });
  });
});
