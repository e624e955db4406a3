/**
 * A channel that sends the messages of a shop as email, over SMTP. Needs the package `nodemailer`.
 *
 * ```ts
 * import { smtpChannel } from 'statecart/email';
 *
 * const email = smtpChannel({
 *   url: 'smtps://user:password@smtp.example.com',
 *   from: 'Shop <orders@example.com>',
 * });
 * ```
 *
 * @module statecart/email
 */
export { type SmtpChannelOptions, smtpChannel } from './channels/email/smtpChannel.ts';
