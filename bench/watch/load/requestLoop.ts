import type { Times } from '../../search/times.ts';

export interface RequestLoopOptions {
  /** Requests that are under way at a time. */
  readonly clients: number;
  readonly seconds: number;
  /** The least number of requests: the loop goes on until they are answered. */
  readonly minRequests: number;
  /** Receives the time from when a request was sent to its answer. */
  readonly times: Times;
  /** Receives the seconds that have passed, some times a second. */
  readonly onProgress: (seconds: number) => void;
}

const PROGRESS_MS = 250;

/**
 * Sends requests in a closed loop: each client sends its next one when the last was answered. As over a network, a request
 * arrives in a later turn of the event loop. A shop in memory would otherwise answer without end before any timer or socket
 * has its turn, those of viewers among them.
 *
 * @param answer does one request.
 * @returns the seconds that it took.
 */
export async function requestLoop(
  options: RequestLoopOptions,
  answer: () => Promise<void>,
): Promise<number> {
  const { clients, seconds, minRequests, times, onProgress } = options;
  const nextTurn = sharedTurns();
  const startedAt = performance.now();
  const endAt = startedAt + 1000 * seconds;
  let told = startedAt;
  let requests = 0;
  const client = async () => {
    let sentAt = performance.now();
    while (sentAt < endAt || requests < minRequests) {
      requests++;
      await nextTurn();
      await answer();
      const answeredAt = performance.now();
      times.record(answeredAt - sentAt);
      sentAt = answeredAt;
      if (sentAt - told < PROGRESS_MS) continue;
      told = sentAt;
      onProgress((sentAt - startedAt) / 1000);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return (performance.now() - startedAt) / 1000;
}

/** Returns a function whose promise resolves in the next turn of the event loop. All callers of a turn share the promise. */
function sharedTurns(): () => Promise<void> {
  let next: Promise<void> | undefined;
  return () => {
    next ??= new Promise((resolve) => {
      setImmediate(() => {
        next = undefined;
        resolve();
      });
    });
    return next;
  };
}
