const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);
/** Addresses whose content is in a file, or in the page itself. */
const HOSTLESS = new Set(['file:', 'data:', 'blob:', 'about:']);

/** True when what is at the address comes from this machine. */
export function isLocal({ protocol, hostname }: URL): boolean {
  // A file of another machine has a host name.
  return HOSTLESS.has(protocol) ? hostname === '' : LOOPBACK.has(hostname);
}
