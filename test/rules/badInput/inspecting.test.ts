import { describe, expect, it } from 'vitest';
import { inspectShop, serveInspector } from '../../../src/inspect.ts';
import { badBooleans, badObjects, complaints, type Misuse } from './misuse.ts';
import { stage } from './stage.ts';

const ignore = () => {};
const BAD_TEXTS = [null, true, 5, [], {}, Symbol('x'), ''];

const inspecting =
  (options: (bad: never) => object): Misuse['run'] =>
  ({ shop }, bad) =>
    inspectShop(shop, ignore, options(bad) as never);

const misuses: readonly Misuse[] = [
  {
    call: 'inspectShop(…)',
    argument: 'shop',
    type: 'object',
    bad: [undefined, ...badObjects, {}, { carts: {} }],
    run: (_, shop) => inspectShop(shop, ignore),
    sync: true,
  },
  {
    call: 'inspectShop(shop, …)',
    argument: 'inspector',
    type: 'object',
    bad: [undefined, null, true, 5, 'x', [], {}, { next: 1 }],
    run: ({ shop }, inspector) => inspectShop(shop, inspector),
    sync: true,
  },
  {
    call: 'inspectShop(…, …, …)',
    argument: 'options',
    type: 'object',
    bad: badObjects,
    run: ({ shop }, options) => inspectShop(shop, ignore, options),
    sync: true,
  },
  {
    call: 'inspectShop({ only: … })',
    argument: 'options.only',
    type: 'object',
    bad: badObjects,
    run: inspecting((only) => ({ only })),
    sync: true,
  },
  ...['charts', 'states', 'ids'].flatMap((member): readonly Misuse[] => [
    {
      call: `inspectShop({ only: { ${member}: … } })`,
      argument: `options.only.${member}`,
      type: 'object',
      bad: [null, true, 5, 'order', {}, () => []],
      run: inspecting((bad) => ({ only: { [member]: bad } })),
      sync: true,
    },
    {
      call: `inspectShop({ only: { ${member}: [fine, …] } })`,
      argument: `options.only.${member}[1]`,
      type: 'string',
      bad: [undefined, ...BAD_TEXTS],
      run: inspecting((bad) => ({ only: { [member]: ['order', bad] } })),
      sync: true,
    },
  ]),
  {
    call: "inspectShop({ only: { charts: ['…'] } })",
    argument: 'options.only.charts[0]',
    type: 'string',
    bad: ['orders', 'inventory', 'x'],
    run: inspecting((bad) => ({ only: { charts: [bad] } })),
    sync: true,
  },
  {
    call: 'inspectShop({ sample: … })',
    argument: 'options.sample',
    type: 'number',
    bad: [...BAD_TEXTS.filter((bad) => bad !== 5), 0, -1, 1.001, 100, Number.NaN, Infinity],
    run: inspecting((sample) => ({ sample })),
    sync: true,
  },
  ...['rate', 'maxActors'].map(
    (member): Misuse => ({
      call: `inspectShop({ ${member}: … })`,
      argument: `options.${member}`,
      type: 'number',
      bad: [...badBooleans.filter((bad) => bad !== 1), 0.5, -1, 100_001, Number.NaN, Infinity],
      run: inspecting((bad) => ({ [member]: bad })),
      sync: true,
    }),
  ),
  {
    call: 'inspectShop({ name: … })',
    argument: 'options.name',
    type: 'string',
    bad: BAD_TEXTS,
    run: inspecting((name) => ({ name })),
    sync: true,
  },
  {
    call: 'serveInspector(…)',
    argument: 'options',
    type: 'object',
    bad: badObjects,
    run: (_, options) => serveInspector(options),
  },
  {
    call: 'serveInspector({ port: … })',
    argument: 'options.port',
    type: 'number',
    bad: [...BAD_TEXTS.filter((bad) => bad !== 5), -1, 1.5, 65_536, Number.NaN, Infinity, '8080'],
    run: (_, port) => serveInspector({ port }),
  },
  {
    call: 'serveInspector({ host: … })',
    argument: 'options.host',
    type: 'string',
    bad: [...BAD_TEXTS, '0.0.0.0', '::', '192.168.0.1', 'example.com', '127.0.0.1.example.com'],
    run: (_, host) => serveInspector({ host }),
  },
];

describe('an inspection', () => {
  it.each(misuses)('$call rejects every bad $argument', async (misuse) => {
    expect(await complaints(await stage(), misuse)).toEqual([]);
  });

  it.each([
    [{ onyl: {} }, 'options: expected only only, sample, rate, maxActors, name'],
    [{ only: { chart: ['cart'] } }, 'options.only: expected only charts, states, ids'],
    [{ only: { ids: [] } }, 'options.only.ids: expected 1 to 1000 texts, got 0'],
    [{ only: { ids: Array(1001).fill('ada') } }, 'expected 1 to 1000 texts, got 1001'],
  ])('%o is refused', async (options, message) => {
    const { shop } = await stage();
    expect(() => inspectShop(shop, ignore, options as object)).toThrow(message);
    await expect(serveInspector({ ports: 1 } as object)).rejects.toThrow(
      'expected only port, host',
    );
  });

  it.each([{ inspect: 1 }, { inspect: {} }])('%o is no inspector', async (inspector) => {
    const { shop } = await stage();
    expect(() => inspectShop(shop, inspector as never)).toThrow(
      'inspector: expected what serveInspector()',
    );
  });
});
