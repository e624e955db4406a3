import { type AddressInfo, createServer, type Server } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { MailServerKind, MailServerMessage } from './mailServerTask.ts';

/** The process of a mail server: says its port, and at the first message of its parent what it has seen, and ends. */
const counts = { connections: 0, mails: 0 };
const server = process.argv[2] === ('hanging' satisfies MailServerKind) ? hanging() : healthy();
server.listen(0, '127.0.0.1', () => send({ port: (server.address() as AddressInfo).port }));
process.on('disconnect', () => process.exit(0));
process.once('message', () => send({ counts }, () => process.exit(0)));

function send(message: MailServerMessage, then = () => {}): void {
  process.send?.(message, then);
}

/** It accepts connections, and never says a word. */
function hanging(): Server {
  return createServer((socket) => {
    counts.connections++;
    // Clients give up.
    socket.on('error', () => {});
    socket.resume();
  });
}

/** It accepts every mail, and throws it away. */
function healthy(): Server {
  const smtp = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    authOptional: true,
    disableReverseLookup: true,
    onConnect(_session, answer) {
      counts.connections++;
      answer();
    },
    onData(mail, _session, answer) {
      mail.on('end', () => {
        counts.mails++;
        answer();
      });
      mail.resume();
    },
  });
  smtp.on('error', () => {});
  return smtp.server as Server;
}
