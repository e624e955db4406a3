import { type LookupAddress, lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isPrivateAddress } from './privateAddress.ts';

/** The `code` of the error for a name that has a private address. */
export const PRIVATE_ADDRESS = 'ERR_STATECART_PRIVATE_ADDRESS';

/**
 * Resolves a host name like `dns.lookup`, and fails if one of its addresses is private. It runs when a connection is
 * made, with the addresses that are then used: a check before could be deceived by a name whose address changes.
 */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, options, (error, address: string | LookupAddress[], family) => {
    if (error !== null) return callback(error, '');
    const addresses = typeof address === 'string' ? [address] : address.map((each) => each.address);
    const found = addresses.find(isPrivateAddress);
    if (found === undefined) return callback(null, address, family);
    const refused = new Error(`${hostname} has the private address ${found}: see allowPrivate`);
    return callback(Object.assign(refused, { code: PRIVATE_ADDRESS }), '');
  });
};
