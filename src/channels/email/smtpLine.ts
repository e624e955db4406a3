import { connect, type Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import { createTransport, type SendMailOptions, type SMTPPoolOptions } from 'nodemailer';
import type { SmtpServer } from './smtpServer.ts';

export interface LineOptions {
  readonly server: SmtpServer;
  /** Milliseconds for opening a connection, and for each answer of the server. */
  readonly timeoutMs: number;
  readonly tls?: ConnectionOptions;
}

type ConnectionCallback = (error: Error | null, options?: { readonly connection: Socket }) => void;

/**
 * One connection to a server, which is opened for the first mail and used for the next ones. It sends one mail at a
 * time. A connection that the server closes in between is replaced.
 *
 * It is a pool of nodemailer with one connection. In a pool of several, nothing says which of them has a certain mail,
 * so that one cannot be closed without the others. The sockets are opened here because a pool that is closed leaves
 * those open that are in the middle of a mail.
 */
export class SmtpLine {
  readonly #options: LineOptions;
  readonly #transport;
  readonly #sockets = new Set<Socket>();
  /** Rejects the mail that is being sent. */
  #cancel: ((error: Error) => void) | undefined;
  #isClosed = false;

  constructor(options: LineOptions) {
    this.#options = options;
    const { server, timeoutMs, tls } = options;
    const poolOptions: SMTPPoolOptions & { pool: true } = {
      pool: true,
      maxConnections: 1,
      // A connection may end just when a mail is handed to it. The shop makes all other attempts, after longer times.
      maxRequeues: 1,
      host: server.host,
      port: server.port,
      secure: server.isSecure,
      requireTLS: server.requiresTls,
      ...(server.auth && { auth: server.auth, forceAuth: true }),
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      ...(tls && { tls }),
      disableFileAccess: true,
      disableUrlAccess: true,
      getSocket: (_options, callback) => this.#connect(callback),
    };
    this.#transport = createTransport(poolOptions);
    // Failures reach the mail that is being sent. Without a listener, this event would end the process.
    this.#transport.on('error', () => {});
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Resolves when the server has accepted the mail. Rejects with nodemailer's error, or at once by {@link close}. */
  send(mail: SendMailOptions): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#cancel = reject;
      this.#transport.sendMail(mail).then(() => resolve(), reject);
    });
  }

  /** Closes the connection at once, also in the middle of a mail. */
  close(): void {
    this.#isClosed = true;
    this.#cancel?.(new Error('the connection was closed'));
    this.#transport.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #connect(callback: ConnectionCallback): void {
    const { server, timeoutMs } = this.#options;
    const socket = connect({ host: server.host, port: server.port });
    let failure = new Error('the connection was closed');
    const timer = setTimeout(() => {
      const shown = `${server.host}:${server.port}`;
      socket.destroy(new Error(`${shown} could not be reached within ${timeoutMs} ms`));
    }, timeoutMs);
    const onClose = () => callback(failure);
    this.#sockets.add(socket);
    // This listener stays: nodemailer removes its own before the socket is closed.
    socket.on('error', (error) => {
      failure = error;
    });
    socket.once('close', onClose);
    socket.once('close', () => {
      clearTimeout(timer);
      this.#sockets.delete(socket);
    });
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.off('close', onClose);
      callback(null, { connection: socket });
    });
  }
}
