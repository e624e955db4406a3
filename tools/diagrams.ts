import { cartMachine, inventoryMachine, orderMachine, toMermaid } from '../src/machines.ts';
import { writeMark } from './figures/writeMark.ts';

/** Writes the diagrams of the standard charts into the README, between their marks. */
const CHARTS = { cart: cartMachine, order: orderMachine, inventory: inventoryMachine };

for (const [name, machine] of Object.entries(CHARTS)) {
  writeMark(`chart: ${name}`, `\`\`\`mermaid\n${toMermaid(machine)}\n\`\`\``);
}
console.log(`README.md: ${Object.keys(CHARTS).length} diagrams written`);
