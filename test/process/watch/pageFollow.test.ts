import { describe, expect, test } from 'vitest';
import { findChromium } from '../browser/findChromium.ts';
import { livePages, WAIT } from './livePages.ts';
import { HOSTILE, pageUpdate } from './pagePicture.ts';

describe.skipIf(findChromium() === undefined)('the live page of one actor', () => {
  const { show } = livePages();

  test('follows an actor by a click, by its address and back', async () => {
    const { page, server } = await show();
    await page.locator('#longest').getByRole('link', { name: 'order:4711' }).click();
    await expect.poll(() => server.follows, WAIT).toEqual(['order:4711']);
    expect(new URL(page.url()).search).toBe('?follow=order:4711');
    const since = Date.now() - 200_000;
    server.send(
      pageUpdate({
        followed: {
          id: 'order:4711',
          chart: 'order',
          state: 'confirmed.packing',
          since,
          isAtLeast: false,
          context: `{ "userId": "${HOSTILE}" }`,
          path: [
            { at: since - 65_000, type: 'order.placed', from: null, to: null },
            { at: since, type: 'order.confirm', from: 'pending', to: 'confirmed.packing' },
          ],
          isCut: true,
        },
      }),
    );
    const section = page.locator('#follow');
    await section.getByText('1 min 5 s').waitFor();
    const text = await section.innerText();
    for (const part of ['3 min', 'order.confirm', HOSTILE, 'Older steps']) {
      expect(text).toContain(part);
    }
    expect(text).toMatch(/pending\s+→\s+to\s+confirmed\.packing/);
    await page.locator('[data-id="state-confirmed.packing"].followed').waitFor();
    await page.locator('[data-id="state-confirmed"].followed').waitFor();
    await page.goBack();
    await expect.poll(() => server.follows, WAIT).toEqual([null]);
    expect(await section.getByRole('textbox').inputValue()).toBe('');
  });

  test('says that there is no such actor', async () => {
    const { page, server } = await show({}, `?follow=${encodeURIComponent(HOSTILE)}`);
    await expect.poll(() => server.follows, WAIT).toEqual([HOSTILE]);
    const nothing = { state: null, since: null, isAtLeast: false, context: '', isCut: false };
    server.send(pageUpdate({ followed: { id: HOSTILE, chart: null, ...nothing, path: [] } }));
    await page.getByText(`There is no actor ${HOSTILE}`).waitFor();
  });
});
