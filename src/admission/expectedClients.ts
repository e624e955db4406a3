import { hashText } from '../base/hashText.ts';
import { EXPECTED_WAYS, MAX_EXPECTED, RETURN_GRACE_MS } from './limits.ts';

const SEED = 0x3c6ef372;

/**
 * The clients that are expected: at the time for which a refused one was asked to come back, and at once if they have
 * just been admitted. It is a table of a fixed size, so that it does not grow with the number of clients; one that
 * finds no place is not noted. Clients are told apart by {@link clientOf}, 32 bits of their user's id.
 */
export class ExpectedClients {
  /** Made when the first client is noted. */
  #hashes: Uint32Array | undefined;
  #times = new Float64Array(0);

  /** When the client is expected, from now on; undefined if it is not. */
  timeOf(client: number, now: number): number | undefined {
    const place = this.#find(client);
    if (place < 0) return undefined;
    const time = this.#times[place] as number;
    return time + RETURN_GRACE_MS < now ? undefined : time;
  }

  /** Notes when a client is expected, if there is a place. */
  expect(client: number, time: number, now: number): void {
    this.#hashes ??= this.#allocate();
    const known = this.#find(client);
    const place = known < 0 ? this.#findFree(client, now) : known;
    if (place < 0) return;
    this.#hashes[place] = client;
    this.#times[place] = time;
  }

  #allocate(): Uint32Array {
    this.#times = new Float64Array(MAX_EXPECTED).fill(Number.NEGATIVE_INFINITY);
    return new Uint32Array(MAX_EXPECTED);
  }

  #find(client: number): number {
    const hashes = this.#hashes;
    if (hashes === undefined) return -1;
    for (let way = 0; way < EXPECTED_WAYS; way++) {
      const place = (client + way) % MAX_EXPECTED;
      if (hashes[place] === client && (this.#times[place] as number) > Number.NEGATIVE_INFINITY) {
        return place;
      }
    }
    return -1;
  }

  #findFree(client: number, now: number): number {
    for (let way = 0; way < EXPECTED_WAYS; way++) {
      const place = (client + way) % MAX_EXPECTED;
      if ((this.#times[place] as number) + RETURN_GRACE_MS < now) return place;
    }
    return -1;
  }
}

/** What clients are told apart by. */
export function clientOf(userId: string): number {
  return hashText(userId, SEED);
}
