import * as check from '../../base/check.ts';
import { WebhookVerificationError } from './webhookVerificationError.ts';

/** The headers of a request: those of `node:http`, with names in any case, or `Headers` of the Fetch API. */
export type ReceivedHeaders =
  | Headers
  | Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * Reads the header of a name that is written in lower case.
 *
 * @param separator what stands between several values; without it, they are refused.
 * @throws WebhookVerificationError if it is missing.
 */
export function webhookHeader(headers: ReceivedHeaders, name: string, separator?: string): string {
  const values = valuesOf(headers, name);
  if (values.length > 1 && separator === undefined) {
    throw new WebhookVerificationError('missing-header', `the header ${name} is there twice`);
  }
  const value = values.join(separator).trim();
  if (value !== '') return value;
  throw new WebhookVerificationError('missing-header', `the header ${name} is missing`);
}

function valuesOf(headers: ReceivedHeaders, name: string): string[] {
  if (headers instanceof Headers) {
    const value = headers.get(name);
    return value === null ? [] : [value];
  }
  return Object.entries(headers)
    .filter(([key]) => key.toLowerCase() === name)
    .flatMap(([, value]) => value ?? [])
    .map((value) => check.text(`headers.${name}`, value, { min: 0 }));
}
