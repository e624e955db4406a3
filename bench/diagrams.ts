import { readFileSync, writeFileSync } from 'node:fs';
import { cartMachine, inventoryMachine, orderMachine, toMermaid } from '../machines/index.ts';

/** Writes the diagrams of the standard charts into the README, between their marks. */
const CHARTS = { cart: cartMachine, order: orderMachine, inventory: inventoryMachine };

const readme = new URL('../../README.md', import.meta.url);
let text = readFileSync(readme, 'utf8');
for (const [name, machine] of Object.entries(CHARTS)) {
  const block = new RegExp(`(<!-- chart: ${name} -->\n)[\\s\\S]*?(<!-- end -->)`);
  if (!block.test(text)) throw new Error(`README.md has no mark <!-- chart: ${name} -->`);
  text = text.replace(block, `$1\`\`\`mermaid\n${toMermaid(machine)}\n\`\`\`\n$2`);
}
writeFileSync(readme, text);
console.log(`README.md: ${Object.keys(CHARTS).length} diagrams written`);
