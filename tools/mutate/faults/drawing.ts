import type { Fault } from '../fault.ts';

const TO_DOT = 'test/rules/charts/toDot.test.ts';
const NAMES = 'test/properties/drawing/names.test.ts';

/** Drawings of charts. */
export const DRAWING_FAULTS: readonly Fault[] = [
  {
    rule: 'names in a chart are no markup in its drawing',
    file: 'src/charts/dot/dotText.ts',
    from: 'text.replace(/[&<>"]/g,',
    to: 'text.replace(/[&<"]/g,',
    tests: [NAMES],
  },
  {
    rule: 'names in a chart are no escape sequences of Graphviz',
    file: 'src/charts/dot/dotText.ts',
    from: "withEntities(visibleText(text).replaceAll('\\\\', '\\\\\\\\'))",
    to: 'withEntities(visibleText(text))',
    tests: [NAMES],
  },
  {
    rule: 'no two elements of a drawing have the same id',
    file: 'src/charts/elementIds.ts',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text of the file.
    from: '`_${character.codePointAt(0)?.toString(16)}_`',
    to: "'_'",
    tests: [NAMES],
  },
  {
    rule: 'a transition that leaves and enters its own box goes out of it',
    file: 'src/charts/dot/routes.ts',
    from: '(!reenter && targets.every(',
    to: '(targets.every(',
    tests: [TO_DOT],
  },
  {
    rule: 'a drawing shows delays in the largest unit in which they are whole',
    file: 'src/charts/transitionLabel.ts',
    from: 'ms > 0 && ms % size === 0',
    to: 'ms >= size',
    tests: [TO_DOT],
  },
];
