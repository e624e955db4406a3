/** What a viewer's process is to view. */
export type ViewerTask = { readonly url: string } & (
  | {
      readonly kind: 'page';
      /** The program of the browser that opens the page; null to read its updates as they come. */
      readonly browser: string | null;
    }
  | { readonly kind: 'inspector' }
);

/** What a viewer has received since the measured part began. */
export interface ViewerCounts {
  /** Updates or messages; null for a browser, whose messages are not counted. */
  readonly messages: number | null;
  readonly bytes: number | null;
  /** CPU time of its process, without that of a browser. */
  readonly cpuSeconds: number;
}

/** What the parent asks of a viewer's process: to count from now on, to say what it has counted, or to end. */
export type ViewerQuestion = 'begin' | 'counts' | 'stop';

/** What a viewer's process answers. `isReady` when it has received all actors. */
export type ViewerAnswer =
  | { readonly isReady: true }
  | { readonly hasBegun: true }
  | { readonly counts: ViewerCounts }
  | { readonly error: string };
