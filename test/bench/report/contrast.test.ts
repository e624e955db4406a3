import { describe, expect, test } from 'vitest';
import { STYLES } from '../../../bench/harness/report/styles.ts';

/** The colours of a colour scheme by their variables. */
function coloursOf(scheme: string): Record<string, string> {
  return Object.fromEntries(
    [...scheme.matchAll(/--([\w-]+): (#[\da-f]{6})/g)].map(([, name, colour]) => [name, colour]),
  );
}

/** WCAG 2.2: from 1 to 21. */
function contrast(one = '', other = ''): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const [light = '', dark = ''] = STYLES.split('@media screen and (prefers-color-scheme: dark)');

describe.each([
  ['light', coloursOf(light)],
  ['dark', coloursOf(dark)],
])('the colours of the report in %s', (_, colours) => {
  const { paper, shade } = colours;

  test.each(['ink', 'muted', 'series-1'])('%s can be read as text', (name) => {
    expect(contrast(colours[name], paper)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colours[name], shade)).toBeGreaterThanOrEqual(4.5);
  });

  test.each([1, 2, 3, 4])('series %i can be seen on the paper', (series) => {
    expect(contrast(colours[`series-${series}`], paper)).toBeGreaterThanOrEqual(3);
  });
});
