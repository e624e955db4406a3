/** What `serveInspector` resolves with: serves the Stately inspector to people on this machine. */
export interface InspectorServer {
  /** The address of the page; with `ws:`, that of the messages. */
  readonly url: string;
  /** The number of those who view it now, 0 to 16. */
  readonly viewers: number;
  /** Resolves when all viewers are disconnected. */
  close(): Promise<void>;
}
