import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { type Seeded, seeded } from '../../../bench/harness/seeded.ts';
import type { DeadLetter } from '../../../src/index.ts';
import { pick } from '../drawCommand.ts';
import { type DeliveryTerms, drawTerms, HOUR, MINUTE, SECOND } from './deliveryTerms.ts';
import { MOODS } from './drawAnswer.ts';
import { expectComplete, expectNothingLeft, expectOwnerTold, isIdle } from './expectations.ts';
import { drawShopCommand, FIRST_COMMANDS } from './shopCommands.ts';
import { ShopUnderFaults, turns } from './shopUnderFaults.ts';

/** More than a page of dead letters, to read all of them. */
const ALL = 10_000;
const MAX_STEPS_TO_IDLE = 2000;
/** All carts have expired by then. */
const HOURS_TO_TELL = 4;

/**
 * A random run, drawn from a seed: a shop with channels that fail, commands, time, crashes, failures and reopenings. In the
 * end, all faults end. {@link run} throws if a message comes too early, in a wrong order or twice, or is lost.
 */
export class DeliverySimulation {
  /** Everything that was done, and what the channels got. */
  readonly trace: string[] = [];
  readonly #random: Seeded;
  readonly #terms: DeliveryTerms;
  readonly #shop: ShopUnderFaults;

  /** @param endDrain lets the time pass for which a closing shop waits for deliveries. */
  constructor(seed: number, endDrain: () => void) {
    const [random, trace] = [seeded(seed), this.trace];
    const terms = drawTerms(random);
    this.#random = random;
    this.#terms = terms;
    this.#shop = new ShopUnderFaults({ terms, random, trace, endDrain, faults: seeded(seed, 1) });
  }

  async run(): Promise<void> {
    const shop = this.#shop;
    await shop.open();
    for (const { name } of this.#terms.plans) this.#changeMood(name);
    for (const command of FIRST_COMMANDS) shop.send(command);
    for (let left = 15 + this.#draw(60); left > 0; left--) {
      await this.#step();
      shop.expectNoProblems();
      if (shop.isDown) await this.#openAgain();
    }
    await this.#end();
  }

  /** How many messages were delivered, became dead letters, and were tried more than once. */
  totals(): { readonly sent: number; readonly dead: number; readonly repeated: number } {
    const { known, committed } = this.#shop;
    const messages = known.flatMap(({ journal }) => [...journal.messages.values()]);
    const sent = messages.filter(({ attempts }) => attempts.some(({ heard }) => heard === 'sent'));
    const repeated = messages.filter(({ attempts }) => attempts.length > 1);
    return { sent: sent.length, dead: committed.deaths.length, repeated: repeated.length };
  }

  /** A hash of everything that was done, delivered and emitted. */
  digest(): string {
    const all = JSON.stringify([this.trace, this.#shop.committed.facts]);
    return createHash('sha256').update(all).digest('hex');
  }

  async #step(): Promise<void> {
    const shop = this.#shop;
    const dice = this.#draw(100);
    if (dice < 44) {
      for (let left = this.#draw(3) === 0 ? 6 : 2; left > 0; left--) this.#command();
      await turns(this.#draw(3));
    } else if (dice < 60) {
      await this.#advance(pick(this.#random, [1, 60, SECOND, 10 * SECOND, MINUTE, 11 * MINUTE]));
    } else if (dice < 62) await this.#advance(pick(this.#random, [HOUR, 3 * HOUR, 25 * HOUR]));
    else if (dice < 69) await shop.flush();
    else if (dice < 72) shop.store.write();
    else if (dice < 77) this.#changeMood(pick(this.#random, this.#terms.plans).name);
    else if (dice < 80) this.#pauseOrResume();
    else if (dice < 84) this.#retryOne();
    else if (dice < 86) this.#jump();
    else if (dice < 91) shop.crash();
    else if (dice < 96) await this.#reopen();
    else await turns(4);
  }

  #command(): void {
    const { committed } = this.#shop;
    const orderIds = committed.facts.flatMap(({ type, ...rest }) => {
      return type === 'order.placed' ? [(rest as { orderId?: string }).orderId ?? ''] : [];
    });
    const people = this.#terms.plans.filter(({ audience }) => audience === 'people');
    const channelNames = people.map(({ name }) => name);
    this.#shop.send(drawShopCommand({ random: this.#random, orderIds, channelNames }));
  }

  #changeMood(name: string): void {
    const mood = pick(this.#random, MOODS);
    this.trace.push(`${name} is ${mood}`);
    this.#shop.moods.set(name, mood);
  }

  #pauseOrResume(): void {
    const { name } = pick(this.#random, this.#terms.plans);
    this.#shop.pauseOrResume(name, pick(this.#random, ['pause', 'resume', 'resume'] as const));
  }

  #resumeAll(): void {
    for (const { name } of this.#terms.plans) this.#shop.pauseOrResume(name, 'resume');
  }

  #retryOne(): void {
    const letters = this.#deadLetters();
    if (letters.length === 0 || this.#shop.isDown) return;
    const { id, channel, fact } = pick(this.#random, letters);
    this.#shop.retry({ id, channel, seq: fact.seq });
  }

  #jump(): void {
    if (!this.#terms.mayJump) return;
    const ms = pick(this.#random, [-2 * HOUR, -20 * MINUTE, -2 * SECOND, 2 * SECOND, 2 * HOUR]);
    this.trace.push(`jump(${ms})`);
    this.#shop.clock.jump(ms);
  }

  /** Lets time pass, in parts, so that the channels may answer meanwhile. */
  async #advance(ms: number): Promise<void> {
    this.trace.push(`advance(${ms})`);
    for (let left = ms; left > 0 && !this.#shop.isDown; ) {
      const part = Math.min(left, pick(this.#random, [50, SECOND, MINUTE, left, left]));
      this.#shop.clock.advance(part);
      left -= part;
      await turns(1 + this.#draw(6));
      if (this.#draw(2) === 0) this.#shop.store.write();
    }
  }

  async #reopen(): Promise<void> {
    await this.#shop.close();
    await this.#openAgain();
  }

  async #openAgain(): Promise<void> {
    const closedMs = pick(this.#random, [0, 0, MINUTE, 40 * MINUTE, 3 * HOUR, 30 * HOUR]);
    const isSetBack = this.#terms.mayJump && this.#draw(4) === 0;
    await this.#shop.openAgain(isSetBack ? -2 * HOUR : closedMs);
  }

  /** Ends all faults, and expects that everything is delivered or a dead letter then. */
  async #end(): Promise<void> {
    const shop = this.#shop;
    shop.isSound = true;
    this.trace.push('the faults end');
    if (shop.willFail || this.#draw(2) === 0) await this.#reopen();
    this.#resumeAll();
    this.#jump();
    await this.#becomeIdle();
    this.#expectComplete();
    if (this.#draw(2) === 0) await this.#retryAll();
    await this.#expectOwnerTold();
    await this.#reopen();
    await this.#becomeIdle();
    this.#expectComplete();
    await shop.close();
    for (const known of shop.known) expectNothingLeft(known, shop.store);
  }

  /** Lets time pass until the channels have nothing left to do. */
  async #becomeIdle(): Promise<void> {
    const shop = this.#shop;
    let [stepMs, before] = [SECOND, 0];
    for (let step = 0; step < MAX_STEPS_TO_IDLE; step++) {
      await shop.flush();
      if (shop.shop?.notifications.status().every(isIdle)) return;
      stepMs = before === shop.activity() ? Math.min(2 * stepMs, HOUR) : SECOND;
      before = shop.activity();
      shop.clock.advance(stepMs);
    }
    assert.fail(`never idle: ${JSON.stringify(shop.shop?.notifications.status())}`);
  }

  #expectComplete(): void {
    const { shop } = this.#shop;
    assert.deepEqual(shop?.audit(), { ok: true, problems: [] });
    // A shop with channels stores all facts, so that none is lost before a channel could know of it.
    const { facts } = this.#shop.committed;
    assert.equal(facts.at(-1)?.seq ?? 0, facts.length, 'the number of stored facts');
    const statuses = shop?.notifications.status() ?? [];
    for (const known of this.#shop.known) {
      const channel = known.plan.name;
      const letters = this.#deadLetters().filter((letter) => letter.channel === channel);
      const dead = statuses.find((status) => status.channel === channel)?.dead;
      assert.equal(dead, letters.length, `${channel}: the number of dead letters`);
      expectComplete(known, new Set(letters.map(({ fact }) => fact.seq)));
    }
  }

  /** Retries all dead letters: those whose messages can be made at all are delivered. */
  async #retryAll(): Promise<void> {
    for (const { id, channel, fact } of this.#deadLetters()) {
      this.#shop.retry({ id, channel, seq: fact.seq });
    }
    await this.#becomeIdle();
    const mendable = this.#deadLetters().filter(({ type }) => type !== this.#terms.brokenType);
    assert.deepEqual(mendable, [], 'dead letters that were retried');
  }

  /** Each channel tells of its dead letters after an hour, as soon as it writes down anything. */
  async #expectOwnerTold(): Promise<void> {
    // Carts that expire meanwhile may lead to further ones.
    for (let hour = 0; hour < HOURS_TO_TELL; hour++) {
      this.#shop.clock.advance(HOUR);
      this.#resumeAll();
      await this.#becomeIdle();
    }
    for (const known of this.#shop.known) expectOwnerTold(known, this.#shop.store);
  }

  #deadLetters(): readonly DeadLetter[] {
    return this.#shop.shop?.notifications.dead({ limit: ALL }) ?? [];
  }

  #draw(end: number): number {
    return this.#random.integer(end);
  }
}
