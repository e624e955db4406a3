import type { ComponentChildren } from 'preact';

interface Props {
  /** Of the element, for links to it. */
  readonly id: string;
  readonly title: string;
  /** One line below the title. */
  readonly note?: ComponentChildren;
  /** Controls beside the title. */
  readonly tools?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A part of the page with a heading of its own. */
export function Section({ id, title, note, tools, children }: Props) {
  return (
    <section id={id} class="card" aria-labelledby={`${id}-title`}>
      <div class="card-head">
        <h2 id={`${id}-title`} tabIndex={-1}>
          {title}
        </h2>
        {tools !== undefined && <div class="tools">{tools}</div>}
      </div>
      {note !== undefined && <p class="note">{note}</p>}
      {children}
    </section>
  );
}

/** Moves the focus to the heading of a section, and shows it. */
export function focusSection(id: string): void {
  document.getElementById(`${id}-title`)?.focus({ preventScroll: true });
  document.getElementById(id)?.scrollIntoView({ block: 'start' });
}
