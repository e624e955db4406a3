const CODE = 'ERR_STATECART_ARGUMENT' as const;

/** What is wrong with an argument. */
export interface ArgumentFault {
  /** The argument, or the member of one, as the message names it: `quantity`, `locations[0]`. */
  readonly argument: string;
  /** What would have been taken, as the message says it. */
  readonly expected: string;
  /** The value itself; undefined if the argument was left out. */
  readonly given: unknown;
}

/**
 * Misuse: a caller has passed an argument that the library does not take. Nothing has changed. The
 * error is also a `TypeError` if the value has another type than expected, and a `RangeError` if it has the
 * right type and is out of range. Its message is `<argument>: expected <expected>, got <given>`.
 *
 * @example
 * try {
 *   await shop.carts.add(userId, sku, quantity);
 * } catch (error) {
 *   if (!(error instanceof ArgumentError)) throw error;
 *   const { argument, expected } = error;
 *   response.writeHead(400).end(JSON.stringify({ argument, expected }));
 * }
 */
export abstract class ArgumentError extends Error implements ArgumentFault {
  abstract readonly code: typeof CODE;
  abstract readonly argument: string;
  abstract readonly expected: string;
  abstract readonly given: unknown;

  /** Its instances are made by the two classes below, which cannot extend three classes. */
  private constructor() {
    super();
  }

  /** True for every misuse: an `ArgumentError` is a `TypeError` or a `RangeError`, too. @param value anything. */
  static override [Symbol.hasInstance](value: unknown): value is ArgumentError {
    return value instanceof ArgumentTypeError || value instanceof ArgumentRangeError;
  }
}

/** The value has another type than expected. */
export class ArgumentTypeError extends TypeError implements ArgumentFault {
  readonly code = CODE;
  readonly argument: string;
  readonly expected: string;
  readonly given: unknown;

  constructor(message: string, { argument, expected, given }: ArgumentFault) {
    super(message);
    this.argument = argument;
    this.expected = expected;
    this.given = given;
  }
}

/** The value has the right type and is out of range. */
export class ArgumentRangeError extends RangeError implements ArgumentFault {
  readonly code = CODE;
  readonly argument: string;
  readonly expected: string;
  readonly given: unknown;

  constructor(message: string, { argument, expected, given }: ArgumentFault) {
    super(message);
    this.argument = argument;
    this.expected = expected;
    this.given = given;
  }
}
