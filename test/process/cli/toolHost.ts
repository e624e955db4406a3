/**
 * The program of a process that runs the compiled tool again and again: it gets the arguments, the standard input and the
 * working directory of a call, and answers with what a process of the call's own would print and end with. Only the modules that the tool imports
 * stay loaded; the tool itself is evaluated anew.
 *
 * A call ends when nothing is left that would keep a process running, and must leave the process as it was: what it leaves
 * is reported as a line of its stderr.
 */
export const TOOL_HOST = `
  import { Readable, Writable } from 'node:stream';
  import { pathToFileURL } from 'node:url';

  const [, tool] = process.argv;
  let count = 0;

  function replace(name, value) {
    Object.defineProperty(process, name, { value, configurable: true });
  }

  function capture(name) {
    const texts = [];
    const decoder = new TextDecoder();
    replace(name, new Writable({
      write(chunk, _, done) {
        texts.push(decoder.decode(chunk, { stream: true }));
        done();
      },
    }));
    return () => texts.join('') + decoder.decode();
  }

  function chunksOf(input) {
    const size = 65_536;
    const count = Math.ceil(input.length / size);
    return Array.from({ length: count }, (_, index) => input.subarray(index * size, (index + 1) * size));
  }

  /** What a call must leave as it was. */
  function surroundings() {
    const listeners = ['SIGINT', 'SIGTERM', 'SIGHUP', 'uncaughtException', 'unhandledRejection'];
    return JSON.stringify([process.cwd(), process.env, listeners.map((name) => process.listenerCount(name))]);
  }

  /** What keeps the process running. */
  function resources() {
    return process.getActiveResourcesInfo().length;
  }

  async function run({ args, input, cwd }) {
    process.chdir(cwd);
    const before = surroundings();
    const stdout = capture('stdout');
    const stderr = capture('stderr');
    replace('stdin', Readable.from(chunksOf(Buffer.from(input)), { objectMode: false }));
    process.argv = [process.execPath, tool, ...args];
    process.exitCode = undefined;
    const idle = resources();
    await import(pathToFileURL(tool).href + '?call=' + ++count);
    while (resources() > idle) await new Promise((resolve) => setTimeout(resolve, 1));
    const status = process.exitCode ?? 0;
    process.exitCode = undefined;
    const left = surroundings() === before ? '' : 'the call has left its process changed\\n';
    return { status, stdout: stdout(), stderr: stderr() + left };
  }

  process.on('message', async (call) => process.send(await run(call)));
`;
