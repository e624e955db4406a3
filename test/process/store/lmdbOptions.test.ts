import { ArgumentError } from 'statecart';
import { lmdbStore } from 'statecart/lmdb';
import { expect, test } from 'vitest';

test.each([
  [undefined, 'options', TypeError],
  [{}, 'path', TypeError],
  [{ path: '' }, 'path', RangeError],
  [{ path: 'x', mapSize: 0 }, 'mapSize', RangeError],
  [{ path: 'x', sync: 1 }, 'sync', TypeError],
  [{ path: 'x', create: 'no' }, 'create', TypeError],
  [{ path: 'x', Path: 'x' }, 'options', TypeError],
] as const)('a store on disk refuses the options %o', async (options, argument, Kind) => {
  const error = await lmdbStore(options as never).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ArgumentError);
  expect(error).toBeInstanceOf(Kind);
  expect(error).toMatchObject({ code: 'ERR_STATECART_ARGUMENT', argument });
});
