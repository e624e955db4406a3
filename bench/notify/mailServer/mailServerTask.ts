/** How a mail server behaves: it accepts every mail, or it accepts connections and never answers. */
export type MailServerKind = 'healthy' | 'hanging';

/** What a mail server has seen since its start. */
export interface MailCounts {
  readonly connections: number;
  /** Mails that it has accepted. */
  readonly mails: number;
}

/** A message of a mail server's process to its parent. */
export type MailServerMessage = { readonly port: number } | { readonly counts: MailCounts };
