/** The push services of Chrome, Firefox and Safari. Those of Edge have too many names to list. */
const SERVICES: readonly string[] = [
  'fcm.googleapis.com',
  'updates.push.services.mozilla.com',
  'web.push.apple.com',
];

/**
 * True for push services that many users share. Endpoints come from users: if any server, or any port and name of a
 * service's domain, could make the channel wait, a user would stop it with an endpoint that does not answer.
 */
export function isPushService(url: URL): boolean {
  return url.protocol === 'https:' && SERVICES.includes(url.host);
}

/** Push service of old versions of Chrome, which ended in 2019; web-push would write a warning to the console. */
export function isEndedService(url: URL): boolean {
  return url.hostname === 'android.googleapis.com';
}
