/** A piece of a document that a tool writes, between `<!-- mark -->` and the next `<!-- end -->`. */
export interface GeneratedPart {
  /** The document, as a path from the top of the repository. */
  readonly file: string;
  readonly mark: string;
  /** The npm script that writes this part alone; `npm run docs` writes all of them. */
  readonly script: 'figures' | 'diagrams' | 'docs';
  make(): string;
}
