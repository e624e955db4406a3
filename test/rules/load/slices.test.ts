import { describe, expect, it } from 'vitest';
import { memoryStore } from '../../../src/index.ts';
import { loopTurn } from '../loopTurns.ts';
import { accepted } from '../shop/openShop.ts';
import { addMugs, openBusyShop } from './openBusyShop.ts';

const mugsOf = (cart: { lines: { quantity: number }[] } | undefined) =>
  cart?.lines[0]?.quantity ?? 0;

describe('commands in one turn of the event loop', () => {
  it('run at once for the length of a slice, and then one slice in each further turn', async () => {
    const { shop } = await openBusyShop({ sliceMs: 5 });
    const answers = addMugs(shop, 20);
    let before = 0;
    for (let ran = mugsOf(shop.carts.get('ada')); before < 20; ) {
      // The first line sets a timer, which takes a millisecond more.
      expect(ran - before).toBeGreaterThanOrEqual(ran === 20 ? 1 : 4);
      expect(ran - before).toBeLessThanOrEqual(5);
      before = ran;
      await loopTurn();
      ran = mugsOf(shop.carts.get('ada'));
    }
    const carts = (await Promise.all(answers)).map((answer) => accepted(answer).cart);
    expect(carts.map(mugsOf)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });

  it('all run at once without an end of the slice', async () => {
    const { shop } = await openBusyShop({ sliceMs: Infinity, shedAboveMs: Infinity });
    void addMugs(shop, 5000);
    expect(mugsOf(shop.carts.get('ada'))).toBe(5000);
  });

  it('let sockets and timers have their turn, also when each is awaited before the next', async () => {
    const { shop } = await openBusyShop({ sliceMs: 5 });
    let turns = 0;
    let isOver = false;
    const host = () => {
      turns++;
      if (!isOver) setImmediate(host);
    };
    setImmediate(host);
    for (let count = 0; count < 100; count++) await shop.carts.add('ada', 'mug', 1);
    isOver = true;
    expect(turns).toBeGreaterThanOrEqual(100 / 5 - 1);
  });

  it('wait no longer than those before them take, when the slice was used up by the host', async () => {
    const { shop, clock } = await openBusyShop({ sliceMs: 5 });
    const first = shop.carts.add('ada', 'mug', 1);
    clock.pass(50);
    const second = shop.carts.add('ada', 'mug', 1);
    expect(mugsOf(shop.carts.get('ada'))).toBe(1);
    await loopTurn();
    expect(mugsOf(shop.carts.get('ada'))).toBe(2);
    expect((await first).ok && (await second).ok).toBe(true);
  });
});

describe('commands that wait', () => {
  it('run by class: what releases stock first, then checkouts, then the others', async () => {
    const { shop } = await openBusyShop({ sliceMs: 5 });
    accepted(await shop.carts.add('bob', 'mug', 1));
    const { order } = accepted(await shop.checkout('bob'));
    accepted(await shop.carts.add('bob', 'mug', 1));
    await loopTurn();
    await loopTurn();
    const done: string[] = [];
    const note = (name: string) => () => done.push(name);
    const calls = [
      ...addMugs(shop, 5),
      shop.carts.add('cem', 'mug', 1).then(note('add')),
      shop.checkout('bob').then(note('checkout')),
      shop.orders.confirm(order.orderId).then(note('confirm')),
    ];
    await Promise.all(calls);
    expect(done).toEqual(['confirm', 'checkout', 'add']);
  });

  it('never overtake an earlier command of their user', async () => {
    const { shop } = await openBusyShop({ sliceMs: 2 });
    const calls = [...addMugs(shop, 4, 'cem'), ...addMugs(shop, 3), shop.checkout('ada')];
    const [bought] = (await Promise.all(calls)).slice(-1);
    expect(bought).toMatchObject({ ok: true, order: { lines: [{ quantity: 3 }] } });
  });

  it('are answered when the shop is closed: they were called before', async () => {
    const { shop } = await openBusyShop();
    const answers = addMugs(shop, 50);
    await shop.close();
    for (const answer of await Promise.all(answers)) expect(answer.ok).toBe(true);
    expect(await shop.carts.add('ada', 'mug', 1)).toMatchObject({ refusal: { code: 'closed' } });
  });

  it('are refused with `closed` when the shop stops on a fault before their turn', async () => {
    const store = memoryStore();
    let isBroken = false;
    const commit = (changes: Parameters<typeof store.commit>[0]) =>
      isBroken ? Promise.reject(new Error('the disk is gone')) : store.commit(changes);
    const { shop } = await openBusyShop({ store: { ...store, commit }, sliceMs: 5 });
    isBroken = true;
    const answers = await Promise.allSettled(addMugs(shop, 20));
    const told = answers.map((answer) =>
      answer.status === 'rejected' ? answer.reason.message : answer.value,
    );
    const ran = told.filter((answer) => answer === 'the disk is gone').length;
    expect(ran).toBeGreaterThanOrEqual(4);
    expect(ran).toBeLessThanOrEqual(5);
    for (const answer of told.slice(ran)) {
      expect(answer).toMatchObject({ ok: false, refusal: { code: 'closed' } });
    }
  });

  it('reject with the error of their turn', async () => {
    const pricing = () => {
      throw new Error('no price today');
    };
    const { shop } = await openBusyShop({ sliceMs: 1 });
    accepted(await shop.carts.add('ada', 'mug', 1));
    void shop.carts.add('bob', 'mug', 1);
    await expect(shop.checkout('ada', { pricing })).rejects.toThrow('no price today');
    expect(mugsOf(shop.carts.get('ada'))).toBe(1);
  });
});
