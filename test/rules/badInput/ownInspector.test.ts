import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { InspectionEvent } from 'xstate';
import { picture, type Stage, stage } from './stage.ts';

// The engine warns of an inspector that throws; these tests do not need the warning.
beforeEach(() => void vi.spyOn(process, 'emitWarning').mockImplementation(() => {}));
afterEach(() => void vi.restoreAllMocks());

/** A stage whose inspector runs `look` at the nth inspection event from now on. */
async function inspectedBy(look: (at: Stage, event: InspectionEvent) => void, nth = 0) {
  const state: { at?: Stage; seen: number } = { seen: 0 };
  const at = await stage({
    inspect(event) {
      if (state.at !== undefined && state.seen++ === nth) look(state.at, event);
    },
  });
  return { at, state, arm: () => Object.assign(state, { at, seen: 0 }) };
}

async function closed({ shop }: Stage): Promise<boolean> {
  const answer = await shop.users.register({ userId: 'probe', name: 'Probe' });
  return !answer.ok;
}

describe('an inspector that throws', () => {
  const commands: readonly (readonly [string, (at: Stage) => Promise<unknown>])[] = [
    ['carts.add', ({ shop }) => shop.carts.add('ada', 'mug', 1)],
    ['the first carts.add', ({ shop }) => shop.carts.add('cleo', 'mug', 1)],
    ['carts.clear', ({ shop }) => shop.carts.clear('ada')],
    ['checkout', ({ shop }) => shop.checkout('ada')],
    ['restock', ({ shop }) => shop.products.restock('mug', 5)],
    [
      'products.add',
      ({ shop }) =>
        shop.products.add({ sku: 'n', name: 'N', category: 'c', priceMinor: 1, stock: 1 }),
    ],
    [
      'orders.confirm',
      ({ shop }) => shop.orders.confirm(shop.orders.list({ userId: 'bob' })[0]?.orderId ?? ''),
    ],
    [
      'orders.cancel',
      ({ shop }) => shop.orders.cancel(shop.orders.list({ userId: 'bob' })[0]?.orderId ?? ''),
    ],
  ];

  it.each(commands)(
    'at any event of %s: the command succeeds, or has changed nothing, or the engine stops',
    async (_, run) => {
      const wrong: string[] = [];
      for (let nth = 0; nth < 60; nth++) {
        const { at, state, arm } = await inspectedBy(() => {
          throw new Error('inspector down');
        }, nth);
        const before = picture(at);
        arm();
        const outcome = await run(at).then(
          () => 'answered',
          () => 'rejected',
        );
        if (state.seen <= nth) break;
        const changed = JSON.stringify(picture(at)) !== JSON.stringify(before);
        const stopped = await closed(at);
        const audit = at.shop.audit();
        if (outcome === 'rejected' && changed && !stopped)
          wrong.push(`event ${nth}: rejected, but the shop has changed and goes on`);
        if (outcome === 'answered' && !changed)
          wrong.push(`event ${nth}: answered, but nothing has changed`);
        if (!audit.ok && !stopped) wrong.push(`event ${nth}: ${audit.problems.join('; ')}`);
      }
      expect(wrong).toEqual([]);
    },
  );

  it('at every event does not keep the shop from opening and selling', async () => {
    const at = await stage({
      inspect() {
        throw new Error('inspector down');
      },
    });
    expect(await at.shop.checkout('ada')).toMatchObject({ ok: true });
  });
});

describe('an inspector that sends commands', () => {
  it('has them rejected in the middle of a turn, and the turn goes on unaffected', async () => {
    const outcomes: Promise<string>[] = [];
    let at: Stage | undefined;
    at = await stage({
      inspect() {
        if (at === undefined) return;
        outcomes.push(
          at.shop.carts.clear('ada').then(
            () => 'answered',
            () => 'rejected',
          ),
        );
      },
    });
    expect(await at.shop.checkout('ada')).toMatchObject({ ok: true });
    expect(new Set(await Promise.all(outcomes))).toEqual(new Set(['rejected']));
    expect(at.shop.audit()).toEqual({ ok: true, problems: [] });
    expect(at.shop.carts.get('ada')?.lines).toEqual([]);
  });
});
