/** A shorter secret would be found in many texts that do not quote it. */
const MIN_SECRET_LENGTH = 4;

/**
 * Takes secrets out of the texts of others, which may quote what they were sent: a page for debugging, an answer to a wrong
 * password. Also finds them in base64.
 */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const known = secrets
    .flatMap((secret) => [secret, ...secret.split(/\s+/)])
    .filter((secret) => secret.length >= MIN_SECRET_LENGTH)
    .flatMap((secret) => [secret, Buffer.from(secret).toString('base64')]);
  // The longest first: one may be a part of another.
  const sorted = [...new Set(known)].sort((a, b) => b.length - a.length);
  return (text) => sorted.reduce((left, secret) => left.replaceAll(secret, '***'), text);
}
