/** The part of `notify.json` that the report reads; latencies in microseconds. */
export interface NotifyFigures {
  readonly backlog: readonly Backlog[];
  readonly hanging: readonly Hanging[];
  readonly healthy: readonly Healthy[];
}

export interface Backlog {
  readonly store: string;
  readonly small: Drained;
  readonly large: Drained;
}

export interface Drained {
  readonly messages: number;
  readonly perSecond: number;
  readonly heap: {
    readonly before: number;
    readonly halfway: number;
    readonly after: number;
    readonly peak: number;
  };
  readonly points: readonly {
    readonly seconds: number;
    readonly perSecond: number;
    readonly heapBytes: number;
  }[];
}

export interface Hanging {
  readonly store: string;
  readonly notifiers: readonly {
    readonly notifier: string;
    readonly perSecond: number;
    readonly p50: number;
    readonly p99: number;
    readonly throughputRatio: Spread;
    readonly p99Ratio: Spread;
  }[];
}

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export interface Healthy {
  readonly store: string;
  readonly notifiers: readonly Notifier[];
}

export interface Notifier {
  readonly notifier: string;
  readonly costs: Readonly<
    Record<'checkoutP50' | 'checkoutP99' | 'cpuMicros' | 'busyMicros', number>
  >;
  readonly ratios: Readonly<Record<'checkoutP50', Spread>>;
  readonly delivery: {
    readonly p50: number;
    readonly p99: number;
    readonly p999: number;
    readonly max: number;
    readonly inTimeShare: number;
    readonly curve: readonly { readonly percentile: number; readonly microseconds: number }[];
  } | null;
}
