import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** Says to the scan that it has to look at the records only. */
export const MAY_BE_IN_USE = 'may-be-in-use';

/**
 * Reads every record of a database in another process, which may die of a damaged page where this
 * one must not.
 *
 * @throws Error if the file is cut or overwritten, or another process writes to it (which is fine
 * for a reader: `mayBeInUse`).
 */
export async function refuseDamage(
  path: string,
  { mayBeInUse = false }: { readonly mayBeInUse?: boolean } = {},
): Promise<void> {
  const script = fileURLToPath(new URL('./integrityWorker.js', import.meta.url));
  const scan = spawn(
    process.execPath,
    mayBeInUse ? [script, path, MAY_BE_IN_USE] : [script, path],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, NODE_OPTIONS: '', ELECTRON_RUN_AS_NODE: '1' },
    },
  );
  const [said, ending] = await Promise.all([
    text(scan.stderr),
    new Promise<number | string>((resolve, reject) => {
      scan.on('error', reject);
      scan.on('close', (code, signal) => resolve(signal ?? code ?? 0));
    }),
  ]);
  if (ending === 0) return;
  const lastLine = said.trim().split('\n').at(-1) ?? '';
  throw new Error(
    typeof ending === 'number' ? lastLine : `it is damaged: reading it ended with ${ending}`,
  );
}
