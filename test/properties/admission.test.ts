import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Answer, createShop } from '../../src/index.ts';
import { BusyClock } from '../load/busyClock.ts';
import { loopTurn } from '../rules/loopTurns.ts';
import { runs } from './runs.ts';

const USERS = ['ada', 'bob', 'cem'] as const;
const user = fc.constantFrom(...USERS);

/** What a random load does: calls a number of commands in one turn of the event loop, or lets time pass. */
const step = fc.oneof(
  fc.record({ does: fc.constant('browse' as const), user, count: fc.integer({ min: 1, max: 60 }) }),
  fc.record({ does: fc.constant('buy' as const), user, count: fc.integer({ min: 1, max: 60 }) }),
  fc.record({
    does: fc.constant('release' as const),
    user,
    count: fc.integer({ min: 1, max: 60 }),
  }),
  fc.record({ does: fc.constant('turn' as const), user, count: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ does: fc.constant('pass' as const), user, count: fc.integer({ min: 1, max: 40 }) }),
);

interface Call {
  readonly does: 'browse' | 'buy' | 'release';
  readonly user: string;
  readonly calledAt: number;
  readonly number: number;
}

describe('under any load', () => {
  it('every call is answered, release is never refused, and a user is served in order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 40 }),
        fc.record({
          sliceMs: fc.integer({ min: 1, max: 5 }),
          shedAboveMs: fc.integer({ min: 5, max: 60 }),
          maxWaiting: fc.integer({ min: 5, max: 200 }),
          costMs: fc.constantFrom(0.25, 1, 3),
        }),
        async (steps, { costMs, ...limits }) => {
          const clock = new BusyClock();
          const shop = await createShop({ clock, ...limits, maxWaitMs: 200 });
          const mug = { sku: 'mug', name: 'Mug', category: 'kitchen', priceMinor: 1 };
          await shop.products.add({ ...mug, stock: 1_000_000 });
          for (const userId of USERS) await shop.users.register({ userId, name: userId });
          await loopTurn();
          clock.costMs = costMs;

          const served: Call[] = [];
          const answers: Promise<void>[] = [];
          let [number, unpaid, refusals] = [0, 0, 0];
          const note = (call: Call, answer: Promise<Answer<object>>) => {
            answers.push(
              answer.then((given) => {
                const isRefused = !given.ok && given.refusal.code === 'overloaded';
                if (!isRefused) {
                  served.push(call);
                  return;
                }
                refusals++;
                expect(call.does).not.toBe('release');
                expect(given.refusal.retryAfterMs).toBeGreaterThan(0);
              }),
            );
          };
          for (const { does, user: userId, count } of steps) {
            for (let times = 0; times < count; times++) {
              const call = { user: userId, calledAt: clock.ms, number: number++ };
              if (does === 'browse') {
                note({ ...call, does }, shop.carts.add(userId, 'mug', 1));
              } else if (does === 'buy') {
                note({ ...call, does }, shop.checkout(userId));
              } else if (does === 'release') {
                unpaid++;
                note({ ...call, does }, shop.orders.confirm(`none-${unpaid}`));
              } else if (does === 'turn') await loopTurn();
              else clock.pass(1);
            }
          }
          await Promise.all(answers);
          expect(answers.length).toBe(served.length + refusals);

          for (const userId of USERS) {
            // What releases stock is nobody's: it has no order among the commands of a user.
            const own = served.filter((call) => call.user === userId && call.does !== 'release');
            const numbers = own.map((call) => call.number);
            expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
          }
          expect(shop.audit().problems).toEqual([]);
          await shop.close();
        },
      ),
      { numRuns: runs(60) },
    );
  });
});
