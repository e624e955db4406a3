import type { DurableKind } from '../../harness/openStore.ts';

/** The task of a child process: it makes a backlog in a store, or delivers it. */
export interface BacklogTask {
  readonly step: 'fill' | 'drain';
  readonly store: DurableKind;
  readonly path: string;
  /** The size of the backlog; a multiple of the messages of an order. */
  readonly messages: number;
  readonly seed: number;
}

/** What is in use at one time while a backlog is delivered. */
export interface DrainSample {
  /** Milliseconds since the channel was resumed. */
  readonly ms: number;
  /** Messages that were delivered by then. */
  readonly delivered: number;
  /** With garbage. */
  readonly heapBytes: number;
}

/** The delivery of one backlog. */
export interface Drained {
  readonly messages: number;
  readonly seconds: number;
  readonly perSecond: number;
  /** In use after full garbage collections, except for the peak, which has garbage in it. */
  readonly heap: {
    /** With the whole backlog, before the first message. */
    readonly before: number;
    /** When half of the messages were delivered. */
    readonly halfway: number;
    readonly after: number;
    readonly peak: number;
  };
  readonly rssPeakBytes: number;
  readonly samples: readonly DrainSample[];
}
