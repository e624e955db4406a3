import type { KeyedRequest } from '../../machines/index.ts';
import { flattenString } from '../base/flattenString.ts';
import { ShardedMap } from '../base/shardedMap.ts';
import type { ShopLimits } from '../base/shopLimits.ts';
import type { Outcome } from '../schema/answer.ts';

/** The limits of what is remembered. */
export type AnswerLimits = Pick<
  ShopLimits,
  | 'idempotencyWindowMs'
  | 'refusedIdempotencyWindowMs'
  | 'maxIdempotencyKeysPerUser'
  | 'maxIdempotencyKeys'
>;

/** The name of an idempotency key of a user, in one text that no other user and key have. */
export function answerName(userId: string, key: string): string {
  // A copy, so that no longer text is kept of which the key is a part.
  return flattenString(`${userId.length} ${userId}${key}`);
}

/** The answer of one checkout with an idempotency key. */
export class RememberedAnswer implements KeyedRequest {
  /** Its {@link answerName}. */
  readonly name: string;
  readonly options: number;
  readonly lines: number;
  readonly outcome: Outcome;
  /** When the checkout was answered, in milliseconds after the epoch of the answers. */
  readonly at: number;
  readonly user: UserAnswers;
  isForgotten = false;
  /** The next answer of the same user and kind. */
  newerOfUser: RememberedAnswer | undefined = undefined;
  /** The answers of the same kind, of all users, that come before and after it. */
  older: RememberedAnswer | undefined = undefined;
  newer: RememberedAnswer | undefined = undefined;

  constructor(
    name: string,
    { options, lines }: KeyedRequest,
    { outcome, at, user }: Pick<RememberedAnswer, 'outcome' | 'at' | 'user'>,
  ) {
    this.name = name;
    this.options = options;
    this.lines = lines;
    this.outcome = outcome;
    this.at = at;
    this.user = user;
  }

  /** The user and the idempotency key. */
  get key(): readonly [userId: string, key: string] {
    const { name } = this;
    const start = name.indexOf(' ') + 1;
    const end = start + Number.parseInt(name, 10);
    return [name.slice(start, end), name.slice(end)];
  }
}

/** The answers of one user and kind, in the order in which they were added. */
class UserAnswers {
  readonly userId: string;
  /** Of those that are not forgotten. */
  count = 0;
  #oldest: RememberedAnswer | undefined = undefined;
  #newest: RememberedAnswer | undefined = undefined;

  constructor(userId: string) {
    this.userId = userId;
  }

  append(answer: RememberedAnswer): void {
    if (this.#newest === undefined) this.#oldest = answer;
    else this.#newest.newerOfUser = answer;
    this.#newest = answer;
    this.count++;
  }

  /** The oldest that is not forgotten. Most are forgotten when they are the oldest; others stay until then. */
  oldest(): RememberedAnswer | undefined {
    while (this.#oldest?.isForgotten) this.#oldest = this.#oldest.newerOfUser;
    if (this.#oldest === undefined) this.#newest = undefined;
    return this.#oldest;
  }
}

/** The answers of refused checkouts, or those of the others, in the order in which they were added. */
class AnswersOfKind {
  readonly windowMs: number;
  oldest: RememberedAnswer | undefined = undefined;
  #newest: RememberedAnswer | undefined = undefined;
  readonly #users = new ShardedMap<UserAnswers>();

  constructor(windowMs: number) {
    this.windowMs = windowMs;
  }

  /** Undefined when the user has none. */
  ofUser(userId: string): UserAnswers | undefined {
    return this.#users.get(userId);
  }

  /** The same, to be added to. */
  forUser(userId: string): UserAnswers {
    let user = this.#users.get(userId);
    if (user === undefined) {
      user = new UserAnswers(userId);
      this.#users.set(userId, user);
    }
    return user;
  }

  append(answer: RememberedAnswer): void {
    answer.older = this.#newest;
    if (this.#newest === undefined) this.oldest = answer;
    else this.#newest.newer = answer;
    this.#newest = answer;
    answer.user.append(answer);
  }

  remove(answer: RememberedAnswer): void {
    const { older, newer, user } = answer;
    answer.isForgotten = true;
    if (older === undefined) this.oldest = newer;
    else older.newer = newer;
    if (newer === undefined) this.#newest = older;
    else newer.older = older;
    user.count--;
    // Takes it out of the list of its user, who may not come back.
    user.oldest();
    if (user.count === 0) this.#users.delete(user.userId);
  }
}

/**
 * The answers of checkouts by user and idempotency key, as many and as long as the limits allow: of each user and
 * in all, those of refused checkouts for a shorter time. Says which one has to be forgotten next. Each method
 * takes constant time, averaged over all calls.
 */
export class RememberedAnswers {
  readonly #limits: AnswerLimits;
  readonly #byName = new ShardedMap<RememberedAnswer>();
  readonly #refused: AnswersOfKind;
  readonly #accepted: AnswersOfKind;
  /** The ids of users that may have too many answers. */
  readonly #overfull = new Set<string>();
  /** Times are kept relative to it, in milliseconds: they fit into 31 bits, and a jump of the clock moves all at once. */
  #epoch = 0;

  constructor(limits: AnswerLimits) {
    this.#limits = limits;
    this.#refused = new AnswersOfKind(limits.refusedIdempotencyWindowMs);
    this.#accepted = new AnswersOfKind(limits.idempotencyWindowMs);
  }

  get size(): number {
    return this.#byName.size;
  }

  /** The answer, unless it is out of its window. @param now epoch milliseconds. */
  find(name: string, now: number): RememberedAnswer | undefined {
    const answer = this.#byName.get(name);
    if (answer === undefined) return undefined;
    return this.#isExpired(answer, this.#kindOf(answer.outcome), now) ? undefined : answer;
  }

  /**
   * Adds an answer, in place of one with the same name.
   *
   * @param at epoch milliseconds, not before those that were added before.
   */
  add(
    { userId, key, ...request }: KeyedRequest & { readonly userId: string; readonly key: string },
    outcome: Outcome,
    at: number,
  ): void {
    const name = answerName(userId, key);
    const before = this.#byName.get(name);
    if (before !== undefined) this.forget(before);
    if (this.size === 0) this.#epoch = at;
    const kind = this.#kindOf(outcome);
    const user = kind.forUser(userId);
    const answer = new RememberedAnswer(name, request, { outcome, at: at - this.#epoch, user });
    this.#byName.set(name, answer);
    kind.append(answer);
    if (this.#isOverfull(userId)) this.#overfull.add(userId);
  }

  /**
   * An answer to forget: one that is out of its window; else the oldest of a user with too many, or of all if there
   * are too many, those of refused checkouts first. Undefined when there is none.
   *
   * @param now epoch milliseconds.
   */
  nextToForget(now: number): RememberedAnswer | undefined {
    return (
      this.#expired(this.#refused, now) ??
      this.#expired(this.#accepted, now) ??
      this.#surplusOfUser() ??
      this.#surplus()
    );
  }

  forget(answer: RememberedAnswer): void {
    this.#byName.delete(answer.name);
    this.#kindOf(answer.outcome).remove(answer);
  }

  /** The wall clock has jumped. @param byMs milliseconds. */
  rebase(byMs: number): void {
    this.#epoch += byMs;
  }

  #kindOf(outcome: Outcome): AnswersOfKind {
    return 'refusal' in outcome ? this.#refused : this.#accepted;
  }

  #isExpired({ at }: RememberedAnswer, { windowMs }: AnswersOfKind, now: number): boolean {
    return this.#epoch + at <= now - windowMs;
  }

  #expired(kind: AnswersOfKind, now: number): RememberedAnswer | undefined {
    const { oldest } = kind;
    return oldest !== undefined && this.#isExpired(oldest, kind, now) ? oldest : undefined;
  }

  #isOverfull(userId: string): boolean {
    const refused = this.#refused.ofUser(userId)?.count ?? 0;
    const accepted = this.#accepted.ofUser(userId)?.count ?? 0;
    return refused + accepted > this.#limits.maxIdempotencyKeysPerUser;
  }

  #surplusOfUser(): RememberedAnswer | undefined {
    for (const userId of this.#overfull) {
      if (this.#isOverfull(userId)) {
        return this.#refused.ofUser(userId)?.oldest() ?? this.#accepted.ofUser(userId)?.oldest();
      }
      this.#overfull.delete(userId);
    }
    return undefined;
  }

  #surplus(): RememberedAnswer | undefined {
    if (this.size <= this.#limits.maxIdempotencyKeys) return undefined;
    return this.#refused.oldest ?? this.#accepted.oldest;
  }
}
