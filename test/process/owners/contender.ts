import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { expect } from 'vitest';

export const DIST = fileURLToPath(new URL('../../../dist/', import.meta.url));
const DIST_URL = pathToFileURL(DIST).href;

/** What a contender does on request; `answer` goes back. Runs in a process or in a worker thread. */
const CODE = `
  const stores = new Map();
  let shop;
  const actions = {
    async open({ path, dist, store }) {
      const module = await import(dist + 'src/' + store + '.js');
      stores.set(path, await module[store + 'Store']({ path }));
      return 'open';
    },
    async close({ path }) {
      await stores.get(path).close();
      stores.delete(path);
      return 'closed';
    },
    async put({ path, value }) {
      await stores.get(path).commit([{ op: 'put', key: ['by'], value }]);
      return 'put';
    },
    // As any program that reads the store does, such as the command-line tool.
    async read({ path }) {
      const { open } = await import('lmdb');
      open({ path, noSubdir: false, readOnly: true, maxDbs: 2 }).get('owner');
      return 'read';
    },
    async readLocks({ path }) {
      const { readFileSync } = await import('node:fs');
      readFileSync(path + '/lock.mdb');
      return 'read';
    },
    async sell({ path, dist, users }) {
      const { createShop } = await import(dist + 'src/index.js');
      shop ??= await createShop({ store: stores.get(path) });
      const answers = await Promise.allSettled(users.map((userId) => shop.checkout(userId)));
      return answers.map(({ status, value, reason }) => {
        if (status === 'rejected') return reason.message;
        return value.ok ? 'sold' : value.refusal.code;
      });
    },
    // What an old release does: it knows process ids only.
    async openAsFirstRelease({ path }) {
      const { open } = await import('lmdb');
      const root = open({ path, noSubdir: false, overlappingSync: false, maxDbs: 2 });
      root.get('owner');
      root.transactionSync(() => root.putSync('owner', process.pid));
      return 'open';
    },
  };
  const act = async (request) => {
    try {
      return await actions[request.action](request);
    } catch (error) {
      return error.message;
    }
  };`;

const WORKER_CODE = `
  import { parentPort } from 'node:worker_threads';
  ${CODE}
  parentPort.on('message', async (request) => parentPort.postMessage(await act(request)));`;

const PROCESS_CODE = `
  import { createInterface } from 'node:readline';
  ${CODE}
  for await (const line of createInterface({ input: process.stdin })) {
    console.log(JSON.stringify(await act(JSON.parse(line))));
  }`;

export interface Request {
  readonly action: 'open' | 'close' | 'put' | 'read' | 'readLocks' | 'sell' | 'openAsFirstRelease';
  readonly path: string;
  readonly value?: string;
  readonly users?: readonly string[];
  /** The kind of store to open; lmdb when left out. */
  readonly store?: 'lmdb' | 'disk';
  /** The build to load; that of the project when left out. */
  readonly dist?: string;
}

const DEFAULTS = { dist: DIST_URL, store: 'lmdb' } as const;

/** A thread or a process that opens stores. */
export interface Contender {
  readonly kind: 'thread' | 'process';
  readonly pid: number;
  ask(request: Request): Promise<unknown>;
  /** Ends it without any cleaning up. */
  kill(): Promise<void>;
}

export function threadContender(): Contender {
  const worker = new Worker(
    new URL(`data:text/javascript,${encodeURIComponent(absolute(WORKER_CODE))}`),
  );
  return {
    kind: 'thread',
    pid: process.pid,
    async ask(request) {
      const answered = once(worker, 'message');
      worker.postMessage({ ...DEFAULTS, ...request });
      return (await answered)[0];
    },
    async kill() {
      await worker.terminate();
    },
  };
}

/** What is said to an opening of a store that a process has open, or has just tried to open. */
export function inUse(path: string, pid: number): string {
  return `the store at ${path} cannot be opened: it is in use by process ${pid}`;
}

/**
 * Lets all of them open the path at once. The others are told who has it. A thread may also be told its own process: another
 * thread of it was just opening the path, and was then refused itself.
 *
 * @returns the only one that has it.
 */
export async function expectOneOwner(
  path: string,
  all: readonly Contender[],
  store: Request['store'] = 'lmdb',
): Promise<Contender> {
  const answers = await Promise.all(all.map((one) => one.ask({ action: 'open', path, store })));
  const owners = all.filter((_, index) => answers[index] === 'open');
  expect(owners, JSON.stringify(answers)).toHaveLength(1);
  const [owner] = owners as [Contender];
  for (const [index, { kind, pid }] of all.entries()) {
    if (answers[index] === 'open') continue;
    const named = kind === 'thread' ? [owner.pid, pid] : [owner.pid];
    expect(named.map((one) => inUse(path, one))).toContain(answers[index]);
  }
  const ofThreads = answers.filter((_, index) => all[index]?.kind === 'thread');
  // The thread that refused the others was refused by the owner.
  if (ofThreads.length > 0 && owner.kind !== 'thread') {
    expect(ofThreads).toContain(inUse(path, owner.pid));
  }
  return owner;
}

const children = new Set<ChildProcess>();

/** Ends the processes that a failed test has left. */
export function killContenders(): void {
  for (const child of children) child.kill('SIGKILL');
}

/** @param wrapper a command that runs the process, such as in a PID namespace of its own. */
export function processContender(wrapper: readonly string[] = []): Contender {
  const args = ['--input-type=module', '--eval', absolute(PROCESS_CODE)];
  const [command = '', ...rest] = [...wrapper, process.execPath, ...args];
  const child = spawn(command, rest, { stdio: ['pipe', 'pipe', 'inherit'] });
  children.add(child);
  child.once('close', () => children.delete(child));
  let text = '';
  return {
    kind: 'process',
    pid: child.pid as number,
    async ask(request) {
      child.stdin.write(`${JSON.stringify({ ...DEFAULTS, ...request })}\n`);
      while (!text.includes('\n')) text += String((await once(child.stdout, 'data'))[0]);
      const [line = '', ...more] = text.split('\n');
      text = more.join('\n');
      return JSON.parse(line);
    },
    async kill() {
      const closed = once(child, 'close');
      child.kill('SIGKILL');
      await closed;
    },
  };
}

/** The code without names that only the project's folder resolves. */
function absolute(code: string): string {
  return code.replaceAll(
    "import('lmdb')",
    `import(${JSON.stringify(import.meta.resolve('lmdb'))})`,
  );
}
