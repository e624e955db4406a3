import type { Balance } from '../../machines/index.ts';
import * as check from '../base/check.ts';
import { isCount } from '../base/isCount.ts';
import { show } from '../base/show.ts';
import { recordKind } from './record.ts';
import { list } from './shape.ts';

/** Location, received, available, held and shipped units. */
type PackedBalance = [string, number, number, number, number];

/** The balances of a product, one after the other. */
export const stockRecord = recordKind({
  name: 'stock entries',
  prefix: ['stock'],
  elements: [{ name: 'sku', type: 'string', isShared: true }],
  version: 1,
  logCode: 6,
  codec: {
    syntax: 'json',
    encode(balances: readonly Readonly<Balance>[]) {
      const packed: (string | number)[] = [];
      for (const { location, received, available, held, shipped } of balances) {
        packed.push(location, received, available, held, shipped);
      }
      return JSON.stringify(packed);
    },
    pack(writer, balances) {
      writer.writeVarint(balances.length);
      for (let index = 0; index < balances.length; index++) {
        const balance = balances[index] as Readonly<Balance>;
        const { location, received, available, held, shipped } = balance;
        if (typeof location !== 'string' || !isCount(received) || !isCount(available)) return false;
        if (!isCount(held) || !isCount(shipped)) return false;
        writer.writeShared(location);
        writer.writeVarint(received);
        writer.writeVarint(available);
        writer.writeVarint(held);
        writer.writeVarint(shipped);
      }
      return true;
    },
    unpack(reader) {
      const balances: string[] = [];
      for (let left = reader.readVarint(); left > 0; left--) {
        const location = JSON.stringify(reader.readShared());
        const [received, available] = [reader.readVarint(), reader.readVarint()];
        const [held, shipped] = [reader.readVarint(), reader.readVarint()];
        balances.push(`${location},${received},${available},${held},${shipped}`);
      }
      return `[${balances.join()}]`;
    },
    decode(text): Balance[] {
      const packed = list('stock', JSON.parse(text));
      if (packed.length % 5 !== 0) {
        throw new RangeError(
          `stock: expected five elements for each location, got ${show(packed)}`,
        );
      }
      const balances: Balance[] = [];
      for (let index = 0; index < packed.length; index += 5) {
        const balance = packed.slice(index, index + 5) as PackedBalance;
        const [location, received, available, held, shipped] = balance;
        balances.push({ location, received, available, held, shipped });
      }
      return balances;
    },
    check(balances) {
      const locations = new Set<string>();
      for (const { location, received, available, held, shipped } of balances) {
        check.id('location', location);
        if (locations.has(location)) {
          throw check.outOfRange('stock', 'each location once', location);
        }
        locations.add(location);
        // The audit of the stock says whether these numbers fit together.
        for (const units of [received, available, held, shipped]) {
          if (typeof units !== 'number') throw check.wrongType('units', 'a number', units);
        }
      }
    },
  },
});
