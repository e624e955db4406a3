import { BlockList, isIPv6 } from 'node:net';

/** Networks that are not public, by the special-purpose registries of IANA (RFC 6890). */
const PRIVATE_IPV4: readonly (readonly [network: string, prefix: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

const PRIVATE_IPV6: readonly (readonly [network: string, prefix: number])[] = [
  // The unspecified address, loopback, and IPv4 addresses in an obsolete form.
  ['::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  // Tunnels: an IPv4 address is inside, which need not be public.
  ['2001::', 32],
  ['2002::', 16],
  ['2001:db8::', 32],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
];

/** NAT64: networks without IPv4 reach all IPv4 addresses by it, so that the address inside decides. */
const NAT64 = '64:ff9b::';

const blocked = new BlockList();
for (const [network, prefix] of PRIVATE_IPV4) blocked.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of PRIVATE_IPV6) blocked.addSubnet(network, prefix, 'ipv6');

/**
 * True for addresses of this machine and of networks that are not public: loopback, private, link-local (with the
 * metadata services of clouds), multicast, reserved. An IPv4 address inside of an IPv6 address counts as itself.
 *
 * @param address IPv4 with four decimal numbers, or IPv6 in its shortest form, as resolvers and URLs write them.
 */
export function isPrivateAddress(address: string): boolean {
  if (!isIPv6(address)) return blocked.check(address, 'ipv4');
  const mapped = address.startsWith(NAT64) ? `::ffff:${address.slice(NAT64.length)}` : address;
  return blocked.check(mapped, 'ipv6');
}
