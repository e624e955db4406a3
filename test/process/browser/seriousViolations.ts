import axe from 'axe-core';
import type { Page } from 'playwright-core';

/**
 * What axe finds wrong with the page for people who use assistive technology, as far as it is serious or critical: the rule and
 * the elements of each.
 */
export async function seriousViolations(page: Page): Promise<string[]> {
  // Evaluated and not added as an element, which the page's Content-Security-Policy may forbid.
  await page.evaluate(axe.source);
  const violations = await page.evaluate<axe.Result[]>(
    'axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations)',
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => {
      const elements = nodes.map(({ target, failureSummary }) => `${target}: ${failureSummary}`);
      return `${id}: ${help}\n${elements.join('\n')}`;
    });
}
