/**
 * The program of a process that runs other programs one after the other: it gets the file, the arguments, the standard input
 * and the working directory of a call, and answers with what a process of the call's own would print and end with. Only the
 * modules that a program imports stay loaded; the program itself is evaluated anew.
 *
 * A call ends when nothing is left that would keep a process running. It must leave the process as it was: otherwise a line
 * of its stderr says so.
 */
export const HOST_PROGRAM = `
  import { Readable, Writable } from 'node:stream';
  import { pathToFileURL } from 'node:url';
  import { inspect } from 'node:util';

  let count = 0;

  function replace(name, value) {
    Object.defineProperty(process, name, { value, configurable: true });
  }

  /** Takes what is written to a stream of the process. */
  function capture(name) {
    let chunks = [];
    const open = () => replace(name, new Writable({
      write(chunk, _, done) {
        chunks.push(chunk);
        done();
      },
    }));
    return {
      /** Begins with a stream on which nothing listens. */
      open,
      take() {
        const text = Buffer.concat(chunks).toString();
        chunks = [];
        return text;
      },
    };
  }

  const outputs = { stdout: capture('stdout'), stderr: capture('stderr') };
  for (const output of Object.values(outputs)) output.open();
  // The console keeps the first streams that it has seen.
  console.log();
  console.error();
  for (const output of Object.values(outputs)) output.take();

  function chunksOf(input) {
    const size = 65_536;
    const count = Math.ceil(input.length / size);
    return Array.from({ length: count }, (_, index) => input.subarray(index * size, (index + 1) * size));
  }

  /** What a call must leave as it was. */
  function surroundings() {
    const events = ['SIGINT', 'SIGTERM', 'SIGHUP', 'beforeExit', 'uncaughtException', 'unhandledRejection'];
    const listeners = events.map((event) => process.listenerCount(event));
    return JSON.stringify([process.cwd(), process.env, listeners]);
  }

  /** What keeps the process running. */
  function resources() {
    return process.getActiveResourcesInfo().length;
  }

  async function run({ file, args, input, cwd }) {
    process.chdir(cwd);
    process.argv = [process.execPath, file, ...args];
    process.exitCode = undefined;
    const before = surroundings();
    for (const output of Object.values(outputs)) output.open();
    replace('stdin', Readable.from(chunksOf(Buffer.from(input)), { objectMode: false }));
    const idle = resources();
    let failure = '';
    try {
      await import(pathToFileURL(file).href + '?call=' + ++count);
    } catch (error) {
      failure = inspect(error) + '\\n';
      process.exitCode = 1;
    }
    while (resources() > idle) await new Promise((resolve) => setTimeout(resolve, 1));
    const status = process.exitCode ?? 0;
    process.exitCode = undefined;
    const left = surroundings() === before ? '' : 'the program has left its process changed\\n';
    return { status, stdout: outputs.stdout.take(), stderr: outputs.stderr.take() + failure + left };
  }

  process.on('message', async (call) => process.send(await run(call)));
`;
