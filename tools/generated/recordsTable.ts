import type { RecordTable } from '../../src/schema/table.ts';

/** Every kind of record with its key, and the format since which it looks as it does. */
export function recordsTable(records: RecordTable): string {
  const rows = records.map(({ name, prefix, elements, version }) => {
    const key = [...prefix.map((text) => JSON.stringify(text)), ...elements.map(nameOf)];
    return `| ${name} | \`[${key.join(', ')}]\` | ${version} |`;
  });
  return ['| records | key | since format |', '| --- | --- | ---: |', ...rows].join('\n');
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}
