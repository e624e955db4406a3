import { KeyTree } from '../keyTree.ts';
import type { Change } from '../store.ts';

/** Batches that are committed together. */
export class CommitGroup {
  /** The last change of each key. */
  readonly changes = new KeyTree<Change>();
  /** Resolves when the changes are on disk; rejects if they could not be written. */
  readonly durable: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (cause: unknown) => void;

  constructor() {
    let resolvers: Pick<CommitGroup, 'resolve' | 'reject'> | undefined;
    this.durable = new Promise((resolve, reject) => {
      resolvers = { resolve, reject };
    });
    const { resolve, reject } = resolvers as Pick<CommitGroup, 'resolve' | 'reject'>;
    this.resolve = resolve;
    this.reject = reject;
  }
}
