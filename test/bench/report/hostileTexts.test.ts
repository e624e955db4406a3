import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { escapeHtml } from '../../../bench/harness/report/escapeHtml.ts';
import type { Result } from '../../../bench/harness/results.ts';
import { recordedReport } from './recordedReport.ts';

/** Ends an attribute of either quotes, begins an element, and is no entity. */
const HOSTILE = `"'><img src=x onerror=alert(1)>&lt;`;

/** Members whose keys are shown, too. */
const SHOWN_KEYS = new Set(['settings', 'allocated', 'commands', 'nanoseconds']);

/** The value with the hostile text at the end of each text in it. */
function poisoned(value: unknown, areKeysShown = false): unknown {
  if (typeof value === 'string') return `${value}${HOSTILE}`;
  if (Array.isArray(value)) return value.map((item) => poisoned(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      areKeysShown ? `${key}${HOSTILE}` : key,
      poisoned(member, SHOWN_KEYS.has(key)),
    ]),
  );
}

function poisonedResult({ name, environment, ...rest }: Result): unknown {
  return {
    name,
    // Only its first ten letters are shown.
    environment: { ...(poisoned(environment) as object), date: HOSTILE },
    ...(poisoned(rest) as object),
  };
}

test('no text of a result becomes a part of the page', () => {
  const html = readFileSync(recordedReport(poisonedResult), 'utf8');
  expect(html.split(escapeHtml(HOSTILE)).length).toBeGreaterThan(100);
  expect(html).toContain(`checkout${escapeHtml(HOSTILE)}`);
  expect(html).not.toContain('its result cannot be read');
  expect(html).not.toContain('<img');
  // Every quote that the texts contain is escaped, so that no attribute ends early.
  expect(html).not.toContain(HOSTILE.slice(0, 3));
  expect(html.match(/\sonerror=/g)?.length).toBe(html.match(/&gt;&lt;img src=x onerror=/g)?.length);
});

test('an environment that is none leaves out its part only', () => {
  const html = readFileSync(
    recordedReport((result) => (result.name === 'mix' ? { ...result, environment: {} } : result)),
    'utf8',
  );
  expect(html).toContain('mix: its result cannot be read');
  expect(html).toContain('id="peers"');
});
