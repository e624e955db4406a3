import type { Page } from 'playwright-core';

/*
 * What a reader sees of the report. The scripts run in the page, and are texts: the tests are compiled without the types of a
 * browser, so that no product code can use one by mistake.
 */

/** Which drawings of each chart are shown. */
export function drawings(page: Page): Promise<{ wide: boolean; narrow: boolean }[]> {
  return page.evaluate(`
    [...document.querySelectorAll('.chart')].map((chart) => ({
      wide: chart.querySelector('svg.wide').checkVisibility(),
      narrow: chart.querySelector('svg.narrow').checkVisibility(),
    }))
  `);
}

export interface ChartLabel {
  readonly text: string;
  /** Its font size on the screen: that of the drawing, as the page has scaled it. */
  readonly pixels: number;
  /** True when it is not cut off at an edge of the drawing. */
  readonly isInside: boolean;
}

/** All texts of the drawings that are shown. */
export function chartLabels(page: Page): Promise<ChartLabel[]> {
  return page.evaluate(`
    [...document.querySelectorAll('.chart > svg')].filter((svg) => svg.checkVisibility()).flatMap((svg) => {
      const edge = svg.getBoundingClientRect();
      return [...svg.querySelectorAll('text')].map((label) => {
        const box = label.getBoundingClientRect();
        return {
          text: label.textContent,
          pixels: Number.parseFloat(getComputedStyle(label).fontSize) * label.getScreenCTM().a,
          isInside: box.left >= edge.left && box.right <= edge.right
            && box.top >= edge.top && box.bottom <= edge.bottom,
        };
      });
    })
  `);
}

export interface TableRegion {
  readonly name: string;
  readonly scrolls: boolean;
  /** True when it says so. */
  readonly hasHint: boolean;
}

/** The regions of the tables that may have to scroll, as far as they are shown. */
export function tableRegions(page: Page): Promise<TableRegion[]> {
  return page.evaluate(`
    [...document.querySelectorAll('.scroller')].filter((region) => region.checkVisibility()).map((region) => ({
      name: document.getElementById(region.getAttribute('aria-labelledby')).textContent,
      scrolls: getComputedStyle(region).overflowX === 'auto' && region.scrollWidth > region.clientWidth,
      hasHint: region.querySelector('.hint').offsetHeight > 10,
    }))
  `);
}

export function headingLevels(page: Page): Promise<number[]> {
  return page.evaluate(`
    [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(({ tagName }) => Number(tagName[1]))
  `);
}
