import { readFileSync, readlinkSync, statSync } from 'node:fs';

/** A thread of a process, so that no other one, earlier or later, is taken for it. */
export interface ThreadIdentity {
  /** The id of the process, within its PID namespace: two containers may each have a process 1. */
  readonly pid: number;
  /**
   * The PID namespace, and the start of the machine since which the kernel counts namespaces and
   * time; empty where the system has none or does not tell.
   */
  readonly namespace: string;
  /** The kernel's id of the thread; 0 where the system does not tell. */
  readonly thread: number;
  /** When the thread was started, in the kernel's ticks since the machine was; empty if unknown. */
  readonly startedAt: string;
}

/** The thread that calls this function. */
export function ownThread(): ThreadIdentity {
  const { pid } = process;
  const unknown = { pid, namespace: '', thread: 0, startedAt: '' };
  const namespace = ownNamespace();
  if (namespace === '') return unknown;
  const text = readText('/proc/thread-self/stat');
  const startedAt = text === undefined ? undefined : startOf(text);
  if (text === undefined || startedAt === undefined) return unknown;
  return { pid, namespace, thread: Number.parseInt(text, 10), startedAt };
}

/**
 * The PID namespace of this process; empty where there is none, or where `/proc` is that of another
 * one, so that it says nothing about the process ids that this process sees.
 */
export function ownNamespace(): string {
  try {
    const isOwnView = readlinkSync('/proc/self') === String(process.pid);
    if (!isOwnView) return '';
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${readlinkSync('/proc/self/ns/pid')} of ${boot}`;
  } catch {
    return ''; // Only Linux has them.
  }
}

/**
 * True when a thread of this process's PID namespace lives, false when it has ended; undefined when
 * `/proc` does not show its process, which may have ended or belong to another user.
 */
export function isThreadAlive({ pid, thread, startedAt }: ThreadIdentity): boolean | undefined {
  if (statSync(`/proc/${pid}`, { throwIfNoEntry: false }) === undefined) return undefined;
  const text = readText(`/proc/${pid}/task/${thread}/stat`);
  return text !== undefined && startOf(text) === startedAt;
}

/** The start time in a thread's `stat`; undefined for one that has ended and was not waited for. */
function startOf(stat: string): string | undefined {
  // The name before the last parenthesis may contain anything. The state is field 3, the time 22.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state] = fields;
  return state === 'Z' || state === 'X' ? undefined : fields[19];
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
