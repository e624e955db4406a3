/** `12/1/10 8:26` or `12/1/2010 8:26`: month, day, year. */
const AMERICAN = /^(?<month>\d{1,2})\/(?<day>\d{1,2})\/(?<year>\d{4}|\d{2}) (?<time>.+)$/;
/** `2010-12-01 08:26` */
const ISO = /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2}) (?<time>.+)$/;
const AMERICAN_TIME = /^(?<hour>\d{1,2}):(?<minute>\d{2})$/;
const ISO_TIME = /^(?<hour>\d{2}):(?<minute>\d{2})(:(?<second>\d{2}))?$/;

/**
 * Epoch milliseconds of an InvoiceDate, read as UTC. A year of two digits is one of 2000 to 2099.
 *
 * @returns undefined if the text has neither form, if the calendar has no such date, or if it is before
 * 1970, where no clock of the engine can start.
 */
export function invoiceTime(text: string): number | undefined {
  return (
    read(text, { date: AMERICAN, time: AMERICAN_TIME }) ?? read(text, { date: ISO, time: ISO_TIME })
  );
}

function read(text: string, form: { date: RegExp; time: RegExp }): number | undefined {
  const date = form.date.exec(text)?.groups;
  const time = form.time.exec(date?.time ?? '')?.groups;
  if (date === undefined || time === undefined) return undefined;
  const [month, day, hour, minute] = [date.month, date.day, time.hour, time.minute].map(Number) as [
    number,
    number,
    number,
    number,
  ];
  const year = Number(date.year) + (date.year?.length === 2 ? 2000 : 0);
  const second = Number(time.second ?? 0);
  if (minute > 59 || second > 59) return undefined;
  const at = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  // Date.UTC carries over: 30 February would become 2 March, and 24:00 the next day.
  const isReal =
    at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
  return isReal && at.getTime() >= 0 ? at.getTime() : undefined;
}
