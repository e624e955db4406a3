import type { MessageContent } from '../channel.ts';
import { type HtmlValue, html } from './html.ts';
import { shownText } from './shownText.ts';

/** What a default message says: both its text and its HTML are made of it. */
export interface Letter {
  readonly subject: string;
  /** What SMS and push messages say. */
  readonly short: string;
  /** The name of the reader; undefined for the owner of the shop. */
  readonly name?: string;
  /** Paragraphs and tables, from top to bottom. Those that are undefined are left out. */
  readonly blocks: readonly (string | LineTable | undefined)[];
}

/** The lines of an order or a cart. */
export interface LineTable {
  readonly rows: readonly LineRow[];
  /** The sum of all lines; left out where there are no prices. */
  readonly total?: string;
}

export interface LineRow {
  /** Left out in a row that stands for several lines. */
  readonly quantity?: string;
  readonly name: string;
  /** Left out where there are no prices. */
  readonly amount?: string;
}

/** Makes a message with text and HTML. */
export function composeMessage({ subject, short, name, blocks }: Letter): MessageContent {
  const reader = name === undefined ? '' : shownText(name);
  const letter = [reader === '' ? 'Hello,' : `Hello ${reader},`, ...blocks].filter(
    (block) => block !== undefined,
  );
  return {
    subject,
    text: letter.map(textOf).join('\n\n'),
    html: String(page(subject, letter.map(htmlOf))),
    short,
  };
}

function textOf(block: string | LineTable): string {
  if (typeof block === 'string') return block;
  const lines = block.rows.map(({ quantity, name, amount }) => {
    const units = quantity === undefined ? name : `${quantity} × ${name}`;
    return amount === undefined ? units : `${units}: ${amount}`;
  });
  if (block.total !== undefined) lines.push(`Total: ${block.total}`);
  return lines.join('\n');
}

/**
 * A document without colours of its own, so that mail clients show it light or dark as their users like it. Styles
 * are inline, since many clients drop others. Nothing is loaded from elsewhere.
 */
function page(subject: string, blocks: HtmlValue): HtmlValue {
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${subject}</title>
</head>
<body style="margin:0;padding:16px;font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:1.5">
<div style="max-width:600px;margin:0 auto;overflow-wrap:anywhere">
${blocks}</div>
</body>
</html>
`;
}

const CELL = 'padding:8px 8px 8px 0;border-bottom:1px solid #888888;text-align:left';
const NUMBER_CELL = `${CELL};vertical-align:top;white-space:nowrap`;
const AMOUNT_CELL = `${NUMBER_CELL};padding-right:0;text-align:right`;

function htmlOf(block: string | LineTable): HtmlValue {
  if (typeof block === 'string') return html`<p style="margin:0 0 16px">${block}</p>\n`;
  const { rows, total } = block;
  return html`<table style="width:100%;margin:0 0 16px;border-collapse:collapse">
${rows.map(rowHtml)}${total !== undefined && totalHtml(total)}</table>
`;
}

function rowHtml({ quantity, name, amount }: LineRow): HtmlValue {
  return html`<tr><td style="${NUMBER_CELL}">${quantity !== undefined && `${quantity} ×`}</td><td dir="auto" style="${CELL}">${name}</td><td style="${AMOUNT_CELL}">${amount}</td></tr>\n`;
}

function totalHtml(total: string): HtmlValue {
  return html`<tr><th colspan="2" style="${CELL}">Total</th><th style="${AMOUNT_CELL}">${total}</th></tr>\n`;
}
