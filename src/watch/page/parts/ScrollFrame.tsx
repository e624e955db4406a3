import type { ComponentChildren, Ref } from 'preact';

interface Props {
  /** What is in it, for screen readers. */
  readonly label: string;
  readonly class: string;
  readonly frame?: Ref<HTMLDivElement>;
  readonly children?: ComponentChildren;
}

/** What scrolls within the page. The Tab key reaches it, and arrows scroll it. A group: landmarks are for the sections. */
export function ScrollFrame({ label, class: name, frame, children }: Props) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls
    <div
      ref={frame ?? null}
      class={`scrolls ${name}`}
      role="group"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
      tabIndex={0}
    >
      {children}
    </div>
  );
}
