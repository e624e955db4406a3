import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { oneLine } from '../../src/terminal/printable.ts';

export interface MailServer {
  /** `smtp://127.0.0.1:PORT` */
  readonly url: string;
  close(): Promise<void>;
}

export interface MailServerOptions {
  /** How long a recipient is refused who is new, in milliseconds: greylisting, since most spam is not sent twice. */
  readonly greylistMs: number;
  /** Gets one line for each mail that has come, and for each recipient who was refused. */
  readonly say: (line: string) => void;
}

/** Takes mails on a free port of this machine, and keeps none. */
export async function startMailServer({ greylistMs, say }: MailServerOptions): Promise<MailServer> {
  const firstSeen = new Map<string, number>();
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onRcptTo({ address }, _session, answer) {
      const now = performance.now();
      const since = firstSeen.get(address) ?? now;
      firstSeen.set(address, since);
      if (now - since >= greylistMs) return answer();
      say(`451 to ${oneLine(address)}: come back later`);
      answer(Object.assign(new Error('come back later'), { responseCode: 451 }));
    },
    async onData(stream, { envelope }, answer) {
      const { subject = '' } = await simpleParser(await buffer(stream));
      const recipients = envelope.rcptTo.map(({ address }) => address);
      say(oneLine(`250 to ${recipients.join()}: ${subject}`));
      answer();
    },
  });
  // Clients that break off are errors of the server.
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
