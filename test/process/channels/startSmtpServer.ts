import type { AddressInfo, Socket } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { onTestFinished } from 'vitest';

/** An answer of the server that is no acceptance: its code and its text. */
export type Refusal = readonly [code: number, text: string];

export interface ServerRules {
  /** Decides about a sender; accepted when it returns undefined. */
  readonly sender?: (address: string) => Refusal | undefined;
  readonly recipient?: (address: string) => Refusal | undefined;
  /** Decides about a mail that has been transmitted. */
  readonly mail?: (mail: ParsedMail) => Refusal | undefined | Promise<Refusal | undefined>;
  /** Decides about a login. Without it, the server has no logins. */
  readonly login?: (user: string, password: string) => Refusal | undefined;
  /** Of `smtp-server`: certificates, and `secure` for TLS from the start. */
  readonly options?: SMTPServerOptions;
}

/** A real SMTP server on a free port, which is closed when the test is over. */
export async function startSmtpServer({
  sender,
  recipient,
  mail,
  login,
  options = {},
}: ServerRules = {}) {
  const server = {
    port: 0,
    url: '',
    /** The mails that it was sent, whether it has accepted them or not. */
    transmitted: [] as ParsedMail[],
    sources: [] as string[],
    recipients: [] as string[],
    senders: [] as string[],
    logins: [] as string[],
    open: 0,
    /** The most connections at the same time, and all of them. */
    peak: 0,
    connections: 0,
  };
  const disabledCommands = [];
  if (login === undefined) disabledCommands.push('AUTH');
  if (options.cert === undefined) disabledCommands.push('STARTTLS');
  const smtp = new SMTPServer({
    disabledCommands,
    authOptional: login === undefined,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    ...options,
    onConnect(_session, answer) {
      server.open++;
      server.connections++;
      server.peak = Math.max(server.peak, server.open);
      answer();
    },
    onClose() {
      server.open--;
    },
    onAuth({ username = '', password }, _session, answer) {
      server.logins.push(username);
      const refusal = login?.(username, password ?? '');
      answer(refusal && asError(refusal), { user: username });
    },
    onMailFrom({ address }, _session, answer) {
      server.senders.push(address);
      answer(asError(sender?.(address)));
    },
    onRcptTo({ address }, _session, answer) {
      server.recipients.push(address);
      answer(asError(recipient?.(address)));
    },
    async onData(stream, _session, answer) {
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk);
      const source = Buffer.concat(chunks);
      if (stream.sizeExceeded) return answer(asError([552, 'Message too large']));
      const parsed = await simpleParser(source);
      server.sources.push(source.toString());
      server.transmitted.push(parsed);
      answer(asError(await mail?.(parsed)));
    },
  });
  // Clients that abort, or do not trust the certificate, are errors of the server.
  smtp.on('error', () => {});
  const sockets = new Set<Socket>();
  smtp.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        smtp.close(resolve);
        for (const socket of sockets) socket.destroy();
      }),
  );
  server.port = (smtp.server.address() as AddressInfo).port;
  server.url = `smtp://127.0.0.1:${server.port}`;
  return server;
}

function asError(refusal: Refusal | undefined): Error | null {
  if (refusal === undefined) return null;
  const [responseCode, text] = refusal;
  return Object.assign(new Error(text), { responseCode });
}
