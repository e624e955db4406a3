import type { WatchedStock, WatchPicture, WatchUpdate } from './watchTypes.ts';

/** What a live page shows: a shop that runs, or a store. */
export interface WatchedSource {
  readonly picture: WatchPicture;
  /** Somebody watches: updates are asked for from now on. */
  begin(): void;
  /** Nobody watches any more. */
  end(): void;
  /** True when an update would tell something new. */
  readonly hasNews: boolean;
  /** To be called before the updates of one moment. */
  read(): void;
  /** @param following the id of the actor that the viewer follows; undefined without one. */
  update(following: string | undefined): WatchUpdate;
  /** A viewer follows the actor from now on. */
  follow(id: string): void;
  unfollow(id: string): void;
  /** Undefined if there is no such product. */
  stock(sku: string): WatchedStock | undefined | Promise<WatchedStock | undefined>;
}
