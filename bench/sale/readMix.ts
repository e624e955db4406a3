import { UsageError } from '../../src/terminal/usageError.ts';
import { MIX_TOLERANCE } from './limits.ts';

/** The shares of the kinds of requests; they add up to 1. */
export interface Mix {
  readonly browse: number;
  readonly add: number;
  readonly checkout: number;
}

export const DEFAULT_MIX: Mix = { browse: 0.4, add: 0.4, checkout: 0.2 };

/**
 * The mix written as `browse=0.4,add=0.4,checkout=0.2`, or in per cent. A part that is left out
 * is 0.
 *
 * @throws UsageError if it does not add up, names an unknown part or repeats one, or if there are
 * no checkouts or fewer adds than checkouts.
 */
export function readMix(text: string): Mix {
  const given = { browse: 0, add: 0, checkout: 0 };
  const seen = new Set<string>();
  for (const part of text.split(',')) {
    const { name, value } = readPart(part);
    if (!Object.hasOwn(given, name)) {
      throw new UsageError(`--mix: expected browse, add and checkout, got ${JSON.stringify(name)}`);
    }
    if (seen.has(name)) throw new UsageError(`--mix: expected ${name} once, got it twice`);
    seen.add(name);
    given[name as keyof Mix] = value;
  }
  const mix = inShares(given);
  if (mix.checkout === 0) throw new UsageError('--mix: expected some checkouts, got none');
  if (mix.add < mix.checkout) {
    throw new UsageError(
      `--mix: expected at least as many adds as checkouts, got ${mix.add} and ${mix.checkout}`,
    );
  }
  return mix;
}

function readPart(part: string): { name: string; value: number } {
  const { name, number, percent } =
    /^(?<name>[^=]*)=(?<number>\d+\.?\d*|\.\d+)(?<percent>%?)$/.exec(part.trim())?.groups ?? {};
  if (name === undefined) {
    throw new UsageError(
      `--mix: expected parts such as browse=0.4, got ${JSON.stringify(part.slice(0, 60))}`,
    );
  }
  return { name, value: percent === '%' ? Number(number) / 100 : Number(number) };
}

function inShares({ browse, add, checkout }: Mix): Mix {
  const sum = browse + add + checkout;
  const isShares = Math.abs(sum - 1) <= MIX_TOLERANCE;
  const isPercent = Math.abs(sum - 100) <= 100 * MIX_TOLERANCE;
  if (!isShares && !isPercent) {
    throw new UsageError(`--mix: expected parts that add up to 1 or to 100, got ${sum}`);
  }
  return { browse: browse / sum, add: add / sum, checkout: checkout / sum };
}
