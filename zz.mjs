// test/process/disk/zz.ts
import { setImmediate as setImmediate4 } from 'node:timers/promises';

// ../run/stub.js
import { isDeepStrictEqual } from 'node:util';

function expect(v, msg) {
  const fail = (w) => {
    throw new Error('expect ' + (msg ?? '') + ' ' + w + ' ' + JSON.stringify(v)?.slice(0, 300));
  };
  return {
    toBe(x) {
      if (!Object.is(v, x)) fail('toBe ' + JSON.stringify(x));
    },
    toEqual(x) {
      if (!isDeepStrictEqual(v, x)) fail('toEqual ' + JSON.stringify(x).slice(0, 300));
    },
    toMatch(r) {
      if (!r.test(v)) fail('match ' + r);
    },
    toBeUndefined() {
      if (v !== void 0) fail('undef');
    },
    toBeGreaterThanOrEqual(x) {
      if (!(v >= x)) fail('>= ' + x);
    },
  };
}

// node_modules/pure-rand/lib/esm/distribution/uniformFloat64.js
var scale26 = 14901161193847656e-24;
var scale53 = 11102230246251565e-32;
var mask1 = 67108863;
var mask2 = 134217727;
function uniformFloat64(rng) {
  const value1 = rng.next() & mask1;
  const value2 = rng.next() & mask2;
  return value1 * scale26 + value2 * scale53;
}

// node_modules/pure-rand/lib/esm/distribution/uniformInt.js
function uniformIntInternal(rng, rangeSize) {
  const MaxAllowed = rangeSize > 2 ? ~~(4294967296 / rangeSize) * rangeSize : 4294967296;
  let deltaV = rng.next() + 2147483648;
  while (deltaV >= MaxAllowed) deltaV = rng.next() + 2147483648;
  return deltaV % rangeSize;
}
function fromNumberToArrayInt64(out, n2) {
  if (n2 < 0) {
    const posN = -n2;
    out.sign = -1;
    out.data[0] = ~~(posN / 4294967296);
    out.data[1] = posN >>> 0;
  } else {
    out.sign = 1;
    out.data[0] = ~~(n2 / 4294967296);
    out.data[1] = n2 >>> 0;
  }
  return out;
}
function substractArrayInt64(out, arrayIntA, arrayIntB) {
  const lowA = arrayIntA.data[1];
  const highA = arrayIntA.data[0];
  const signA = arrayIntA.sign;
  const lowB = arrayIntB.data[1];
  const highB = arrayIntB.data[0];
  const signB = arrayIntB.sign;
  out.sign = 1;
  if (signA === 1 && signB === -1) {
    const low2 = lowA + lowB;
    const high = highA + highB + (low2 > 4294967295 ? 1 : 0);
    out.data[0] = high >>> 0;
    out.data[1] = low2 >>> 0;
    return out;
  }
  let lowFirst = lowA;
  let highFirst = highA;
  let lowSecond = lowB;
  let highSecond = highB;
  if (signA === -1) {
    lowFirst = lowB;
    highFirst = highB;
    lowSecond = lowA;
    highSecond = highA;
  }
  let reminderLow = 0;
  let low = lowFirst - lowSecond;
  if (low < 0) {
    reminderLow = 1;
    low = low >>> 0;
  }
  out.data[0] = highFirst - highSecond - reminderLow;
  out.data[1] = low;
  return out;
}
function uniformArrayIntInternal(rng, out, rangeSize) {
  const maxIndex0 = rangeSize[0] + 1;
  out[0] = uniformIntInternal(rng, maxIndex0);
  out[1] = uniformIntInternal(rng, 4294967296);
  while (out[0] >= rangeSize[0] && (out[0] !== rangeSize[0] || out[1] >= rangeSize[1])) {
    out[0] = uniformIntInternal(rng, maxIndex0);
    out[1] = uniformIntInternal(rng, 4294967296);
  }
  return out;
}
var safeNumberMaxSafeInteger = Number.MAX_SAFE_INTEGER;
var sharedA = {
  sign: 1,
  data: [0, 0],
};
var sharedB = {
  sign: 1,
  data: [0, 0],
};
var sharedC = {
  sign: 1,
  data: [0, 0],
};
var sharedData = [0, 0];
function uniformLargeIntInternal(rng, from, to, rangeSize) {
  const rangeSizeArrayIntValue =
    rangeSize <= safeNumberMaxSafeInteger
      ? fromNumberToArrayInt64(sharedC, rangeSize)
      : substractArrayInt64(
          sharedC,
          fromNumberToArrayInt64(sharedA, to),
          fromNumberToArrayInt64(sharedB, from),
        );
  if (rangeSizeArrayIntValue.data[1] === 4294967295) {
    rangeSizeArrayIntValue.data[0] += 1;
    rangeSizeArrayIntValue.data[1] = 0;
  } else rangeSizeArrayIntValue.data[1] += 1;
  uniformArrayIntInternal(rng, sharedData, rangeSizeArrayIntValue.data);
  return sharedData[0] * 4294967296 + sharedData[1] + from;
}
function uniformInt(rng, from, to) {
  const rangeSize = to - from;
  if (rangeSize <= 4294967295) return uniformIntInternal(rng, rangeSize + 1) + from;
  return uniformLargeIntInternal(rng, from, to, rangeSize);
}

// node_modules/pure-rand/lib/esm/generator/xoroshiro128plus.js
var jumps = [3639956645, 3750757012, 1261568508, 386426335];
var XoroShiro128Plus = class XoroShiro128Plus2 {
  constructor(s01, s00, s11, s10) {
    this.s01 = s01;
    this.s00 = s00;
    this.s11 = s11;
    this.s10 = s10;
  }
  clone() {
    return new XoroShiro128Plus2(this.s01, this.s00, this.s11, this.s10);
  }
  next() {
    const out = (this.s00 + this.s10) | 0;
    const a0 = this.s10 ^ this.s00;
    const a1 = this.s11 ^ this.s01;
    const s00 = this.s00;
    const s01 = this.s01;
    this.s00 = (s00 << 24) ^ (s01 >>> 8) ^ a0 ^ (a0 << 16);
    this.s01 = (s01 << 24) ^ (s00 >>> 8) ^ a1 ^ ((a1 << 16) | (a0 >>> 16));
    this.s10 = (a1 << 5) ^ (a0 >>> 27);
    this.s11 = (a0 << 5) ^ (a1 >>> 27);
    return out;
  }
  jump() {
    let ns01 = 0;
    let ns00 = 0;
    let ns11 = 0;
    let ns10 = 0;
    let s01 = this.s01;
    let s00 = this.s00;
    let s11 = this.s11;
    let s10 = this.s10;
    for (let i = 0; i !== 4; ++i) {
      const ji = jumps[i];
      for (let mask = 1; mask; mask <<= 1) {
        if (ji & mask) {
          ns01 ^= s01;
          ns00 ^= s00;
          ns11 ^= s11;
          ns10 ^= s10;
        }
        const a0 = s10 ^ s00;
        const a1 = s11 ^ s01;
        const s00_ = s00;
        const s01_ = s01;
        s00 = (s00_ << 24) ^ (s01_ >>> 8) ^ a0 ^ (a0 << 16);
        s01 = (s01_ << 24) ^ (s00_ >>> 8) ^ a1 ^ ((a1 << 16) | (a0 >>> 16));
        s10 = (a1 << 5) ^ (a0 >>> 27);
        s11 = (a0 << 5) ^ (a1 >>> 27);
      }
    }
    this.s01 = ns01;
    this.s00 = ns00;
    this.s11 = ns11;
    this.s10 = ns10;
  }
  getState() {
    return [this.s01, this.s00, this.s11, this.s10];
  }
};
function xoroshiro128plus(seed) {
  return new XoroShiro128Plus(-1, ~seed, seed | 0, 0);
}

// bench/harness/limits.ts
var SEED_WARM_UP = 64;

// bench/harness/seeded.ts
function seeded(seed, stream = 0) {
  const generator = xoroshiro128plus(seed);
  for (let i = 0; i < SEED_WARM_UP; i++) generator.next();
  for (let i = 0; i < stream; i++) generator.jump();
  return {
    uniform: () => uniformFloat64(generator),
    integer: (end) => uniformInt(generator, 0, end - 1),
    exponential: (mean) => -mean * Math.log1p(-uniformFloat64(generator)),
  };
}

// test/process/disk/simulatedFolder.ts
import { setImmediate as setImmediate2 } from 'node:timers/promises';

// test/process/disk/simulatedFile.ts
var SECTOR_BYTES = 512;
var SimulatedFile = class _SimulatedFile {
  shown = Buffer.alloc(0);
  #onDisk = Buffer.alloc(0);
  /** The contents that each sector has had since the last sync, oldest first. */
  #unsynced = /* @__PURE__ */ new Map();
  /** Sets the length of a new file. */
  extend(bytes) {
    this.shown = Buffer.concat([this.shown, Buffer.alloc(bytes - this.shown.length)]);
  }
  write(bytes, position) {
    if (bytes.length === 0) return;
    this.extend(Math.max(this.shown.length, position + bytes.length));
    this.shown.set(bytes, position);
    const last = Math.floor((position + bytes.length - 1) / SECTOR_BYTES);
    for (let sector = Math.floor(position / SECTOR_BYTES); sector <= last; sector++) {
      const versions = this.#unsynced.get(sector) ?? [];
      versions.push(Buffer.from(sectorOf(this.shown, sector)));
      this.#unsynced.set(sector, versions);
    }
  }
  sync() {
    this.#onDisk = Buffer.from(this.shown);
    this.#unsynced.clear();
  }
  /** A sync that fails: the system shows all, has written a part of it, and does not try again. */
  failSync(random) {
    this.#onDisk = this.#afterCrash(random, 'mixed');
    this.#unsynced.clear();
  }
  /** The file as the machine finds it after a crash. */
  crash(random, fate) {
    const file = new _SimulatedFile();
    file.shown = this.#afterCrash(random, fate);
    file.sync();
    return file;
  }
  #afterCrash(random, fate) {
    if (fate === 'lost') return Buffer.from(this.#onDisk);
    if (fate === 'kept' && this.#unsynced.size > 0) return Buffer.from(this.#withAll());
    const bytes = this.#withAll();
    const end = random.integer(2) === 0 ? bytes.length : this.#onDisk.length;
    for (const [sector, versions] of this.#unsynced) {
      const before = this.#onDisk.subarray(sector * SECTOR_BYTES, (sector + 1) * SECTOR_BYTES);
      const old = Buffer.alloc(SECTOR_BYTES);
      old.set(before);
      const written = versions[random.integer(versions.length)];
      const found = [old, written, versions.at(-1), torn(old, written, random)][random.integer(4)];
      const room = bytes.length - sector * SECTOR_BYTES;
      bytes.set(found.subarray(0, Math.min(room, SECTOR_BYTES)), sector * SECTOR_BYTES);
    }
    return Buffer.from(bytes.subarray(0, end));
  }
  /** What is on disk, and everything that was written since. */
  #withAll() {
    const bytes = Buffer.alloc(Math.max(this.shown.length, this.#onDisk.length));
    bytes.set(this.#onDisk);
    for (const [sector, versions] of this.#unsynced) {
      bytes.set(versions.at(-1), sector * SECTOR_BYTES);
    }
    return bytes;
  }
};
function sectorOf(bytes, sector) {
  return bytes.subarray(sector * SECTOR_BYTES, (sector + 1) * SECTOR_BYTES);
}
function torn(before, after, random) {
  const result = Buffer.from(before);
  result.set(after.subarray(0, random.integer(SECTOR_BYTES)));
  return result;
}

// test/process/disk/simulatedFolder.ts
var SimulatedFolder = class _SimulatedFolder {
  random;
  /** Called at the moment of the crash. */
  onCrash = () => {};
  trouble;
  hasCrashed = false;
  /** The operations so far that change the disk. */
  operations = 0;
  bytesRead = 0;
  #names;
  #onDisk;
  /** Changes of names since the last sync: each one whole, as a rename is. */
  #unsynced = [];
  constructor(seed, files = /* @__PURE__ */ new Map()) {
    this.random = seeded(seed);
    this.#names = new Map(files);
    this.#onDisk = new Map(files);
  }
  list() {
    return [...this.#names.keys()];
  }
  create(name, bytes) {
    this.operate(() => {
      if (this.#names.has(name)) throw new Error(`EEXIST: ${name}`);
      const file = new SimulatedFile();
      file.extend(bytes);
      this.#change([{ name, file }]);
    });
    return this.open(name);
  }
  open(name) {
    const file = this.#names.get(name);
    if (file === void 0) throw new Error(`ENOENT: ${name}`);
    return new OpenFile(this, name, file);
  }
  openForWriting(name) {
    return this.open(name);
  }
  rename(from, to) {
    this.operate(() => {
      const file = this.fileOf(from);
      if (file === void 0 || this.#names.has(to)) throw new Error(`EEXIST: ${to}`);
      this.#change([
        { name: from, file: void 0 },
        { name: to, file },
      ]);
    });
  }
  remove(name) {
    this.operate(() => this.#change([{ name, file: void 0 }]));
  }
  async sync() {
    await setImmediate2();
    this.operate(() => {
      for (const change of this.#unsynced) apply(this.#onDisk, change);
      this.#unsynced = [];
    });
  }
  fileOf(name) {
    return this.#names.get(name);
  }
  /** Does something to the disk, unless it crashes or fails there. @param fail what a failure does to it. */
  operate(work, fail = () => {}) {
    if (this.hasCrashed) throw new Error('the disk has crashed');
    const { at, kind } = this.trouble ?? {};
    const isNow = ++this.operations === at;
    if (isNow && kind === 'crash before') this.#crash();
    if (isNow && kind === 'failure') {
      fail();
      throw new Error('EIO: the disk has failed');
    }
    work();
    if (isNow && kind === 'crash after') this.#crash();
  }
  /** What the next process finds when this one was killed: the system has lost nothing. */
  afterKill() {
    const next = new _SimulatedFolder(this.random.integer(2 ** 31), this.#onDisk);
    next.#names = new Map(this.#names);
    next.#unsynced = [...this.#unsynced];
    return next;
  }
  /** What the next process finds when the machine has crashed. */
  afterCrash(fate) {
    const names = new Map(this.#onDisk);
    for (const change of this.#unsynced) {
      if (fate === 'kept' || (fate === 'mixed' && this.random.integer(2) === 0)) {
        apply(names, change);
      }
    }
    const crashed = /* @__PURE__ */ new Map();
    for (const [name, file] of names) {
      const found = crashed.get(file) ?? file.crash(this.random, fate);
      crashed.set(file, found);
      names.set(name, found);
    }
    return new _SimulatedFolder(this.random.integer(2 ** 31), names);
  }
  #crash() {
    this.hasCrashed = true;
    this.onCrash();
    throw new Error('the disk has crashed');
  }
  #change(change) {
    apply(this.#names, change);
    this.#unsynced.push(change);
  }
};
function apply(names, change) {
  for (const { name, file } of change) {
    if (file === void 0) names.delete(name);
    else names.set(name, file);
  }
}
var OpenFile = class {
  #folder;
  #file;
  #name;
  constructor(folder, name, file) {
    this.#folder = folder;
    this.#name = name;
    this.#file = file;
  }
  get size() {
    return this.#file.shown.length;
  }
  async write(pieces, position) {
    await setImmediate2();
    const bytes = Buffer.concat(pieces);
    const { random } = this.#folder;
    this.#folder.operate(
      () => this.#file.write(bytes, position),
      // As on a full disk.
      () => this.#file.write(bytes.subarray(0, random.integer(bytes.length)), position),
    );
  }
  async sync() {
    await setImmediate2();
    this.#folder.operate(
      () => this.#file.sync(),
      () => this.#file.failSync(this.#folder.random),
    );
  }
  read(target, position) {
    const bytes = this.#file.shown.subarray(position, position + target.length);
    target.set(bytes);
    this.#folder.bytesRead += bytes.length;
    return bytes.length;
  }
  renamed(name) {
    this.#name = name;
  }
  isInPlace() {
    return this.#folder.fileOf(this.#name) === this.#file;
  }
  close() {}
};

// test/process/disk/simulatedStores.ts
// src/store/lmdb/databaseFile.ts
import {
  closeSync,
  existsSync as existsSync2,
  mkdirSync,
  mkdtempSync as mkdtempSync2,
  openSync,
  readFileSync as readFileSync3,
  readSync,
  rmSync as rmSync2,
  statSync,
  writeFileSync as writeFileSync2,
} from 'node:fs';
import { tmpdir } from 'node:os';
// src/store/disk/diskFolder.ts
import { join, join as join2, join as join5 } from 'node:path';
import { open } from 'lmdb';

function dataFile(path) {
  return join(path, 'data.mdb');
}
function lockFile(path) {
  return join(path, 'lock.mdb');
}
var FILE_MODE = 384;
function inodesOf(path) {
  return { data: inodeOf(dataFile(path)), lock: inodeOf(lockFile(path)) };
}
function inodeOf(file) {
  return statSync(file, { bigint: true, throwIfNoEntry: false })?.ino;
}
function openDatabase(path, { create = false, readOnly = false, sync = true } = {}) {
  const environment = {
    path,
    readOnly,
    noSync: !sync,
    noSubdir: false,
    // A commit is answered when it is on disk, and one commit runs at a time: none may overlap.
    overlappingSync: false,
    eventTurnBatching: false,
    maxDbs: 2,
    permissionsMode: FILE_MODE,
    // Missing in the types.
  };
  const root = open(environment);
  const options = { encoding: 'binary', create };
  const records = root.openDB('records', options);
  if (records === void 0) throw new Error('it is no store of statecart');
  return { root, records };
}
function keyOf(key) {
  return typeof key === 'object' ? key : [key];
}

// src/store/disk/diskFolder.ts
function checkpointFolder(path) {
  return join2(path, 'checkpoint');
}

// src/store/disk/openDisk.ts
import { randomUUID as randomUUID2 } from 'node:crypto';

// src/store/lmdb/readerTable.ts
import { readFileSync } from 'node:fs';

function hasReader(root, pid) {
  root.readerCheck();
  const readers = root.readerList().matchAll(/^\s*(\d+)\s/gm);
  return [...readers].some(([, reader]) => Number(reader) === pid);
}
function hasNamesake(root, path, pid) {
  return process.platform === 'linux' && hasReader(root, pid) && !holdsPlace(path, pid);
}
function namesakeMessage(pid) {
  return `a process of another container has it open, and has the id of this one: ${pid}`;
}
function enterReaderTable(root) {
  root.useReadTransaction().done();
}
function holdsPlace(path, pid) {
  try {
    const lock = ` ${pid} [0-9a-f]+:[0-9a-f]+:${inodesOf(path).lock} ${pid} ${pid}$`;
    return new RegExp(lock, 'm').test(readFileSync('/proc/locks', 'utf8'));
  } catch {
    return true;
  }
}

// src/store/lmdb/threadIdentity.ts
import { readFileSync as readFileSync2, readlinkSync, statSync as statSync2 } from 'node:fs';

function ownThread() {
  const { pid } = process;
  const unknown = { pid, namespace: '', thread: 0, startedAt: '' };
  const namespace = ownNamespace();
  if (namespace === '') return unknown;
  const text2 = readText('/proc/thread-self/stat');
  const startedAt = text2 === void 0 ? void 0 : startOf(text2);
  if (text2 === void 0 || startedAt === void 0) return unknown;
  return { pid, namespace, thread: Number.parseInt(text2, 10), startedAt };
}
function ownNamespace() {
  try {
    const isOwnView = readlinkSync('/proc/self') === String(process.pid);
    if (!isOwnView) return '';
    const boot = readFileSync2('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${readlinkSync('/proc/self/ns/pid')} of ${boot}`;
  } catch {
    return '';
  }
}
function isThreadAlive({ pid, thread, startedAt }) {
  if (statSync2(`/proc/${pid}`, { throwIfNoEntry: false }) === void 0) return void 0;
  const text2 = readText(`/proc/${pid}/task/${thread}/stat`);
  return text2 !== void 0 && startOf(text2) === startedAt;
}
function startOf(stat) {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state] = fields;
  return state === 'Z' || state === 'X' ? void 0 : fields[19];
}
function readText(path) {
  try {
    return readFileSync2(path, 'utf8');
  } catch {
    return void 0;
  }
}

// src/store/lmdb/writerRecord.ts
import { randomInt } from 'node:crypto';
import { hostname } from 'node:os';
import { asBinary } from 'lmdb';

var WRITER_KEY = 'writer';
var OWNER_KEY = 'owner';
var TOKEN_BYTES = 8;
var MAX_TOKEN = 2 ** 48 - 1;
function newWriter({ data }) {
  const token = randomInt(1, MAX_TOKEN);
  return { ...ownThread(), token, host: hostname(), inode: String(data ?? '') };
}
function readWriter(root) {
  const owner = root.get(OWNER_KEY);
  if (owner === void 0) return void 0;
  const bytes = root.getBinary(WRITER_KEY);
  const writer = bytes === void 0 ? void 0 : parseWriter(bytes);
  if (writer?.pid === owner) return writer;
  return { token: 0, host: '', inode: '', pid: owner, namespace: '', thread: 0, startedAt: '' };
}
function parseWriter(bytes) {
  if (bytes.length <= TOKEN_BYTES) return void 0;
  const token = new Float64Array(Uint8Array.from(bytes.subarray(0, TOKEN_BYTES)).buffer)[0];
  const thread = JSON.parse(bytes.toString('utf8', TOKEN_BYTES));
  return { ...thread, token };
}
function putWriter(root, { token, ...thread }) {
  const number = Buffer.from(Float64Array.of(token).buffer);
  const text2 = Buffer.from(JSON.stringify(thread));
  root.putSync(WRITER_KEY, asBinary(Buffer.concat([number, text2])));
  root.putSync(OWNER_KEY, thread.pid);
}
function removeWriter(root) {
  root.removeSync(WRITER_KEY);
  root.removeSync(OWNER_KEY);
}
function describeWriter({ pid, host }) {
  return host === '' || host === hostname()
    ? `process ${pid}`
    : `process ${pid} of the host ${host}`;
}

// src/store/lmdb/currentWriter.ts
function inUseMessage(writer) {
  return `it is in use by ${describeWriter(writer)}`;
}
function isAlive(root, path, writer) {
  if (writer.inode !== '' && writer.inode !== String(inodesOf(path).data)) return false;
  const namespace = ownNamespace();
  const isSameId = writer.pid === process.pid;
  if (namespace !== '' && writer.namespace === namespace) {
    if (isSameId) return false;
    const known = isThreadAlive(writer);
    if (known !== void 0) return known;
  } else if (isSameId) {
    return process.platform === 'linux' ? void 0 : false;
  }
  return hasReader(root, writer.pid);
}

// src/store/lmdb/verifyIntegrity.ts
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

// src/store/lmdb/integrityModes.ts
var WRITER_ONLY = 'writer-only';
var HAS_NAMESAKE = 3;

// dist/src/store/lmdb/integrityProgram.js
var integrityProgram =
  '"use strict";\n\n// dist/src/store/lmdb/integrityWorker.js\nvar import_node_fs5 = require("node:fs");\n\n// dist/src/store/lmdb/checkPages.js\nvar import_node_os = require("node:os");\n\n// dist/src/store/lmdb/pageFile.js\nvar import_node_fs = require("node:fs");\n\n// dist/src/store/lmdb/pageLayout.js\nvar BRANCH = 1;\nvar LEAF = 2;\nvar OVERFLOW = 4;\nvar META = 8;\nvar HAS_OVERFLOW = 1;\nvar IS_DATABASE = 2;\nvar HEADER_BYTES = 24;\nvar META_BYTES = HEADER_BYTES + 152;\nvar NODE_BYTES = 8;\nvar OVERFLOW_REFERENCE_BYTES = 24;\nvar MAGIC = 3203383518;\nvar DATA_VERSION = 2;\nvar NO_ROOT = 2 ** 64;\nfunction overflowReference({ data }) {\n  return { page: readUint64(data, 0), txn: readUint64(data, 8), length: readUint64(data, 16) };\n}\nfunction treeAt(bytes, offset = 0) {\n  const root = readUint64(bytes, offset + 40);\n  return {\n    flags: bytes.readUInt16LE(offset + 4),\n    depth: bytes.readUInt16LE(offset + 6),\n    branchPages: readUint64(bytes, offset + 8),\n    leafPages: readUint64(bytes, offset + 16),\n    overflowPages: readUint64(bytes, offset + 24),\n    entries: readUint64(bytes, offset + 32),\n    root: root === NO_ROOT ? void 0 : root\n  };\n}\nfunction metaAt(bytes, number) {\n  return {\n    isValid: readUint64(bytes, 0) === number && bytes.readUInt16LE(18) === META && bytes.readUInt32LE(24) === MAGIC && bytes.readUInt32LE(28) === DATA_VERSION,\n    pageBytes: bytes.readUInt32LE(48),\n    free: treeAt(bytes, 48),\n    main: treeAt(bytes, 96),\n    lastPage: readUint64(bytes, 144),\n    txn: readUint64(bytes, 152)\n  };\n}\nfunction pageAt(bytes, { number, kinds }) {\n  const flags = bytes.readUInt16LE(18);\n  const isKnown = flags === BRANCH || flags === LEAF || flags === OVERFLOW;\n  if (!isKnown || (flags & kinds) === 0 || readUint64(bytes, 0) !== number) {\n    throw pageDamage(number);\n  }\n  return {\n    number,\n    txn: readUint64(bytes, 8),\n    flags,\n    overflowLength: flags === OVERFLOW ? bytes.readUInt32LE(20) : 1,\n    nodes: flags === OVERFLOW ? [] : nodesAt(bytes, flags, number)\n  };\n}\nfunction nodesAt(bytes, flags, number) {\n  const [lower, upper] = [bytes.readUInt16LE(20), bytes.readUInt16LE(22)];\n  const room = bytes.length - HEADER_BYTES;\n  if (lower % 2 !== 0 || lower > upper || upper > room)\n    throw pageDamage(number);\n  const nodes = [];\n  for (let at = 0; at < lower; at += 2) {\n    const offset = bytes.readUInt16LE(HEADER_BYTES + at);\n    if (offset < upper || offset + NODE_BYTES > room)\n      throw pageDamage(number);\n    nodes.push(nodeAt(bytes, HEADER_BYTES + offset, { flags, number }));\n  }\n  return nodes;\n}\nfunction nodeAt(bytes, at, { flags, number }) {\n  const low = bytes.readUInt32LE(at);\n  const nodeFlags = bytes.readUInt16LE(at + 4);\n  const keyEnd = at + NODE_BYTES + bytes.readUInt16LE(at + 6);\n  if (keyEnd > bytes.length)\n    throw pageDamage(number);\n  const key = bytes.subarray(at + NODE_BYTES, keyEnd);\n  if (flags === BRANCH) {\n    const child = low + nodeFlags * 2 ** 32;\n    return { key, child, flags: 0, size: 0, data: bytes.subarray(keyEnd, keyEnd) };\n  }\n  const isKnown = nodeFlags === 0 || nodeFlags === HAS_OVERFLOW || nodeFlags === IS_DATABASE;\n  const end = keyEnd + (nodeFlags === HAS_OVERFLOW ? OVERFLOW_REFERENCE_BYTES : low);\n  if (!isKnown || end > bytes.length)\n    throw pageDamage(number);\n  return { key, child: 0, flags: nodeFlags, size: low, data: bytes.subarray(keyEnd, end) };\n}\nfunction readUint64(bytes, offset) {\n  return bytes.readUInt32LE(offset) + bytes.readUInt32LE(offset + 4) * 2 ** 32;\n}\nfunction pageDamage(number) {\n  return damageError(`its page ${number}`);\n}\nfunction damageError(what) {\n  return new Error(`${what} is damaged`);\n}\n\n// dist/src/store/lmdb/pageFile.js\nvar PageFile = class {\n  #file;\n  pageBytes;\n  metas;\n  /** The number of whole pages in the file. */\n  pages;\n  /** @throws Error if the file does not begin with two valid meta pages. */\n  constructor(path) {\n    this.#file = (0, import_node_fs.openSync)(path, "r");\n    try {\n      const first = metaAt(this.#read(0, META_BYTES), 0);\n      const { pageBytes } = first;\n      if (!first.isValid || pageBytes < 512 || pageBytes > 65536) {\n        throw damageError("its first page");\n      }\n      this.pageBytes = pageBytes;\n      const second = metaAt(this.#read(pageBytes, META_BYTES), 1);\n      if (!second.isValid || second.pageBytes !== pageBytes)\n        throw damageError("its second page");\n      this.metas = [first, second];\n      this.pages = Math.floor((0, import_node_fs.fstatSync)(this.#file).size / pageBytes);\n    } catch (error) {\n      this.close();\n      throw error;\n    }\n  }\n  /** @throws Error if it is not the page of this number, or not one of these kinds. */\n  page(number, kinds) {\n    const bytes = this.#read(number * this.pageBytes, this.pageBytes);\n    return pageAt(bytes, { number, kinds });\n  }\n  /** The value of a node, also if it is on overflow pages. */\n  valueOf({ flags, size, data }) {\n    if ((flags & HAS_OVERFLOW) === 0)\n      return data;\n    return this.#read(readUint64(data, 0) * this.pageBytes + HEADER_BYTES, size);\n  }\n  /** The number of overflow pages that a value of `size` bytes takes. */\n  overflowPages(size) {\n    return Math.floor((HEADER_BYTES - 1 + size) / this.pageBytes) + 1;\n  }\n  close() {\n    (0, import_node_fs.closeSync)(this.#file);\n  }\n  #read(position, length) {\n    const bytes = Buffer.allocUnsafe(length);\n    const isPosition = Number.isSafeInteger(position);\n    if (!isPosition || (0, import_node_fs.readSync)(this.#file, bytes, 0, length, position) < length) {\n      throw new Error("it has been cut");\n    }\n    return bytes;\n  }\n};\n\n// dist/src/store/lmdb/treeWalk.js\nvar COMPACTED_TXN = 1;\nvar TreeWalk = class {\n  #file;\n  #options;\n  #found = { branchPages: 0, leafPages: 0, overflowPages: 0, entries: 0 };\n  #lastKey;\n  /** No later key is less than this one. */\n  #lowerBound;\n  #lastTxn = 0;\n  constructor(file, options) {\n    this.#file = file;\n    this.#options = options;\n  }\n  /**\n   * @param lastTxn the newest transaction that may have written a page.\n   * @throws Error if a page is damaged, or the root counts other pages or entries than there are.\n   */\n  run(lastTxn) {\n    const { tree } = this.#options;\n    this.#lastTxn = lastTxn;\n    if (tree.root !== void 0)\n      this.#visitPage(tree.root, tree.depth, void 0);\n    else if (tree.depth !== 0)\n      throw damageError("the root of a tree");\n    const found = this.#found;\n    for (const kind of ["branchPages", "leafPages", "overflowPages", "entries"]) {\n      if (found[kind] !== tree[kind])\n        throw damageError(`the root of a tree (${kind})`);\n    }\n  }\n  /** @param upperBound all keys of the page are less than this one. */\n  #visitPage(number, depth, upperBound) {\n    const { compare, takePage } = this.#options;\n    takePage(number);\n    const { nodes, txn } = this.#file.page(number, depth > 1 ? BRANCH : LEAF);\n    if (txn > this.#lastTxn || depth < 1 || nodes.length === 0)\n      throw pageDamage(number);\n    if (depth === 1) {\n      this.#found.leafPages++;\n      for (const node of nodes)\n        this.#visitEntry(node, number, upperBound);\n      return;\n    }\n    this.#found.branchPages++;\n    for (const [index, { child, key }] of nodes.entries()) {\n      const next = nodes[index + 1]?.key ?? upperBound;\n      if (index > 0) {\n        if (this.#lastKey !== void 0 && compare(this.#lastKey, key) >= 0) {\n          throw pageDamage(number);\n        }\n        this.#lowerBound = key;\n      }\n      this.#visitPage(child, depth - 1, next);\n    }\n  }\n  #visitEntry(node, number, upperBound) {\n    const { compare, visit } = this.#options;\n    const { key } = node;\n    const isAfterLast = this.#lastKey === void 0 || compare(this.#lastKey, key) < 0;\n    const isAbove = this.#lowerBound === void 0 || compare(this.#lowerBound, key) <= 0;\n    const isBelow = upperBound === void 0 || compare(key, upperBound) < 0;\n    if (!isAfterLast || !isAbove || !isBelow)\n      throw pageDamage(number);\n    this.#lastKey = key;\n    this.#found.entries++;\n    if (node.flags === HAS_OVERFLOW)\n      this.#visitOverflow(node);\n    visit(node);\n  }\n  #visitOverflow(node) {\n    const { page, txn, length } = overflowReference(node);\n    if (length !== this.#file.overflowPages(node.size))\n      throw pageDamage(page);\n    for (let offset = 0; offset < length; offset++)\n      this.#options.takePage(page + offset);\n    const first = this.#file.page(page, OVERFLOW);\n    const isSameTxn = first.txn === txn || txn === COMPACTED_TXN;\n    const isNewer = txn > this.#lastTxn || first.txn > this.#lastTxn;\n    if (first.overflowLength !== length || !isSameTxn || isNewer)\n      throw pageDamage(page);\n    this.#found.overflowPages += length;\n  }\n};\n\n// dist/src/store/lmdb/checkPages.js\nvar ARCHITECTURES_OF_32_BITS = ["arm", "ia32", "mips", "mipsel"];\nfunction checkPages(path) {\n  if ((0, import_node_os.endianness)() !== "LE" || ARCHITECTURES_OF_32_BITS.includes((0, import_node_os.arch)()))\n    return;\n  const file = new PageFile(path);\n  try {\n    new PageCheck(file).run();\n  } finally {\n    file.close();\n  }\n}\nvar PageCheck = class {\n  #file;\n  /** The newer of the two meta pages. */\n  #meta;\n  /** Pages that have been seen, in use or free: each page must be seen once at most. */\n  #takenPages = /* @__PURE__ */ new Set([0, 1]);\n  constructor(file) {\n    this.#file = file;\n    const [even, odd] = file.metas;\n    const isInTurn = even.txn % 2 === 0 && Math.abs(even.txn - odd.txn) === 1;\n    if (!isInTurn && !isBlank(even))\n      throw metaPageDamage();\n    for (const meta of file.metas)\n      this.#checkAge(meta);\n    this.#meta = even.txn > odd.txn ? even : odd;\n  }\n  /** A root is not newer than the meta page that refers to it; this holds for both meta pages. */\n  #checkAge({ free, main, txn }) {\n    for (const { root } of [free, main]) {\n      const isNewer = root !== void 0 && this.#file.page(root, BRANCH | LEAF).txn > txn;\n      if (isNewer)\n        throw metaPageDamage();\n    }\n  }\n  run() {\n    const { free, main, lastPage } = this.#meta;\n    const pagesInFile = this.#file.pages + 1;\n    let freePages = 0;\n    this.#walk(free, compareTransactions, (node) => {\n      if (node.key.length !== 8 || readUint64(node.key, 0) > this.#meta.txn)\n        throw freeListDamage();\n      freePages += this.#takeFreeList(this.#file.valueOf(node));\n    });\n    let databases = 0;\n    this.#walk(main, Buffer.compare, (node) => {\n      if (node.flags !== IS_DATABASE)\n        return;\n      databases++;\n      this.#walk(treeAt(node.data), Buffer.compare, () => {\n      });\n    });\n    if (databases !== 1)\n      throw damageError("the table of its databases");\n    if (lastPage > pagesInFile + freePages)\n      throw metaPageDamage();\n  }\n  #walk(tree, compare, visit) {\n    const takePage = (page) => this.#take(page);\n    new TreeWalk(this.#file, { compare, visit, takePage, tree }).run(this.#meta.txn);\n  }\n  #take(page) {\n    if (page > this.#meta.lastPage || this.#takenPages.has(page))\n      throw pageDamage(page);\n    this.#takenPages.add(page);\n  }\n  /**\n   * Takes the pages of one free list: a count, then page numbers. A run of consecutive pages is\n   * its negated length, followed by its first page.\n   *\n   * @returns the number of free pages.\n   */\n  #takeFreeList(list) {\n    const length = list.length / 8 - 1;\n    const count = length >= 0 && Number.isInteger(length) ? readUint64(list, 0) : Number.NaN;\n    if (!(count <= length))\n      throw freeListDamage();\n    let free = 0;\n    for (let at = 1; at <= count; at++) {\n      const entry = Number(list.readBigInt64LE(at * 8));\n      if (entry === 0)\n        continue;\n      const run = entry < 0 ? -entry : 1;\n      if (entry < 0)\n        at++;\n      const page = at <= length ? readUint64(list, at * 8) : 0;\n      if (page < 2 || page + run - 1 > this.#meta.lastPage)\n        throw freeListDamage();\n      for (let offset = 0; offset < run; offset++)\n        this.#take(page + offset);\n      free += run;\n    }\n    return free;\n  }\n};\nfunction compareTransactions(a, b) {\n  return a.length === 8 && b.length === 8 ? readUint64(a, 0) - readUint64(b, 0) : Number.NaN;\n}\nfunction isBlank({ txn, lastPage, free, main }) {\n  return txn === 0 && lastPage === 1 && free.root === void 0 && main.root === void 0;\n}\nfunction metaPageDamage() {\n  return damageError("one of its first two pages");\n}\nfunction freeListDamage() {\n  return damageError("the list of its free pages");\n}\n\n// dist/src/store/lmdb/checksum.js\nvar import_node_zlib = require("node:zlib");\nvar CHECKSUM_BYTES = 4;\nfunction verifyChecksum(key, value) {\n  if (value.length >= CHECKSUM_BYTES) {\n    const checksum = value.readUInt32LE(0);\n    value.writeUInt32LE(0, 0);\n    if (checksum === (0, import_node_zlib.crc32)(value, hashOf(key)))\n      return value.toString("utf8", CHECKSUM_BYTES);\n  }\n  throw new Error(`the entry ${JSON.stringify(key)} is damaged`);\n}\nfunction hashOf(key) {\n  let hash = 2166136261;\n  for (const element of key) {\n    const text = typeof element === "string" ? element : String(element);\n    for (let index = 0; index < text.length; index++) {\n      hash = Math.imul(hash ^ text.charCodeAt(index), 16777619);\n    }\n    hash = Math.imul(hash ^ 65535, 16777619);\n  }\n  return hash >>> 0;\n}\n\n// dist/src/store/lmdb/databaseFile.js\nvar import_node_fs2 = require("node:fs");\nvar import_node_path = require("node:path");\nvar import_lmdb = require("lmdb");\nfunction dataFile(path) {\n  return (0, import_node_path.join)(path, "data.mdb");\n}\nfunction lockFile(path) {\n  return (0, import_node_path.join)(path, "lock.mdb");\n}\nvar FILE_MODE = 384;\nfunction inodesOf(path) {\n  return { data: inodeOf(dataFile(path)), lock: inodeOf(lockFile(path)) };\n}\nfunction inodeOf(file) {\n  return (0, import_node_fs2.statSync)(file, { bigint: true, throwIfNoEntry: false })?.ino;\n}\nvar MIN_FILE_BYTES = 8192;\nfunction assertNotTruncated(path) {\n  const { size } = (0, import_node_fs2.statSync)(dataFile(path));\n  if (size >= MIN_FILE_BYTES)\n    return;\n  throw new Error(`it has been cut: ${dataFile(path)} has ${size} bytes`);\n}\nfunction openDatabase(path, { create = false, readOnly = false, sync = true } = {}) {\n  const environment = {\n    path,\n    readOnly,\n    noSync: !sync,\n    noSubdir: false,\n    // A commit is answered when it is on disk, and one commit runs at a time: none may overlap.\n    overlappingSync: false,\n    eventTurnBatching: false,\n    maxDbs: 2,\n    permissionsMode: FILE_MODE\n    // Missing in the types.\n  };\n  const root = (0, import_lmdb.open)(environment);\n  const options = { encoding: "binary", create };\n  const records = root.openDB("records", options);\n  if (records === void 0)\n    throw new Error("it is no store of statecart");\n  return { root, records };\n}\nfunction keyOf(key) {\n  return typeof key === "object" ? key : [key];\n}\n\n// dist/src/store/lmdb/readerTable.js\nvar import_node_fs3 = require("node:fs");\nfunction hasReader(root, pid) {\n  root.readerCheck();\n  const readers = root.readerList().matchAll(/^\\s*(\\d+)\\s/gm);\n  return [...readers].some(([, reader]) => Number(reader) === pid);\n}\nfunction hasNamesake(root, path, pid) {\n  return process.platform === "linux" && hasReader(root, pid) && !holdsPlace(path, pid);\n}\nfunction namesakeMessage(pid) {\n  return `a process of another container has it open, and has the id of this one: ${pid}`;\n}\nfunction holdsPlace(path, pid) {\n  try {\n    const lock = ` ${pid} [0-9a-f]+:[0-9a-f]+:${inodesOf(path).lock} ${pid} ${pid}$`;\n    return new RegExp(lock, "m").test((0, import_node_fs3.readFileSync)("/proc/locks", "utf8"));\n  } catch {\n    return true;\n  }\n}\n\n// dist/src/store/lmdb/threadIdentity.js\nvar import_node_fs4 = require("node:fs");\nfunction ownNamespace() {\n  try {\n    const isOwnView = (0, import_node_fs4.readlinkSync)("/proc/self") === String(process.pid);\n    if (!isOwnView)\n      return "";\n    const boot = (0, import_node_fs4.readFileSync)("/proc/sys/kernel/random/boot_id", "utf8").trim();\n    return `${(0, import_node_fs4.readlinkSync)("/proc/self/ns/pid")} of ${boot}`;\n  } catch {\n    return "";\n  }\n}\nfunction isThreadAlive({ pid, thread, startedAt }) {\n  if ((0, import_node_fs4.statSync)(`/proc/${pid}`, { throwIfNoEntry: false }) === void 0)\n    return void 0;\n  const text = readText(`/proc/${pid}/task/${thread}/stat`);\n  return text !== void 0 && startOf(text) === startedAt;\n}\nfunction startOf(stat) {\n  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");\n  const [state] = fields;\n  return state === "Z" || state === "X" ? void 0 : fields[19];\n}\nfunction readText(path) {\n  try {\n    return (0, import_node_fs4.readFileSync)(path, "utf8");\n  } catch {\n    return void 0;\n  }\n}\n\n// dist/src/store/lmdb/writerRecord.js\nvar import_node_os2 = require("node:os");\nvar import_lmdb2 = require("lmdb");\nvar WRITER_KEY = "writer";\nvar OWNER_KEY = "owner";\nvar TOKEN_BYTES = 8;\nvar MAX_TOKEN = 2 ** 48 - 1;\nfunction readWriter(root) {\n  const owner = root.get(OWNER_KEY);\n  if (owner === void 0)\n    return void 0;\n  const bytes = root.getBinary(WRITER_KEY);\n  const writer = bytes === void 0 ? void 0 : parseWriter(bytes);\n  if (writer?.pid === owner)\n    return writer;\n  return { token: 0, host: "", inode: "", pid: owner, namespace: "", thread: 0, startedAt: "" };\n}\nfunction parseWriter(bytes) {\n  if (bytes.length <= TOKEN_BYTES)\n    return void 0;\n  const token = new Float64Array(Uint8Array.from(bytes.subarray(0, TOKEN_BYTES)).buffer)[0];\n  const thread = JSON.parse(bytes.toString("utf8", TOKEN_BYTES));\n  return { ...thread, token };\n}\nfunction describeWriter({ pid, host }) {\n  return host === "" || host === (0, import_node_os2.hostname)() ? `process ${pid}` : `process ${pid} of the host ${host}`;\n}\n\n// dist/src/store/lmdb/currentWriter.js\nfunction inUseMessage(writer) {\n  return `it is in use by ${describeWriter(writer)}`;\n}\nfunction currentWriter(root, path) {\n  const writer = readWriter(root);\n  return writer !== void 0 && isAlive(root, path, writer) === true ? writer : void 0;\n}\nfunction isAlive(root, path, writer) {\n  if (writer.inode !== "" && writer.inode !== String(inodesOf(path).data))\n    return false;\n  const namespace = ownNamespace();\n  const isSameId = writer.pid === process.pid;\n  if (namespace !== "" && writer.namespace === namespace) {\n    if (isSameId)\n      return false;\n    const known = isThreadAlive(writer);\n    if (known !== void 0)\n      return known;\n  } else if (isSameId) {\n    return process.platform === "linux" ? void 0 : false;\n  }\n  return hasReader(root, writer.pid);\n}\n\n// dist/src/store/lmdb/integrityModes.js\nvar MAY_BE_IN_USE = "may-be-in-use";\nvar WRITER_ONLY = "writer-only";\nvar HAS_NAMESAKE = 3;\n\n// dist/src/store/lmdb/integrityWorker.js\ntry {\n  const [path, mode, starter] = process.argv.slice(2);\n  assertNotTruncated(path);\n  const { root, records } = openDatabase(path, { readOnly: true });\n  const mayBeInUse = mode === MAY_BE_IN_USE;\n  const assertNoOtherWriter = () => {\n    const writer2 = currentWriter(root, path);\n    if (writer2 !== void 0 && !mayBeInUse)\n      throw new Error(inUseMessage(writer2));\n    return writer2;\n  };\n  const writer = assertNoOtherWriter();\n  if (mayBeInUse && hasNamesake(root, path, Number(starter))) {\n    throw new Error(namesakeMessage(Number(starter)));\n  }\n  if (mode !== WRITER_ONLY) {\n    const transaction = root.useReadTransaction();\n    try {\n      if (writer === void 0)\n        checkPages(dataFile(path));\n    } catch (error) {\n      assertNoOtherWriter();\n      throw error;\n    }\n    for (const { key, value } of records.getRange({ snapshot: true })) {\n      verifyChecksum(keyOf(key), value);\n    }\n    transaction.done();\n  }\n} catch (error) {\n  const { message } = error;\n  (0, import_node_fs5.writeSync)(process.stderr.fd, `${message}\n`);\n  process.exit(message.includes("No transaction to renew") ? HAS_NAMESAKE : 1);\n}\n';

// src/store/lmdb/requireLmdb.ts
import { join as join3 } from 'node:path';

function requireLmdb() {
  return `
import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';
const bases = ${JSON.stringify(basesOfLmdb())};
const base = bases.find((base) => {
  try {
    return createRequire(base).resolve('lmdb') !== '';
  } catch {
    return false;
  }
});
if (base === undefined) {
  writeSync(2, 'the package lmdb cannot be found from ' + bases.join(' or ') + '\\n');
  process.exit(1);
}
const require = createRequire(base);
`;
}
function basesOfLmdb() {
  const bases = [fileOfBundle(), import.meta.url, process.argv[1], join3(process.cwd(), 'lmdb')];
  return bases.filter((base2) => base2 !== void 0);
}
function fileOfBundle() {
  try {
    return __filename;
  } catch {
    return void 0;
  }
}

// src/store/lmdb/verifyIntegrity.ts
var WORKER_MARK = 'STATECART_INTEGRITY_WORKER';
async function assertNoWriter(path) {
  await runWorker(path, WRITER_ONLY);
}
var MAX_WORKERS = 5;
async function runWorker(path, mode) {
  for (let started = 1; ; started++) {
    const { ending, lastLine } = await startWorker([path, mode, String(process.pid)]);
    if (ending === 0) return;
    if (ending === HAS_NAMESAKE && started < MAX_WORKERS) continue;
    throw new Error(
      typeof ending === 'number' ? lastLine : `it is damaged: reading it ended with ${ending}`,
    );
  }
}
async function startWorker(args) {
  const program = integrityScript();
  const worker = spawn(process.execPath, ['--input-type=module', '-', ...args], {
    stdio: ['pipe', 'ignore', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '', ELECTRON_RUN_AS_NODE: '1', [WORKER_MARK]: '1' },
  });
  worker.stdin.on('error', () => {});
  worker.stdin.end(program);
  const [output, ending] = await Promise.all([
    text(worker.stderr),
    new Promise((resolve, reject) => {
      worker.on('error', reject);
      worker.on('close', (code, signal) => resolve(signal ?? code ?? 0));
    }),
  ]);
  return { ending, lastLine: output.trim().split('\n').at(-1) ?? '' };
}
function integrityScript() {
  if (process.env[WORKER_MARK] !== void 0) {
    throw new Error(`${process.execPath} runs the app where a runtime such as Node.js is expected`);
  }
  return requireLmdb() + integrityProgram;
}

// src/store/lmdb/writerLock.ts
var LOCK_NAME = 'writer';
var MAX_ATTEMPTS = 10;
async function acquireWriterLock(root, realPath, opened) {
  const own = newWriter(opened);
  const locks = root;
  if (!locks.attemptLock(LOCK_NAME, 0)) throw new Error(inUseMessage(own));
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const writer = root.transactionSync(() => readWriter(root));
    if (writer !== void 0) await assertDead(root, realPath, writer);
    if (hasNamesake(root, realPath, process.pid)) await assertNoWriter(realPath);
    const isTaken = root.transactionSync(() => {
      if (readWriter(root)?.token !== writer?.token) return false;
      const { data, lock } = inodesOf(realPath);
      if (data !== opened.data || (opened.lock !== void 0 && lock !== opened.lock)) {
        throw new Error('it has just been compacted');
      }
      if (hasNamesake(root, realPath, process.pid)) throw new Error(namesakeMessage(process.pid));
      enterReaderTable(root);
      putWriter(root, own);
      return true;
    });
    if (isTaken) return own;
  }
  throw new Error(`it has been opened by ${MAX_ATTEMPTS} others meanwhile`);
}
function releaseWriterLock(root, { token }) {
  root.transactionSync(() => {
    if (readWriter(root)?.token === token) removeWriter(root);
  });
}
function replacedMessage(root) {
  const writer = readWriter(root);
  return writer === void 0
    ? 'another opening has replaced this one, and was closed'
    : `another opening has replaced this one, in ${describeWriter(writer)}`;
}
async function assertDead(root, realPath, writer) {
  const alive = isAlive(root, realPath, writer);
  if (alive === true) throw new Error(inUseMessage(writer));
  if (alive === void 0) await assertNoWriter(realPath);
}

// src/store/whileOpen.ts
function* whileOpen(entries2, { assertOpen, isOpen }) {
  const iterator = entries2[Symbol.iterator]();
  try {
    for (let next = iterator.next(); next.done !== true; next = iterator.next()) {
      yield next.value;
      assertOpen();
    }
  } finally {
    if (isOpen()) iterator.return?.();
  }
}

// src/store/disk/beginSegment.ts
import { randomUUID } from 'node:crypto';

// src/store/disk/loggedIndex.ts
var ENTRY_BYTES = 64 * 1024;
var LoggedIndex = class {
  entries = [];
  /** Adds the place before a group, unless the last entry is near. */
  add(before) {
    const last = this.entries.at(-1);
    if (last === void 0 || before.at - last.at >= ENTRY_BYTES) this.entries.push(before);
  }
};

// src/store/disk/segmentHeader.ts
import { crc32 } from 'node:zlib';

var LOG_FORMAT = 1;
var SEGMENT_HEADER_BYTES = 512;
var TEXT_BYTES = SEGMENT_HEADER_BYTES - 4;
function encodeHeader(header) {
  const bytes = Buffer.alloc(SEGMENT_HEADER_BYTES, ' ');
  bytes.write(
    `${JSON.stringify({ statecart: 'log', ...header })}
`,
    'latin1',
  );
  bytes.writeUInt32LE(crc32(bytes.subarray(0, TEXT_BYTES)), TEXT_BYTES);
  return bytes;
}
function decodeHeader(bytes) {
  if (bytes.length < SEGMENT_HEADER_BYTES) return void 0;
  const text2 = bytes.subarray(0, TEXT_BYTES);
  if (bytes.readUInt32LE(TEXT_BYTES) !== crc32(text2)) return void 0;
  const header = JSON.parse(text2.toString('latin1'));
  if (header.format <= LOG_FORMAT) return header;
  throw new Error(
    `its log has format ${header.format}, which a newer version of statecart has written; this one knows ${LOG_FORMAT}`,
  );
}
var NAME = /^(\d{12})\.log$/;
function segmentName(segment) {
  return `${String(segment).padStart(12, '0')}.log`;
}
function segmentNumber(name) {
  const [, digits] = NAME.exec(name) ?? [];
  return digits === void 0 ? void 0 : Number(digits);
}

// src/store/disk/beginSegment.ts
var DRAFT = /^draft-.*\.log$/;
function headerAfter({ at, chain, turn, lastLogged }, { shop, last }) {
  const segment = (last?.segment ?? 0) + 1;
  return { format: LOG_FORMAT, shop, segment, start: at, firstTurn: turn + 1, chain, lastLogged };
}
async function beginSegment(header, { folder, bytes, assertWriter }) {
  const draft = `draft-${randomUUID()}.log`;
  const file = folder.create(draft, bytes);
  try {
    await file.write([encodeHeader(header)], 0);
    await file.sync();
    assertWriter();
    const name = segmentName(header.segment);
    folder.rename(draft, name);
    file.renamed(name);
    await folder.sync();
    const { lastLogged } = header;
    return {
      header,
      name,
      file,
      index: new LoggedIndex(),
      lastLogged,
      end: void 0,
      syncedAt: 0,
    };
  } catch (error) {
    file.close();
    throw error;
  }
}
function removeDrafts(folder) {
  for (const name of folder.list()) if (DRAFT.test(name)) folder.remove(name);
}

// src/base/byteReader.ts
var ByteReader = class {
  #bytes;
  #end;
  #position;
  constructor({ bytes, start, end }) {
    this.#bytes = bytes;
    this.#position = start;
    this.#end = end;
  }
  /** True when bytes are left. */
  get hasMore() {
    return this.#position < this.#end;
  }
  /** True when more has been read than there was. */
  get isBeyond() {
    return this.#position > this.#end;
  }
  /** @throws RangeError if no byte is left. */
  readByte() {
    if (this.#position >= this.#end) throw new RangeError('expected a byte, got the end of them');
    return this.#bytes[this.#position++];
  }
  readVarint() {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.readByte();
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  }
  readSigned() {
    const low = this.readByte();
    const size = ((low & 127) >>> 1) + (low < 128 ? 0 : this.readVarint() * 64);
    return (low & 1) === 0 ? size : -1 - size;
  }
  readDouble() {
    const value = this.#bytes.readDoubleLE(this.#position);
    this.#position += 8;
    return value;
  }
  /** The position of the next byte. */
  get position() {
    return this.#position;
  }
  skip(bytes) {
    this.#position += bytes;
  }
  readText() {
    const head = this.readVarint();
    const isWide = head % 2 === 1;
    const start = this.#position;
    this.#position += isWide ? head - 1 : head / 2;
    return this.#bytes.toString(isWide ? 'utf16le' : 'latin1', start, this.#position);
  }
};

// src/store/packed/packReader.ts
var PackReader = class extends ByteReader {
  #shared;
  /** @param shared the texts of the same segment. */
  constructor(bytes, start, end, shared) {
    super({ bytes, start, end });
    this.#shared = shared;
  }
  readShared() {
    const number = this.readVarint();
    return number === 0 ? this.readText() : this.#shared.textOf(number - 1);
  }
  sharedText(number) {
    return this.#shared.textOf(number);
  }
};

// src/base/argumentError.ts
var CODE = 'ERR_STATECART_ARGUMENT';
var ArgumentRangeError = class extends RangeError {
  code = CODE;
  argument;
  expected;
  given;
  constructor(message, { argument, expected, given }) {
    super(message);
    this.argument = argument;
    this.expected = expected;
    this.given = given;
  }
};

// src/base/limits.ts
var IDEMPOTENCY_WINDOW_MS = 24 * 60 * 60 * 1e3;
var MAX_KEY_BYTES = 1900;

// src/base/quote.ts
var ESCAPED =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is escaped.
  /[\0-\x1f'\\\x7f-\x9f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
var SHORT_ESCAPES = {
  '\b': '\\b',
  '	': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
  '\\': '\\\\',
};
function quote(text2) {
  const mark = markFor(text2);
  const escaped = text2.replace(ESCAPED, (character) => {
    if (character === "'") return mark === "'" ? "\\'" : character;
    return SHORT_ESCAPES[character] ?? escapeOf(character.charCodeAt(0));
  });
  return `${mark}${escaped}${mark}`;
}
function markFor(text2) {
  if (!text2.includes("'")) return "'";
  if (!text2.includes('"')) return '"';
  return text2.includes('`') || text2.includes('${') ? "'" : '`';
}
function escapeOf(code) {
  const digits = code.toString(16);
  return code < 256 ? `\\x${digits.toUpperCase().padStart(2, '0')}` : `\\u${digits}`;
}

// src/base/show.ts
var MAX_SHOWN_LENGTH = 120;
var MAX_STRING_LENGTH = 60;
var MAX_ELEMENTS = 3;
var IDENTIFIER = /^[a-zA-Z_][a-zA-Z_0-9]*$/;
function show(value) {
  try {
    if (value instanceof Error) return `${value.name}: ${value.message}`.slice(0, MAX_SHOWN_LENGTH);
    const shown = isObject(value) ? showMembers(value) : showPrimitive(value);
    return shown.length > MAX_SHOWN_LENGTH ? `${shown.slice(0, MAX_SHOWN_LENGTH)}...` : shown;
  } catch {
    return `some ${typeof value}`;
  }
}
function isObject(value) {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
function showPrimitive(value) {
  if (typeof value === 'string') return showString(value);
  if (typeof value === 'bigint') return `${value}n`;
  return Object.is(value, -0) ? '-0' : String(value);
}
function showString(text2) {
  const left = text2.length - MAX_STRING_LENGTH;
  if (left <= 0) return quote(text2);
  return `${quote(text2.slice(0, MAX_STRING_LENGTH))}... ${left} more character${left > 1 ? 's' : ''}`;
}
function showMembers(value) {
  if (typeof value === 'function') return showFunction(value);
  if (value instanceof Date) return showDate(value);
  if (value instanceof RegExp) return RegExp.prototype.toString.call(value);
  const name = nameOf(value);
  if (value instanceof Map || value instanceof Set) return `${name}(${value.size}) {...}`;
  if (ArrayBuffer.isView(value)) return `${name} {...}`;
  if (Array.isArray(value)) {
    const prefix = name === 'Array' ? '' : `${name}(${value.length}) `;
    return prefix + enclosed('[', elementsOf(value), ']');
  }
  return (name === 'Object' ? '' : `${name} `) + enclosed('{', membersOf(value), '}');
}
function enclosed(open2, shown, close) {
  return shown.length === 0 ? open2 + close : `${open2} ${shown.join(', ')} ${close}`;
}
function elementsOf(array) {
  const shown = [];
  const end = Math.min(array.length, MAX_ELEMENTS);
  for (let index = 0; index < end; index++) {
    const member = Object.getOwnPropertyDescriptor(array, index);
    shown.push(member === void 0 ? '<empty item>' : showMember(member));
  }
  const left = array.length - end;
  if (left > 0) shown.push(`... ${left} more item${left > 1 ? 's' : ''}`);
  return shown;
}
function membersOf(value) {
  const shown = [];
  for (const key of Reflect.ownKeys(value)) {
    const member = Object.getOwnPropertyDescriptor(value, key);
    if (member?.enumerable) shown.push(`${showKey(key)}: ${showMember(member)}`);
    if (shown.length > MAX_SHOWN_LENGTH) break;
  }
  return shown;
}
function showKey(key) {
  if (typeof key === 'symbol') return `[${String(key)}]`;
  return IDENTIFIER.test(key) ? key : quote(key);
}
function showMember({ value, get, set }) {
  if (get !== void 0) return set === void 0 ? '[Getter]' : '[Getter/Setter]';
  if (set !== void 0) return '[Setter]';
  if (!isObject(value)) return showPrimitive(value);
  if (typeof value === 'function') return showFunction(value);
  if (value instanceof Date) return showDate(value);
  return Object.keys(value).length === 0 && isPlainOrArray(value)
    ? showMembers(value)
    : inBrackets(nameOf(value));
}
function inBrackets(name) {
  return name.startsWith('[') ? name : `[${name}]`;
}
function isPlainOrArray(value) {
  const name = nameOf(value);
  return name === 'Object' || name === 'Array';
}
function showFunction(value) {
  const text2 = Function.prototype.toString.call(value);
  const kind = text2.startsWith('class') ? 'class' : 'Function';
  const name = Object.getOwnPropertyDescriptor(value, 'name')?.value;
  const isNamed = typeof name === 'string' && name !== '';
  if (kind === 'class') return `[class ${isNamed ? name : '(anonymous)'}]`;
  return isNamed ? `[Function: ${name}]` : '[Function (anonymous)]';
}
function showDate(date) {
  const time = Date.prototype.getTime.call(date);
  return Number.isNaN(time) ? 'Invalid Date' : Date.prototype.toISOString.call(date);
}
function nameOf(value) {
  for (let at = value; at !== null; at = Object.getPrototypeOf(at)) {
    const made = Object.getOwnPropertyDescriptor(at, 'constructor')?.value;
    const name =
      typeof made === 'function' ? Object.getOwnPropertyDescriptor(made, 'name')?.value : void 0;
    if (typeof name === 'string' && name !== '') return name;
  }
  return '[Object: null prototype]';
}

// src/base/check.ts
function outOfRange(argument, expected, given, shown = show(given)) {
  const message = `${argument}: expected ${expected}, got ${shown}`;
  return new ArgumentRangeError(message, { argument, expected, given });
}

// src/store/assertKeyFits.ts
function assertKeyFits(key) {
  let units = 0;
  for (const element of key) units += typeof element === 'string' ? element.length : 1;
  if (units * 3 <= MAX_KEY_BYTES) return;
  const bytes = key.reduce((sum, element) => sum + Buffer.byteLength(String(element)), 0);
  if (bytes <= MAX_KEY_BYTES) return;
  throw outOfRange('key', `at most ${MAX_KEY_BYTES} bytes as UTF-8`, key, `${bytes}`);
}

// src/store/disk/changeWriter.ts
var PACKED_PUT = 0;
var TEXT_PUT = 1;
var DELETE = 2;
var KIND_BITS = 2;
var TEXT_ELEMENT = 0;
var INTEGER_ELEMENT = 1;
var DOUBLE_ELEMENT = 2;
function writeChange(writer, change) {
  const form = 'form' in change ? change.form : void 0;
  const code = (form?.code ?? 0) << KIND_BITS;
  if (form === void 0) assertKeyFits(change.key);
  const start = writer.length;
  writer.writeByte(code | (change.op === 'delete' ? DELETE : PACKED_PUT));
  if (form === void 0) writeWholeKey(writer, change.key);
  else form.packKey(writer, change.key);
  if (change.op === 'delete') return;
  const value = writer.length;
  writer.writeByte(0);
  const isPacked = form !== void 0 && form.pack(writer, change.contents);
  if (!isPacked) {
    writer.rewind(value + 1);
    writer.writeText(change.value);
    writer.setByte(start, code | TEXT_PUT);
  }
  writer.insertLength(value);
}
function writeWholeKey(writer, key) {
  writer.writeVarint(key.length);
  for (const element of key) {
    if (typeof element === 'string') {
      writer.writeByte(TEXT_ELEMENT);
      writer.writeText(element);
    } else if (Number.isSafeInteger(element) && element >= 0 && !Object.is(element, -0)) {
      writer.writeByte(INTEGER_ELEMENT);
      writer.writeVarint(element);
    } else {
      writer.writeByte(DOUBLE_ELEMENT);
      writer.writeDouble(element);
    }
  }
}

// src/store/disk/changeReader.ts
function formsByCode(forms) {
  const byCode = [];
  for (const form of forms) {
    if (form.code === 0) continue;
    if (byCode[form.code] !== void 0) throw new Error(`two forms have the code ${form.code}`);
    byCode[form.code] = form;
  }
  return byCode;
}
var ChangeReader = class {
  #forms;
  #bytes;
  #shared;
  #reader;
  constructor({ bytes, start, end }, { forms, shared }) {
    this.#forms = forms;
    this.#bytes = bytes;
    this.#shared = shared;
    this.#reader = new PackReader(bytes, start, end, shared);
  }
  get hasMore() {
    return this.#reader.hasMore;
  }
  /** True when what was read last does not end within the piece. */
  get isBeyond() {
    return this.#reader.isBeyond;
  }
  /** The number of changes of the next turn, which come next. */
  readCount() {
    return this.#reader.readVarint();
  }
  /** @throws Error if a newer version has written a change of an unknown form. */
  next() {
    const reader = this.#reader;
    const offset = reader.position;
    const first = reader.readByte();
    const code = first >>> KIND_BITS;
    const kind = first & ((1 << KIND_BITS) - 1);
    const form = this.#forms[code];
    if (code !== 0 && form === void 0) {
      throw new Error(`its log has records of the unknown form ${code}`);
    }
    const key = form === void 0 ? readWholeKey(reader) : form.unpackKey(reader);
    if (kind === DELETE) return { offset, key, form, op: 'delete', text: () => '' };
    const length = reader.readVarint();
    const start = reader.position;
    reader.skip(length);
    const text2 = () => {
      const value = new PackReader(this.#bytes, start, start + length, this.#shared);
      if (kind === TEXT_PUT) return value.readText();
      if (kind === PACKED_PUT && form !== void 0) return form.unpack(value);
      throw new Error(`expected a kind of change, got ${kind}`);
    };
    return { offset, key, form, op: 'put', text: text2 };
  }
};
function readWholeKey(reader) {
  const key = [];
  for (let left = reader.readVarint(); left > 0; left--) {
    const type = reader.readByte();
    if (type === TEXT_ELEMENT) key.push(reader.readText());
    else if (type === INTEGER_ELEMENT) key.push(reader.readVarint());
    else if (type === DOUBLE_ELEMENT) key.push(reader.readDouble());
    else throw new Error(`expected an element of a key, got ${type}`);
  }
  return key;
}

// src/store/disk/checkpointRecord.ts
var LOG_KEY = 'log';
function readCheckpoint(root) {
  const text2 = root.get(LOG_KEY);
  return text2 === void 0 ? void 0 : JSON.parse(text2);
}
function putCheckpoint(root, record) {
  root.put(LOG_KEY, JSON.stringify(record));
}

// src/store/disk/checkpoints.ts
var MAX_LAG = 4;
var Checkpoints = class {
  #options;
  #record;
  #running;
  constructor(options) {
    this.#options = options;
    this.#record = options.record;
  }
  /** The last one that is complete. */
  get record() {
    return this.#record;
  }
  /** Begins a checkpoint if one is due. @param end the end of a group that has just been closed. */
  onGroup(end, durable) {
    const isDue = end.at - this.#record.position.at >= this.#options.everyBytes;
    if (isDue && this.#running === void 0) this.#begin(end, durable);
  }
  /** @returns a promise to wait for before the log grows further; undefined if there is room. */
  room(end) {
    const lag = end.at - this.#record.position.at;
    return lag > this.#options.everyBytes * MAX_LAG ? this.#running : void 0;
  }
  /** Resolves when no checkpoint is being written. */
  async idle() {
    while (this.#running !== void 0) await this.#running;
  }
  /** Writes what is left. To be called once the log is flushed and nothing is added. */
  async finish() {
    await this.idle();
    const end = this.#options.log().durable;
    if (this.#options.log().failure !== void 0 || end.at === this.#record.position.at) return;
    this.#begin(end, Promise.resolve());
    await this.idle();
  }
  #begin(end, durable) {
    const { overlay, firstLogged } = this.#options;
    overlay.freeze(end.at);
    const record = { shop: this.#record.shop, position: end, firstLogged: firstLogged() };
    this.#running = this.#write(record, durable).finally(() => {
      this.#running = void 0;
    });
  }
  /** A failure is that of the whole store. */
  async #write(record, durable) {
    const { overlay, write } = this.#options;
    const log = this.#options.log();
    try {
      await durable;
      await log.sync();
      await write(record);
      overlay.drop();
      this.#record = record;
      await log.removeBefore(record.position.at, record.firstLogged);
    } catch (cause) {
      log.fail(cause);
    }
  }
};

// src/store/disk/describeFailure.ts
import { statfsSync } from 'node:fs';

function describeFailure(path, cause) {
  const { message } = cause;
  return new Error(`the store at ${path} cannot be written: ${message}${roomText(path)}`, {
    cause,
  });
}
function roomText(path) {
  try {
    const { bavail, bsize } = statfsSync(path);
    return ` (${bavail * bsize} bytes are free on its disk)`;
  } catch {
    return '';
  }
}

// src/store/lmdb/checksum.ts
import { crc32 as crc322 } from 'node:zlib';

var CHECKSUM_BYTES = 4;
function maxSizeWithChecksum(text2) {
  return CHECKSUM_BYTES + text2.length * 3;
}
var ChecksumBuffer = class {
  #bytes;
  #end = 0;
  /** @param size the sum of {@link maxSizeWithChecksum} over all texts. */
  constructor(size) {
    this.#bytes = Buffer.allocUnsafeSlow(size);
  }
  /** The text with its checksum, as a view of this buffer's memory. */
  withChecksum(key, text2) {
    const start = this.#end;
    const length = this.#bytes.write(text2, start + CHECKSUM_BYTES, 'utf8');
    this.#end = start + CHECKSUM_BYTES + length;
    const value = this.#bytes.subarray(start, this.#end);
    value.writeUInt32LE(0, 0);
    value.writeUInt32LE(crc322(value, hashOf(key)), 0);
    return value;
  }
};
function verifyChecksum(key, value) {
  if (value.length >= CHECKSUM_BYTES) {
    const checksum = value.readUInt32LE(0);
    value.writeUInt32LE(0, 0);
    if (checksum === crc322(value, hashOf(key))) return value.toString('utf8', CHECKSUM_BYTES);
  }
  throw new Error(`the entry ${JSON.stringify(key)} is damaged`);
}
function hashOf(key) {
  let hash = 2166136261;
  for (const element of key) {
    const text2 = typeof element === 'string' ? element : String(element);
    for (let index = 0; index < text2.length; index++) {
      hash = Math.imul(hash ^ text2.charCodeAt(index), 16777619);
    }
    hash = Math.imul(hash ^ 65535, 16777619);
  }
  return hash >>> 0;
}

// src/store/compareKeys.ts
function compareKeys(a, b) {
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index++) {
    const order = compareElements(a[index], b[index]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}
function compareElements(a, b) {
  if (typeof a === 'number') return typeof b === 'number' ? a - b : -1;
  if (typeof b === 'number') return 1;
  return compareTexts(a, b);
}
function compareTexts(a, b) {
  if (a === b) return 0;
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index++) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left !== right) return rank(a, index, left) - rank(b, index, right);
  }
  return a.length - b.length;
}
function rank(text2, index, unit) {
  return isInPair(text2, index, unit) ? unit + 65536 : unit;
}
function isInPair(text2, index, unit) {
  if (isHighSurrogate(unit)) return isLowSurrogate(text2.charCodeAt(index + 1));
  return isLowSurrogate(unit) && index > 0 && isHighSurrogate(text2.charCodeAt(index - 1));
}
function isHighSurrogate(unit) {
  return unit >= 55296 && unit < 56320;
}
function isLowSurrogate(unit) {
  return unit >= 56320 && unit < 57344;
}

// src/store/lmdb/readRange.ts
var AFTER_ALL = Buffer.from([255]);
function* readRange(records, range, transaction) {
  const { prefix, after, before, reverse = false } = range;
  const options = { ...startOf2(range), reverse, ...(transaction !== void 0 && { transaction }) };
  for (const { key: found, value } of records.getRange(options)) {
    const key = keyOf(found);
    const isInside2 = prefix.every((element, depth) => key[depth] === element);
    const isBelow = after !== void 0 && compareKeys(key, after) <= 0;
    const isAbove = before !== void 0 && compareKeys(key, before) >= 0;
    if (isInside2 && (reverse ? isAbove : isBelow)) continue;
    if (!isInside2 || isBelow || isAbove) return;
    yield [key, verifyChecksum(key, value)];
  }
}
function startOf2({ prefix, after, before, reverse }) {
  const bound = reverse === true ? before : after;
  const isInside2 = bound !== void 0 && prefix.every((element, at) => bound[at] === element);
  if (isInside2) return { start: [...bound] };
  if (prefix.length === 0) return {};
  return { start: reverse === true ? [...prefix, AFTER_ALL] : [...prefix] };
}

// src/store/mergeEntries.ts
function* mergeEntries(first, second, { reverse = false }) {
  const [left, right] = [first[Symbol.iterator](), second[Symbol.iterator]()];
  try {
    let [a, b] = [left.next(), right.next()];
    while (a.done !== true && b.done !== true) {
      const order = compareKeys(a.value[0], b.value[0]);
      if (order < 0 !== reverse) {
        yield a.value;
        a = left.next();
      } else {
        yield b.value;
        b = right.next();
      }
    }
    for (; a.done !== true; a = left.next()) yield a.value;
    for (; b.done !== true; b = right.next()) yield b.value;
  } finally {
    left.return?.();
    right.return?.();
  }
}

// src/store/overlayChanges.ts
function* overlayChanges(entries2, changes, { reverse = false }) {
  const [below, above] = [entries2[Symbol.iterator](), changes[Symbol.iterator]()];
  try {
    let [entry, change] = [below.next(), above.next()];
    while (entry.done !== true || change.done !== true) {
      const order = orderOf(entry, change, reverse);
      if (order < 0) yield entry.value;
      else if (change.value[1].op === 'put') yield [change.value[0], change.value[1].value];
      if (order <= 0) entry = below.next();
      if (order >= 0) change = above.next();
    }
  } finally {
    below.return?.();
    above.return?.();
  }
}
function orderOf(a, b, reverse) {
  if (a.done === true) return 1;
  if (b.done === true) return -1;
  const order = compareKeys(a.value[0], b.value[0]);
  return reverse ? -order : order;
}

// src/base/flattenString.ts
function flattenString(text2) {
  text2.charCodeAt(text2.length - 1);
  return text2;
}

// src/store/packed/sharedTexts.ts
var MAX_SHARED_LENGTH = 64;
var MAX_SHARED_TEXTS = 65536;
var SharedTexts = class {
  #numbers = /* @__PURE__ */ new Map();
  #texts = [];
  /** The number of texts; the next new one gets this number. */
  get size() {
    return this.#texts.length;
  }
  /** The number of a text, which is added unless it is too long or the table is full; otherwise -1. */
  numberOf(text2) {
    const known = this.#numbers.get(text2);
    if (known !== void 0) return known;
    if (text2.length > MAX_SHARED_LENGTH || this.#texts.length >= MAX_SHARED_TEXTS) return -1;
    return this.add(flattenString(text2));
  }
  /** The number of a text that has one; otherwise -1. */
  find(text2) {
    return this.#numbers.get(text2) ?? -1;
  }
  /** Adds a text that a log has. @returns its number. */
  add(text2) {
    const number = this.#texts.length;
    this.#texts.push(text2);
    this.#numbers.set(text2, number);
    return number;
  }
  /** Drops the texts that were added since there were `size` of them. */
  rewind(size) {
    for (const text2 of this.#texts.splice(size)) this.#numbers.delete(text2);
  }
  /** @throws RangeError if no text has this number. */
  textOf(number) {
    const text2 = this.#texts[number];
    if (text2 === void 0) {
      throw new RangeError(`expected one of ${this.size} shared texts, got ${number}`);
    }
    return text2;
  }
};

// src/store/disk/groupHeader.ts
import { crc32 as crc323 } from 'node:zlib';

var GROUP_MAGIC = Buffer.from('SCG', 'latin1');
var GROUP_HEADER_BYTES = 48;
var CHECKSUM_AT = 4;
var FIELDS_AT = 8;
var CHAIN_AT = 12;
var CHAINED_FIELDS_AT = 16;
function writeGroupHeader(target, header, { pieces, before }) {
  target.set(GROUP_MAGIC, 0);
  target.writeUInt32LE(
    pieces.reduce((sum, { length }) => sum + length, 0),
    FIELDS_AT,
  );
  target.writeUInt32LE(header.changeBytes, 16);
  target.writeUInt32LE(header.turns, 20);
  target.writeDoubleLE(header.firstTurn, 24);
  target.writeDoubleLE(header.syncedTurn, 32);
  target.writeDoubleLE(header.lastLogged, 40);
  let chain = crc323(target.subarray(CHAINED_FIELDS_AT, GROUP_HEADER_BYTES), before);
  for (const piece of pieces) chain = crc323(piece, chain);
  target.writeUInt32LE(chain, CHAIN_AT);
  target.writeUInt32LE(crc323(target.subarray(FIELDS_AT, GROUP_HEADER_BYTES)), CHECKSUM_AT);
  return chain;
}
function readGroupHeader(bytes, at) {
  if (at + GROUP_HEADER_BYTES > bytes.length) return void 0;
  if (bytes.compare(GROUP_MAGIC, 0, GROUP_MAGIC.length, at, at + GROUP_MAGIC.length) !== 0) {
    return void 0;
  }
  const checksum = crc323(bytes.subarray(at + FIELDS_AT, at + GROUP_HEADER_BYTES));
  if (bytes.readUInt32LE(at + CHECKSUM_AT) !== checksum) return void 0;
  return {
    bytes: bytes.readUInt32LE(at + FIELDS_AT),
    chain: bytes.readUInt32LE(at + CHAIN_AT),
    changeBytes: bytes.readUInt32LE(at + 16),
    turns: bytes.readUInt32LE(at + 20),
    firstTurn: bytes.readDoubleLE(at + 24),
    syncedTurn: bytes.readDoubleLE(at + 32),
    lastLogged: bytes.readDoubleLE(at + 40),
  };
}
function isIntact(header, bytes, { at, before }) {
  const fields = bytes.subarray(at + CHAINED_FIELDS_AT, at + GROUP_HEADER_BYTES);
  const contents = bytes.subarray(at + GROUP_HEADER_BYTES, at + GROUP_HEADER_BYTES + header.bytes);
  if (contents.length < header.bytes || header.changeBytes > header.bytes) return false;
  return crc323(contents, crc323(fields, before)) === header.chain;
}

// src/store/disk/scanSegment.ts
var WINDOW_BYTES = 1024 * 1024;
function segmentStart({ header }) {
  const { start, chain, firstTurn, lastLogged } = header;
  return { at: start + SEGMENT_HEADER_BYTES, chain, turn: firstTurn - 1, lastLogged };
}
function* scanGroups(segment, from) {
  const { start } = segment.header;
  const window = new FileWindow(segment.file);
  for (let before = from; ; ) {
    if (before.at >= (segment.end ?? Number.POSITIVE_INFINITY)) return before;
    const offset = before.at - start;
    const header = window.groupAt(offset, before);
    if (header === void 0) return before;
    const contents = offset + GROUP_HEADER_BYTES;
    const first = contents - window.start;
    const { chain, lastLogged, bytes, changeBytes, turns } = header;
    const after = { at: start + contents + bytes, chain, turn: before.turn + turns, lastLogged };
    yield {
      header,
      at: start + contents,
      bytes: window.bytes,
      start: first,
      end: first + changeBytes,
      before,
      after,
    };
    before = after;
  }
}
function* loadSegment(segment) {
  const shared = new SharedTexts();
  const index = new LoggedIndex();
  const unproven = [];
  Object.assign(segment, { shared, index });
  const groups = scanGroups(segment, segmentStart(segment));
  let next = groups.next();
  for (; next.done !== true; next = groups.next()) {
    const { bytes, start, end, header, before, after } = next.value;
    readTexts(new PackReader(bytes, end, start + header.bytes, shared), shared);
    index.add(before);
    unproven.push(after);
    while (unproven[0] !== void 0 && unproven[0].turn <= header.syncedTurn) {
      segment.syncedAt = unproven.shift()?.at ?? 0;
    }
    yield next.value;
  }
  segment.lastLogged = next.value.lastLogged;
  return next.value;
}
function readTexts(reader, shared) {
  while (reader.hasMore) shared.add(reader.readText());
}
var FileWindow = class {
  #file;
  bytes = Buffer.alloc(0);
  /** The offset in the file of the first byte. */
  start = 0;
  constructor(file) {
    this.#file = file;
  }
  /** The header of the group at the offset, whose bytes are in the window then; undefined if it is not intact. */
  groupAt(offset, before) {
    this.#show(offset, GROUP_HEADER_BYTES);
    const header = readGroupHeader(this.bytes, offset - this.start);
    if (header === void 0 || header.firstTurn !== before.turn + 1) return void 0;
    this.#show(offset, GROUP_HEADER_BYTES + header.bytes);
    const at = offset - this.start;
    return isIntact(header, this.bytes, { at, before: before.chain }) ? header : void 0;
  }
  #show(offset, count) {
    if (offset >= this.start && offset + count <= this.start + this.bytes.length) return;
    const wanted = Math.max(count, WINDOW_BYTES);
    const bytes = Buffer.allocUnsafeSlow(Math.min(wanted, Math.max(0, this.#file.size - offset)));
    this.bytes = bytes.subarray(0, this.#file.read(bytes, offset));
    this.start = offset;
  }
};
function findGroupAfter(file, from, turn) {
  const { size } = file;
  const bytes = Buffer.allocUnsafeSlow(WINDOW_BYTES);
  const step = WINDOW_BYTES - GROUP_HEADER_BYTES;
  for (let offset = from; offset < size; offset += step) {
    const window = bytes.subarray(0, file.read(bytes, offset));
    for (let at = window.indexOf(GROUP_MAGIC); at >= 0; at = window.indexOf(GROUP_MAGIC, at + 1)) {
      const header = readGroupHeader(window, at);
      if (header !== void 0 && header.firstTurn > turn && header.syncedTurn >= turn) {
        return offset + at;
      }
    }
  }
  return void 0;
}

// src/store/disk/diskState.ts
var CHANGE_BYTES = 1024;
var DiskState = class {
  #options;
  constructor(options) {
    this.#options = options;
  }
  get(key) {
    const { overlay, logged, records, transaction } = this.#options;
    const placed = overlay.get(key);
    if (placed !== void 0) return placed.isDelete ? void 0 : this.textAt(placed.at);
    for (const kind of logged) if (kind.has(key)) return kind.get(key);
    const found = key;
    const value =
      transaction === void 0 ? records.getBinaryFast(found) : records.get(found, { transaction });
    return value === void 0 ? void 0 : verifyChecksum(key, value.subarray(0, value.length));
  }
  range(range) {
    const { overlay, logged, records, transaction } = this.#options;
    let entries2 = readRange(records, range, transaction);
    for (const changes of overlay.ranges(range)) {
      entries2 = overlayChanges(entries2, this.#changesOf(changes), range);
    }
    for (const kind of logged) entries2 = mergeEntries(entries2, kind.range(range), range);
    return entries2;
  }
  /** The frozen changes of the overlay, for the next checkpoint. */
  *frozenChanges() {
    for (const [, change] of this.#changesOf(this.#options.overlay.frozen())) yield change;
  }
  /** The value of the put at a place in the log, as text. */
  textAt(at) {
    const { log } = this.#options;
    for (let length = CHANGE_BYTES; ; length *= 16) {
      const { bytes, segment, shared } = log.read(at, length);
      if (shared === void 0 && segment !== void 0) {
        for (const _ of loadSegment(segment));
        continue;
      }
      if (shared === void 0) throw new Error(`the place ${at} of the log cannot be read`);
      const text2 = textOf(bytes, { forms: this.#options.forms, shared }, length);
      if (text2 !== void 0) return text2;
    }
  }
  *#changesOf(placed) {
    for (const [key, { at, isDelete }] of placed) {
      if (isDelete) yield [key, { op: 'delete', key }];
      else {
        const value = this.#valueOf(key, at);
        if (value !== void 0) yield [key, { op: 'put', key, value }];
      }
    }
  }
  /** While a range is read, the checkpoint may get what the log has, and the log may lose it. */
  #valueOf(key, at) {
    return at < this.#options.overlay.start ? this.get(key) : this.textAt(at);
  }
};
function textOf(bytes, options, wanted) {
  const reader = new ChangeReader({ bytes, start: 0, end: bytes.length }, options);
  try {
    const change = reader.next();
    if (!reader.isBeyond) return change.text();
  } catch (error) {
    if (bytes.length < wanted) throw error;
    return void 0;
  }
  if (bytes.length < wanted) throw new Error('a change of the log has been cut');
  return void 0;
}

// src/base/byteWriter.ts
var FIRST_SIZE = 256;
var LONGEST_VARINT = 8;
var DOUBLE = new Float64Array(1);
var DOUBLE_BYTES = new Uint8Array(DOUBLE.buffer);
var ByteWriter = class {
  #words = new Uint32Array(FIRST_SIZE / 4);
  #bytes = new Uint8Array(this.#words.buffer);
  #length = 0;
  /** The buffer. It is another one after a call that has made it grow. */
  get bytes() {
    return this.#bytes;
  }
  /** The buffer as words, for copying. */
  get words() {
    return this.#words;
  }
  /** The bytes that have been written since {@link ByteWriter.clear}. */
  get length() {
    return this.#length;
  }
  clear() {
    this.#length = 0;
  }
  /** Writes an integer from 0 to 255. */
  writeByte(value) {
    this.#ensureRoom(1);
    this.#bytes[this.#length++] = value;
  }
  /** Writes a safe integer from 0 on: seven bits in a byte, the lowest first (LEB128). */
  writeVarint(value) {
    this.#ensureRoom(LONGEST_VARINT);
    const bytes = this.#bytes;
    let position = this.#length;
    let rest = value;
    if (value > 2147483647) {
      rest = Math.floor(value / 2 ** 28);
      const low = (value - rest * 2 ** 28) | 0;
      bytes[position++] = (low & 127) | 128;
      bytes[position++] = ((low >>> 7) & 127) | 128;
      bytes[position++] = ((low >>> 14) & 127) | 128;
      bytes[position++] = (low >>> 21) | 128;
    }
    rest |= 0;
    while (rest >= 128) {
      bytes[position++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    bytes[position++] = rest;
    this.#length = position;
  }
  /** Writes any safe integer: the sign is the lowest bit, so that small ones of either sign are short. */
  writeSigned(value) {
    const isNegative = value < 0;
    const sign = isNegative ? 1 : 0;
    const size = isNegative ? -1 - value : value;
    const rest = Math.floor(size / 64);
    const low = (((size - rest * 64) << 1) | sign) & 127;
    if (rest === 0) {
      this.writeByte(low);
    } else {
      this.writeByte(low | 128);
      this.writeVarint(rest);
    }
  }
  /** Writes any number, in eight bytes. */
  writeDouble(value) {
    DOUBLE[0] = value;
    this.writeBytes(DOUBLE_BYTES, 0, 8);
  }
  /** Writes bytes as they are. */
  writeBytes(bytes, start, end) {
    this.#ensureRoom(end - start);
    const to = this.#bytes;
    let position = this.#length;
    for (let index = start; index < end; index++) to[position++] = bytes[index];
    this.#length = position;
  }
  /** Overwrites a byte that has been written. */
  setByte(at, value) {
    this.#bytes[at] = value;
  }
  /** Replaces the byte at `at`, one written for this, by the number of bytes after it, as a varint. */
  insertLength(at) {
    const count = this.#length - at - 1;
    if (count < 128) {
      this.#bytes[at] = count;
      return;
    }
    let more = 0;
    for (let rest = Math.floor(count / 128); rest > 0; rest = Math.floor(rest / 128)) more++;
    this.#ensureRoom(more);
    this.#bytes.copyWithin(at + 1 + more, at + 1, this.#length);
    this.#length = at;
    this.writeVarint(count);
    this.#length += count;
  }
  /** Goes back to a length that it had before: what was written since is dropped. */
  rewind(length) {
    this.#length = length;
  }
  /** Writes any text, with one byte for a character if none is above U+00FF, otherwise with two. */
  writeText(text2) {
    const { length } = text2;
    const start = this.#length;
    this.writeVarint(length * 2);
    this.#ensureRoom(length);
    const bytes = this.#bytes;
    let position = this.#length;
    for (let index = 0; index < length; index++) {
      const code = text2.charCodeAt(index);
      if (code > 255) {
        this.#length = start;
        this.#writeWideText(text2);
        return;
      }
      bytes[position++] = code;
    }
    this.#length = position;
  }
  #writeWideText(text2) {
    const { length } = text2;
    this.writeVarint(length * 2 + 1);
    this.#ensureRoom(length * 2);
    const bytes = this.#bytes;
    let position = this.#length;
    for (let index = 0; index < length; index++) {
      const code = text2.charCodeAt(index);
      bytes[position++] = code & 255;
      bytes[position++] = code >>> 8;
    }
    this.#length = position;
  }
  #ensureRoom(count) {
    if (this.#length + count > this.#bytes.length) this.#grow(this.#length + count);
  }
  #grow(needed) {
    const words = new Uint32Array(Math.ceil(Math.max(needed, this.#bytes.length * 2) / 4));
    words.set(this.#words);
    this.#words = words;
    this.#bytes = new Uint8Array(words.buffer);
  }
};

// src/store/packed/packWriter.ts
var PackWriter = class extends ByteWriter {
  /** The texts that records refer to by number. */
  shared = new SharedTexts();
  /** Writes a text that comes again in other records: its number plus one, or 0 and the text itself. */
  writeShared(text2) {
    const number = this.shared.numberOf(text2);
    this.writeVarint(number + 1);
    if (number < 0) this.writeText(text2);
  }
};

// src/store/disk/logGroup.ts
var GroupBuffer = class {
  changes = new PackWriter();
  texts = new ByteWriter();
  header = Buffer.alloc(GROUP_HEADER_BYTES);
};
var LogGroup = class {
  buffer;
  before;
  newSegment;
  /** The place of its header. */
  start;
  /** The place of its first change. */
  contents;
  shared;
  /** Resolves when the group is durable; rejects if it could not be written. */
  durable;
  resolve;
  reject;
  turns = 0;
  lastLogged;
  /** The texts of the segment before it. */
  #textsBefore;
  constructor({ buffer, before, shared, newSegment }) {
    this.buffer = buffer;
    this.before = before;
    this.newSegment = newSegment;
    this.start = before.at + (newSegment === void 0 ? 0 : SEGMENT_HEADER_BYTES);
    this.contents = this.start + GROUP_HEADER_BYTES;
    this.shared = shared;
    this.#textsBefore = shared.size;
    this.lastLogged = before.lastLogged;
    buffer.changes.clear();
    buffer.changes.shared = shared;
    let resolvers;
    this.durable = new Promise((resolve2, reject2) => {
      resolvers = { resolve: resolve2, reject: reject2 };
    });
    const { resolve, reject } = resolvers;
    this.resolve = resolve;
    this.reject = reject;
  }
  /** The place after its last change so far. */
  get end() {
    return this.contents + this.buffer.changes.length;
  }
  /** Writes its header: it takes no more turns. @returns its pieces, and the place after it. */
  close(syncedTurn) {
    const { buffer, before, turns, lastLogged, shared } = this;
    const { changes, texts, header } = buffer;
    texts.clear();
    for (let index = this.#textsBefore; index < shared.size; index++) {
      texts.writeText(shared.textOf(index));
    }
    const contents = [viewOf(changes), viewOf(texts)];
    const firstTurn = before.turn + 1;
    const fields = { changeBytes: changes.length, turns, firstTurn, syncedTurn, lastLogged };
    const chain = writeGroupHeader(header, fields, { pieces: contents, before: before.chain });
    const at = this.contents + changes.length + texts.length;
    const turn = before.turn + turns;
    return { pieces: [header, ...contents], after: { at, chain, turn, lastLogged } };
  }
};
function viewOf({ bytes, length }) {
  return bytes.subarray(0, length);
}

// src/store/disk/removeSegments.ts
async function removeSegments(segments, { folder, at, firstLogged }) {
  while (segments.length > 1) {
    const [{ header, file, name }, next] = segments;
    const hasLogged = next.header.lastLogged > header.lastLogged;
    if (next.header.start > at || (hasLogged && next.header.lastLogged >= firstLogged)) return;
    segments.shift();
    file.close();
    folder.remove(name);
    await folder.sync();
  }
}

// src/store/disk/segment.ts
function segmentAt(segments, at) {
  let low = 0;
  let high = segments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (segments[middle].header.start <= at) low = middle + 1;
    else high = middle;
  }
  return segments[low - 1];
}

// src/store/disk/log.ts
var Log = class {
  #options;
  segments;
  /** The end of the last group that is closed. */
  #end;
  /** The end of what is durable as `sync` says. */
  #durable;
  /** The end of what a crash of the machine leaves. */
  #synced;
  #gathering;
  #writing;
  #spare = [new GroupBuffer(), new GroupBuffer()];
  #isScheduled = false;
  /** The newest segment that a group which is closed belongs to; undefined before the first one. */
  #newest;
  /** Resolves when no file is being written or synced. */
  #quiet = Promise.resolve();
  #failure;
  #syncTimer;
  constructor(options) {
    this.#options = options;
    this.segments = options.segments;
    this.#end = options.end;
    this.#durable = options.end;
    this.#synced = options.end;
  }
  /** The end of what is durable. */
  get durable() {
    return this.#durable;
  }
  /** Why nothing is written any more; undefined while the log works. */
  get failure() {
    return this.#failure?.cause;
  }
  /**
   * Adds one turn.
   *
   * @param onChange called with the place of each change, when the whole turn has been added.
   * @returns a promise that resolves when the turn is durable.
   */
  append(batch, onChange) {
    if (this.#failure !== void 0) return Promise.reject(this.#failure.cause);
    if (batch.length === 0) return (this.#gathering ?? this.#writing)?.durable ?? DONE;
    this.#gathering ??= this.#newGroup();
    const group = this.#gathering;
    const { changes } = group.buffer;
    const places = this.#pack(group, batch);
    for (let index = 0; index < batch.length; index++) {
      onChange(batch[index], places[index]);
    }
    group.turns++;
    if (changes.length > MAX_GROUP_BYTES && this.#writing === void 0) this.#write(group);
    else if (this.#writing === void 0) this.#schedule();
    return group.durable;
  }
  /** Packs a turn, all of it or nothing. @returns the places of its changes. */
  #pack(group, batch) {
    const { changes } = group.buffer;
    const start = changes.length;
    const texts = group.shared.size;
    const places = [];
    let { lastLogged } = group;
    try {
      changes.writeVarint(batch.length);
      for (const change of batch) {
        places.push(group.contents + changes.length);
        writeChange(changes, change);
        if (isLoggedPut(change)) lastLogged = change.key.at(-1);
      }
    } catch (error) {
      changes.rewind(start);
      group.shared.rewind(texts);
      if (group.turns === 0) this.#drop(group);
      throw error;
    }
    group.lastLogged = lastLogged;
    return places;
  }
  /** Drops a group without turns. */
  #drop({ buffer }) {
    this.#gathering = void 0;
    this.#spare.push(buffer);
  }
  /** The bytes from a place on, at most `length` of them, and the shared texts that they refer to. */
  read(at, length) {
    for (const group of [this.#gathering, this.#writing]) {
      if (group === void 0 || at < group.start) continue;
      const { bytes: bytes2 } = group.buffer.changes;
      const from = at - group.contents;
      const all = Buffer.from(bytes2.buffer, from, group.buffer.changes.length - from);
      return { bytes: all, segment: void 0, shared: group.shared };
    }
    const segment = segmentAt(this.segments, at);
    if (segment === void 0) throw new Error(`its log does not have the place ${at} any more`);
    const bytes = Buffer.allocUnsafe(length);
    const count = segment.file.read(bytes, at - segment.header.start);
    return { bytes: bytes.subarray(0, count), segment, shared: segment.shared };
  }
  /** The groups that are not in a segment yet, oldest first. */
  pending() {
    return [this.#writing, this.#gathering].filter((group) => group !== void 0);
  }
  /** Resolves when everything added has been written, or writing has failed and has ended. */
  async flushed() {
    while (this.#failure === void 0 && (this.#writing ?? this.#gathering) !== void 0) {
      await (this.#writing ?? this.#gathering)?.durable.catch(() => {});
    }
    await this.#quiet;
  }
  /** Resolves when what is durable now also survives a crash of the machine. @returns its end. */
  async sync() {
    const end = this.#durable;
    if (this.#synced.at < end.at) await this.#syncSegment(end);
    return end;
  }
  /** Closes the files. To be called when nothing is added any more. */
  async close() {
    clearTimeout(this.#syncTimer);
    await this.#quiet;
    for (const { file } of this.segments) file.close();
    this.segments.length = 0;
  }
  /** Removes the segments before a place whose records that are kept in the log only are not needed. */
  removeBefore(at, firstLogged) {
    return removeSegments(this.segments, { folder: this.#options.folder, at, firstLogged });
  }
  #newGroup() {
    const { segmentBytes, shop } = this.#options;
    const before = this.#end;
    const current = this.#newest;
    const isFull = current !== void 0 && before.at - current.header.start >= segmentBytes;
    const last = current?.header ?? this.segments.at(-1)?.header;
    const isNew = current === void 0 || isFull;
    const newSegment = isNew ? headerAfter(before, { shop, last }) : void 0;
    const shared = isNew ? new SharedTexts() : current.shared;
    return new LogGroup({ buffer: this.#spare.pop(), before, shared, newSegment });
  }
  #schedule() {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      if (this.#writing === void 0 && this.#gathering !== void 0) this.#write(this.#gathering);
    });
  }
  #write(group) {
    this.#writing = group;
    this.#gathering = void 0;
    const { pieces, after } = group.close(this.#synced.turn);
    this.#end = after;
    const { newSegment, shared } = group;
    if (newSegment !== void 0) this.#newest = { header: newSegment, shared };
    const room = this.#options.room(group.before);
    this.#options.onGroup(after, group.durable);
    const stored = this.#store(group, { pieces, after, room }).then(
      () => {
        if (this.#failure !== void 0) return;
        this.#writing = void 0;
        this.#durable = after;
        this.#spare.push(group.buffer);
        if (this.#gathering !== void 0) this.#write(this.#gathering);
        group.resolve();
      },
      (cause) => this.fail(cause),
    );
    this.#keepBusy(stored);
  }
  async #store(group, { pieces, after, room }) {
    const { sync, assertWriter } = this.#options;
    await room;
    if (this.#failure !== void 0) return;
    if (group.newSegment !== void 0) await this.#beginSegment(group.newSegment, group.shared);
    const segment = this.segments.at(-1);
    const { file, header, name } = segment;
    if (!file.isInPlace()) throw new Error(`${name} has been removed`);
    await file.write(pieces, group.start - header.start);
    segment.lastLogged = after.lastLogged;
    segment.index?.add({ ...group.before, at: group.start });
    if (sync === true) {
      await file.sync();
      this.#synced = after;
    } else if (typeof sync === 'object') this.#syncWithin(sync.everyMs);
    assertWriter();
  }
  async #beginSegment(header, shared) {
    const { folder, segmentBytes, assertWriter } = this.#options;
    const last = this.segments.at(-1);
    if (last !== void 0 && this.#synced.at < header.start) await this.#syncSegment(this.#durable);
    const segment = await beginSegment(header, { folder, bytes: segmentBytes, assertWriter });
    this.segments.push({ ...segment, shared });
    if (last !== void 0) last.end = header.start;
  }
  #syncWithin(everyMs) {
    this.#syncTimer ??= setTimeout(() => {
      this.#syncTimer = void 0;
      this.#keepBusy(this.sync().catch(() => {}));
    }, everyMs).unref();
  }
  #keepBusy(work) {
    this.#quiet = Promise.all([this.#quiet, work]).then(() => {});
  }
  async #syncSegment(end) {
    try {
      await this.segments.at(-1)?.file.sync();
    } catch (cause) {
      this.fail(cause);
      throw this.#failure?.cause;
    }
    if (this.#synced.at < end.at) this.#synced = end;
  }
  /** Writes nothing any more. The groups stay readable: the engine stops, but its reads go on. */
  fail(cause) {
    if (this.#failure !== void 0) return;
    const failure = this.#options.describeFailure(cause);
    this.#failure = { cause: failure };
    for (const group of [this.#writing, this.#gathering]) {
      group?.durable.catch(() => {});
      group?.reject(failure);
    }
  }
};
var DONE = Promise.resolve();
var MAX_GROUP_BYTES = 4 * 1024 * 1024;
function isLoggedPut(change) {
  return 'form' in change && change.form.isLogged && change.op === 'put';
}

// src/store/disk/damage.ts
function damage(name, offset) {
  return new Error(`its log is damaged: ${name} at byte ${offset}`);
}

// src/store/disk/loggedRecords.ts
var MAX_LOADED = 2;
var LoggedRecords = class {
  form;
  #log;
  #forms;
  /** The number of the first record that has not been deleted. */
  #first;
  #loaded = [];
  constructor(form, { log, forms, first }) {
    this.form = form;
    this.#log = log;
    this.#forms = forms;
    this.#first = first;
  }
  /** Records with smaller numbers have been deleted. */
  get first() {
    return this.#first;
  }
  /** Deletes the record of this key, and all before it. */
  delete(key) {
    this.#first = Math.max(this.#first, key.at(-1) + 1);
  }
  has(key) {
    const { prefix } = this.form;
    return (
      key.length === prefix.length + 1 &&
      typeof key.at(-1) === 'number' &&
      prefix.every((element, index) => element === key[index])
    );
  }
  get(key) {
    for (const [, text2] of this.range({ prefix: key })) return text2;
    return void 0;
  }
  /** The records of a range, which may be one of all records. */
  *range(range) {
    const { reverse = false } = range;
    const [low, high] = this.#boundsOf(range);
    if (low > high) return;
    const blocks = this.#blocks();
    if (blocks.length === 0) return;
    const firstBlock = lastBefore(blocks, low);
    const lastBlock = lastBefore(blocks, high);
    for (let step = 0; step <= lastBlock - firstBlock; step++) {
      const block = blocks[reverse ? lastBlock - step : firstBlock + step];
      const found = block.read();
      if (reverse) found.reverse();
      for (const { key, text: text2 } of found) {
        const number = key.at(-1);
        if (number < low || number > high) continue;
        if (isInside(key, range)) yield [key, text2()];
      }
    }
  }
  /** The smallest and the largest number that a record of the range may have. */
  #boundsOf({ prefix, after, before }) {
    const number = this.form.prefix.length;
    const isWithin = (key) =>
      key !== void 0 && this.form.prefix.every((element, index) => key[index] === element);
    const shared = Math.min(prefix.length, number);
    for (let index = 0; index < shared; index++) {
      if (prefix[index] !== this.form.prefix[index]) return [1, 0];
    }
    let low = this.#first;
    let high = Number.POSITIVE_INFINITY;
    const exact = prefix[number];
    if (typeof exact === 'number') [low, high] = [Math.max(low, exact), exact];
    const [from, to] = [
      isWithin(after) ? after[number] : void 0,
      isWithin(before) ? before[number] : void 0,
    ];
    if (typeof from === 'number') low = Math.max(low, from);
    if (typeof to === 'number') high = Math.min(high, to);
    return [low, high];
  }
  #blocks() {
    const blocks = [];
    for (const segment of this.#log.segments) {
      const { header, lastLogged } = segment;
      if (lastLogged < this.#first || lastLogged === header.lastLogged) continue;
      if (segment.index === void 0) {
        blocks.push({ before: header.lastLogged, read: () => this.#readSegment(segment) });
        continue;
      }
      const { entries: entries2 } = segment.index;
      for (const [index, from] of entries2.entries()) {
        const to = entries2[index + 1];
        blocks.push({ before: from.lastLogged, read: () => this.#read(segment, from, to) });
      }
    }
    for (const group of this.#log.pending()) {
      const { changes } = group.buffer;
      const bytes = Buffer.from(changes.bytes.buffer, 0, changes.length);
      const piece = { bytes, start: 0, end: changes.length };
      const read = () =>
        this.#changesOf(new ChangeReader(piece, { forms: this.#forms, shared: group.shared }));
      blocks.push({ before: group.before.lastLogged, read });
    }
    return blocks;
  }
  #readSegment(segment) {
    this.#load(segment);
    const [first] = segment.index?.entries ?? [];
    return first === void 0 ? [] : this.#read(segment, first, void 0);
  }
  #read(segment, from, to) {
    if (segment.shared === void 0) this.#load(segment);
    const { shared } = segment;
    if (shared === void 0) throw new Error(`${segment.name} cannot be read`);
    const changes = [];
    const limit = to?.at ?? segment.end ?? this.#log.pending()[0]?.before.at;
    let reached = from.at;
    for (const { bytes, start, end, before, after } of scanGroups(segment, from)) {
      if (limit !== void 0 && before.at >= limit) break;
      reached = after.at;
      const reader = new ChangeReader({ bytes, start, end }, { forms: this.#forms, shared });
      for (const change of this.#changesOf(reader)) changes.push(change);
    }
    if (limit !== void 0 && reached < limit)
      throw damage(segment.name, reached - segment.header.start);
    return changes;
  }
  #load(segment) {
    for (const _ of loadSegment(segment));
    this.#loaded.push(segment);
    const oldest = this.#loaded.length > MAX_LOADED ? this.#loaded.shift() : void 0;
    if (oldest !== void 0) oldest.shared = void 0;
  }
  #changesOf(reader) {
    const changes = [];
    while (reader.hasMore) {
      for (let left = reader.readCount(); left > 0; left--) {
        const change = reader.next();
        if (change.form === this.form && change.op === 'put') changes.push(change);
      }
    }
    return changes;
  }
};
function lastBefore(blocks, number) {
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (blocks[middle].before < number) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}
function isInside(key, { prefix, after, before }) {
  return (
    prefix.every((element, index) => key[index] === element) &&
    (after === void 0 || compareKeys(key, after) > 0) &&
    (before === void 0 || compareKeys(key, before) < 0)
  );
}

// src/store/keyBranch.ts
var KeyBranch = class {
  /** The value of the key that ends here, if there is one. */
  value;
  children = /* @__PURE__ */ new Map();
  /** The elements of the children in order; undefined until a range needs them again. */
  #sorted;
  /** Where the sorted elements begin: elements deleted at the front leave a gap. */
  #first = 0;
  set(element, node) {
    if (!this.children.has(element)) this.#updateOrder(element);
    this.children.set(element, node);
  }
  delete(element) {
    if (!this.children.delete(element) || this.#sorted === void 0) return;
    if (this.#sorted[this.#first] !== element || ++this.#first > this.#sorted.length / 2) {
      this.#invalidateOrder();
    }
  }
  get sorted() {
    this.#sorted ??= [...this.children.keys()].sort(compareElements);
    return { elements: this.#sorted, first: this.#first };
  }
  #updateOrder(added) {
    if (this.#sorted === void 0) return;
    const last = this.#sorted.at(-1);
    if (last === void 0 || compareElements(last, added) < 0) this.#sorted.push(added);
    else this.#invalidateOrder();
  }
  #invalidateOrder() {
    this.#sorted = void 0;
    this.#first = 0;
  }
};
function valueAt(node) {
  return node instanceof KeyBranch ? node.value : node;
}
function visitValues(branch, visit) {
  if (branch.value !== void 0) visit(branch.value);
  for (const child of branch.children.values()) {
    if (child instanceof KeyBranch) visitValues(child, visit);
    else visit(child);
  }
}
function removeKey(branch, key, depth = 0) {
  if (depth === key.length) {
    branch.value = void 0;
    return;
  }
  const element = key[depth];
  const child = branch.children.get(element);
  if (child instanceof KeyBranch) {
    removeKey(child, key, depth + 1);
    if (child.value === void 0 && child.children.size === 0) branch.delete(element);
  } else branch.delete(element);
}

// src/store/keyRange.ts
function entriesIn(node, { prefix, after, before, reverse = false }) {
  const upper = before === void 0 ? 'none' : boundWithin(prefix, before, 'before');
  const lower = after === void 0 ? 'none' : boundWithin(prefix, after, 'after');
  return entries(node, { path: prefix, lower, upper, reverse });
}
function boundWithin(prefix, key, side) {
  for (const [depth, element] of prefix.entries()) {
    const bound = key[depth];
    const order = bound === void 0 ? 1 : compareElements(element, bound);
    if (order !== 0) return order > 0 === (side === 'after') ? 'none' : 'all';
  }
  return key;
}
function* entries(node, { path, lower, upper, reverse }) {
  if (lower === 'all' || upper === 'all') return;
  const depth = path.length;
  const limit = upper === 'none' ? void 0 : upper[depth];
  if (upper !== 'none' && limit === void 0) return;
  const start = lower === 'none' ? void 0 : lower[depth];
  const value = lower === 'none' ? valueAt(node) : void 0;
  if (value !== void 0 && !reverse) yield [path, value];
  if (node instanceof KeyBranch) {
    const { elements, first } = node.sorted;
    const from = start === void 0 ? first : Math.max(first, positionOf(elements, start));
    const end = limit === void 0 ? elements.length : positionAfter(elements, limit);
    for (let step = 0; step < end - from; step++) {
      const element = elements[reverse ? end - 1 - step : from + step];
      const child = node.children.get(element);
      if (child === void 0) continue;
      yield* entries(child, {
        path: [...path, element],
        lower: element === start ? lower : 'none',
        upper: element === limit ? upper : 'none',
        reverse,
      });
    }
  }
  if (value !== void 0 && reverse) yield [path, value];
}
function positionOf(sorted2, wanted) {
  return firstWhere(sorted2, (element) => compareElements(element, wanted) >= 0);
}
function positionAfter(sorted2, wanted) {
  return firstWhere(sorted2, (element) => compareElements(element, wanted) > 0);
}
function firstWhere(sorted2, matches) {
  let from = 0;
  let to = sorted2.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (matches(sorted2[middle])) to = middle;
    else from = middle + 1;
  }
  return from;
}

// src/store/keyTree.ts
var KeyTree = class {
  #root = new KeyBranch();
  #size = 0;
  /** The number of keys. */
  get size() {
    return this.#size;
  }
  get(key) {
    return valueAt(this.#find(key));
  }
  set(key, value) {
    let branch = this.#root;
    for (let depth = 0; depth < key.length; depth++) {
      const element = key[depth];
      const child = branch.children.get(element);
      if (child instanceof KeyBranch) {
        branch = child;
      } else if (depth === key.length - 1) {
        if (child === void 0) this.#size++;
        branch.set(element, value);
        return;
      } else {
        const next = new KeyBranch();
        next.value = child;
        branch.set(element, next);
        branch = next;
      }
    }
    if (branch.value === void 0) this.#size++;
    branch.value = value;
  }
  delete(key) {
    if (this.get(key) === void 0) return;
    this.#size--;
    removeKey(this.#root, key);
  }
  /** Calls `visit` with each value, in no order. */
  forEach(visit) {
    visitValues(this.#root, visit);
  }
  *range(range) {
    const node = this.#find(range.prefix);
    if (node !== void 0) yield* entriesIn(node, range);
  }
  #find(key) {
    let node = this.#root;
    for (const element of key) {
      if (!(node instanceof KeyBranch)) return void 0;
      node = node.children.get(element);
    }
    return node;
  }
};

// src/store/disk/overlay.ts
var Stretch = class {
  /** The place in the log at which it begins. */
  start;
  /**
   * The place of each key's last change, from the start on, and whether it deletes. One small integer, which
   * takes no memory beside the tree's.
   */
  #places = new KeyTree();
  constructor(start) {
    this.start = start;
  }
  get size() {
    return this.#places.size;
  }
  set(key, at, isDelete) {
    this.#places.set(key, (at - this.start) * 2 + (isDelete ? 1 : 0));
  }
  get(key) {
    const place = this.#places.get(key);
    return place === void 0 ? void 0 : this.#placed(place);
  }
  *range(range) {
    for (const [key, place] of this.#places.range(range)) yield [key, this.#placed(place)];
  }
  #placed(place) {
    return { at: this.start + Math.floor(place / 2), isDelete: place % 2 === 1 };
  }
};
var Overlay = class {
  #newest;
  /** What is being written to the checkpoint. */
  #frozen;
  /** @param start the place that the checkpoint has reached. */
  constructor(start) {
    this.#newest = new Stretch(start);
  }
  /** The place that the checkpoint has reached. */
  get start() {
    return (this.#frozen ?? this.#newest).start;
  }
  /** The number of keys, of which those that are in both stretches count twice. */
  get size() {
    return this.#newest.size + (this.#frozen?.size ?? 0);
  }
  set(key, at, isDelete) {
    this.#newest.set(key, at, isDelete);
  }
  get(key) {
    return this.#newest.get(key) ?? this.#frozen?.get(key);
  }
  /** The changes of a range, one list for each stretch, the older one first. */
  ranges(range) {
    const stretches = this.#frozen === void 0 ? [this.#newest] : [this.#frozen, this.#newest];
    return stretches.filter(({ size }) => size > 0).map((stretch) => stretch.range(range));
  }
  /** Begins a new stretch at a place, before which everything is durable. */
  freeze(at) {
    this.#frozen = this.#newest;
    this.#newest = new Stretch(at);
  }
  /** The changes to be written to the checkpoint, in the order of their keys. */
  frozen() {
    return this.#frozen?.range({ prefix: [] }) ?? [];
  }
  /** The checkpoint has everything up to the newest stretch. */
  drop() {
    this.#frozen = void 0;
  }
};

// src/store/disk/readLog.ts
var LOG_START = { at: 0, chain: 0, turn: 0, lastLogged: 0 };
function openSegments(folder) {
  const numbered = folder
    .list()
    .map((name) => ({ name, number: segmentNumber(name) }))
    .filter((found) => found.number !== void 0)
    .sort((a, b) => a.number - b.number);
  const segments = [];
  try {
    for (const { name, number } of numbered) segments.push(openSegment(folder, name, number));
    for (const [index, { header, name }] of segments.entries()) {
      const before = segments[index - 1]?.header;
      if (before === void 0) continue;
      if (header.segment !== before.segment + 1) {
        throw new Error(`the segment ${before.segment + 1} of its log is missing`);
      }
      if (header.shop !== before.shop) throw new Error(`${name} is of the log of another shop`);
      const { start, lastLogged } = header;
      Object.assign(segments[index - 1], { end: start, lastLogged });
    }
  } catch (error) {
    closeSegments(segments);
    throw error;
  }
  return segments;
}
function closeSegments(segments) {
  for (const { file } of segments) file.close();
}
function openSegment(folder, name, number) {
  const file = folder.open(name);
  try {
    const header = decodeHeader(readStart(file));
    if (header?.segment !== number) throw damage(name, 0);
    return {
      header,
      name,
      file,
      shared: void 0,
      index: void 0,
      lastLogged: header.lastLogged,
      end: void 0,
      syncedAt: 0,
    };
  } catch (error) {
    file.close();
    throw error;
  }
}
function readStart(file) {
  const bytes = Buffer.alloc(SEGMENT_HEADER_BYTES);
  return bytes.subarray(0, file.read(bytes, 0));
}
function readLog(segments, from, onGroup) {
  const first = segmentAt(segments, from.at);
  if (first === void 0) {
    if (segments.length === 0 && from.at === 0) return LOG_START;
    throw new Error(
      segments.length === 0
        ? 'its log is missing'
        : `its log begins at ${segments[0]?.header.start}, and is needed from ${from.at} on`,
    );
  }
  let end = from;
  let isReached = from.at - first.header.start <= SEGMENT_HEADER_BYTES;
  if (isReached && first.header.chain !== from.chain) throw otherHistory(first);
  for (let index = segments.indexOf(first); index < segments.length; index++) {
    const segment = segments[index];
    const groups = loadSegment(segment);
    let next = groups.next();
    for (; next.done !== true; next = groups.next()) {
      const { at, chain } = next.value.after;
      if (at > from.at) onGroup(next.value, segment);
      if (at !== from.at) continue;
      isReached = true;
      if (chain !== from.chain) throw otherHistory(segment);
    }
    end = next.value;
    assertWhole(segment, end, segments[index + 1]);
  }
  if (isReached && end.at >= from.at) return end;
  throw new Error(`its log ends at ${end.at}, and is needed up to ${from.at}`);
}
function assertWhole(segment, end, next) {
  const offset = end.at - segment.header.start;
  if (next === void 0) {
    if (findGroupAfter(segment.file, offset, end.turn + 1) === void 0) return;
  } else if (next.header.start === end.at && next.header.chain === end.chain) return;
  throw damage(segment.name, offset);
}
function otherHistory({ name }) {
  return new Error(`${name} is of another history of the shop than its checkpoint`);
}

// src/store/disk/replayLog.ts
function replayLog(options) {
  const { segments, from, forms, until = Number.POSITIVE_INFINITY } = options;
  return readLog(segments, from, (group, { shared }) => {
    if (shared === void 0) return;
    const { bytes, start, end, at, before, header } = group;
    const reader = new ChangeReader({ bytes, start, end }, { forms, shared });
    for (let turn = 1; turn <= header.turns && before.turn + turn <= until; turn++) {
      replayTurn(reader, at - start, options);
    }
  });
}
function replayTurn(reader, shift, { overlay, logged }) {
  for (let left = reader.readCount(); left > 0; left--) {
    const { key, form, op, offset } = reader.next();
    if (form === void 0 || !form.isLogged) overlay.set(key, shift + offset, op === 'delete');
    else if (op === 'delete') logged.find((kind) => kind.form === form)?.delete(key);
  }
}

// src/store/disk/settleEnd.ts
var CHUNK_BYTES = 1024 * 1024;
async function settleEnd(segments, { folder, from, end }) {
  const last = segments.at(-1);
  if (last === void 0) return;
  last.end = end.at;
  const { start } = last.header;
  const first = Math.max(start + SEGMENT_HEADER_BYTES, from.at, last.syncedAt) - start;
  const file = folder.openForWriting(last.name);
  try {
    const bytes = Buffer.alloc(Math.min(CHUNK_BYTES, Math.max(0, end.at - start - first)));
    for (let at = first; at < end.at - start; at += bytes.length) {
      const chunk = bytes.subarray(0, Math.min(bytes.length, end.at - start - at));
      file.read(chunk, at);
      await file.write([chunk], at);
    }
    await file.sync();
  } finally {
    file.close();
  }
  await folder.sync();
}

// src/store/disk/writeCheckpoint.ts
import { setImmediate as setImmediate3 } from 'node:timers/promises';

// src/store/lmdb/commitCause.ts
async function commitCause(error) {
  const { commitError } = error;
  return (commitError ?? Promise.reject(error)).catch((reason) => reason);
}

// src/store/disk/writeCheckpoint.ts
var SMALL_SLICES = { changes: 200, bytes: 256 * 1024 };
var LARGE_SLICES = { changes: 1e4, bytes: 8 * 1024 * 1024 };
async function writeCheckpoint(options) {
  const { changes, record, limits } = options;
  let slice = [];
  let bytes = 0;
  for (const change of changes) {
    slice.push(change);
    if (change.op === 'put') bytes += maxSizeWithChecksum(change.value);
    if (slice.length < limits.changes && bytes < limits.bytes) continue;
    await writeSlice(options, slice, bytes, void 0);
    await setImmediate3();
    slice = [];
    bytes = 0;
  }
  await writeSlice(options, slice, bytes, record);
}
async function writeSlice({ root, records, token }, slice, bytes, record) {
  const buffer = new ChecksumBuffer(bytes);
  const committed = root.ifVersion(WRITER_KEY, token, () => {
    for (const change of slice) {
      const key = change.key;
      if (change.op === 'put') records.put(key, buffer.withChecksum(key, change.value));
      else records.remove(key);
    }
    if (record !== void 0) putCheckpoint(root, record);
  });
  const isWriter = await committed.catch(async (error) => {
    throw await commitCause(error);
  });
  if (!isWriter) throw new Error('another opening may write to the store now');
}

// src/store/disk/openDisk.ts
var OWN_CHECKPOINT_BYTES = 1024 * 1024;
var OpenDisk = class _OpenDisk {
  #options;
  #log;
  #overlay;
  #logged;
  #state;
  #checkpoints;
  #closing;
  /** Replays the log over the checkpoint. @throws Error if they do not fit, or are damaged. */
  static async open(options) {
    const segments = openSegments(options.files);
    try {
      const record = await checkpointOf(options, segments);
      const store = new _OpenDisk(options, segments, record);
      await settleEnd(segments, {
        folder: options.files,
        from: record.position,
        end: store.#log.durable,
      });
      removeDrafts(options.files);
      return store;
    } catch (error) {
      closeSegments(segments);
      throw error;
    }
  }
  constructor(options, segments, record) {
    const { database, files, sync, segmentBytes, everyBytes, realPath } = options;
    const forms = formsByCode(options.forms);
    const overlay = new Overlay(record.position.at);
    const source = { segments, pending: () => this.#log?.pending() ?? [] };
    const logged = loggedKinds(forms, source, record.firstLogged);
    const end = replayLog({ segments, from: record.position, forms, overlay, logged });
    this.#options = options;
    this.#overlay = overlay;
    this.#logged = logged;
    this.#checkpoints = new Checkpoints({
      record,
      everyBytes,
      overlay,
      log: () => this.#log,
      firstLogged: () => this.#logged[0]?.first ?? 0,
      write: (next) => this.#writeCheckpoint(next),
    });
    this.#log = new Log({
      folder: files,
      shop: record.shop,
      segmentBytes,
      sync,
      segments,
      end,
      assertWriter: () => this.#assertWriter(),
      onGroup: (position, durable) => this.#checkpoints.onGroup(position, durable),
      room: (position) => this.#checkpoints.room(position),
      describeFailure: (cause) => describeFailure(realPath, cause),
    });
    this.#state = new DiskState({
      records: database.records,
      log: this.#log,
      overlay,
      forms,
      logged,
    });
  }
  get(key) {
    this.#assertOpen();
    return this.#state.get(key);
  }
  range(range) {
    this.#assertOpen();
    return whileOpen(this.#state.range(range), {
      assertOpen: () => this.#assertOpen(),
      isOpen: () => this.#closing === void 0,
    });
  }
  commit(batch) {
    return this.commitRecords(batch);
  }
  commitRecords(batch) {
    this.#assertOpen();
    return this.#log.append(batch, this.#place);
  }
  close() {
    this.#closing ??= this.#shutDown();
    return this.#closing;
  }
  #place = (change, at) => {
    const isDelete = change.op === 'delete';
    if (!('form' in change) || !change.form.isLogged) {
      this.#overlay.set(change.key, at, isDelete);
    } else if (isDelete) {
      this.#logged.find(({ form }) => form === change.form)?.delete(change.key);
    }
  };
  // After a close, LMDB would read from memory that has been unmapped.
  #assertOpen() {
    if (this.#closing === void 0) return;
    throw new Error(`the store at ${this.#options.realPath} has been closed`);
  }
  /** A writer that was replaced must not acknowledge what the log of its successor may not have. */
  #assertWriter() {
    const { database, writer } = this.#options;
    const { root } = database;
    root.resetReadTxn();
    if (readWriter(root)?.token !== writer.token) throw new Error(replacedMessage(root));
  }
  async #writeCheckpoint(record) {
    const { database, writer, realPath, runCheckpoint } = this.#options;
    const { token } = writer;
    const from = this.#checkpoints.record;
    const isLarge = record.position.at - from.position.at > OWN_CHECKPOINT_BYTES;
    if (isLarge && (await runCheckpoint?.({ realPath, token, from, to: record }))) {
      database.root.resetReadTxn();
    } else {
      const changes = this.#state.frozenChanges();
      const limits = SMALL_SLICES;
      await writeCheckpoint({ ...database, token, changes, record, limits });
    }
    if (String(inodesOf(checkpointFolder(realPath)).data) !== writer.inode) {
      throw new Error('the data file of its checkpoint has been removed');
    }
  }
  async #shutDown() {
    const { database, writer } = this.#options;
    await this.#log.flushed();
    await this.#checkpoints.finish();
    await this.#log.close();
    try {
      releaseWriterLock(database.root, writer);
    } catch {}
    await database.root.close();
  }
};
async function checkpointOf({ database }, segments) {
  const { root } = database;
  const shop = segments[0]?.header.shop;
  const found = readCheckpoint(root);
  if (found !== void 0) {
    if (shop === void 0 || shop === found.shop) return found;
    throw new Error('its log and its checkpoint are of different shops');
  }
  const record = { shop: shop ?? randomUUID2(), position: LOG_START, firstLogged: 0 };
  await root.transaction(() => putCheckpoint(root, record));
  return record;
}
function loggedKinds(forms, log, first) {
  return forms
    .filter((form) => form?.isLogged === true)
    .map((form) => new LoggedRecords(form, { log, forms, first }));
}

// src/store/lmdb/createDatabase.ts
import {
  existsSync,
  linkSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync as statSync3,
  writeFileSync,
} from 'node:fs';
import { join as join4 } from 'node:path';

// src/store/lmdb/makeFolder.ts
function because(what, error) {
  return new Error(`${what}: ${error.message}`, { cause: error });
}

// src/store/lmdb/createDatabase.ts
var TEMPORARY_PREFIX = 'draft-';
var ABANDONED_MS = 60 * 60 * 1e3;
var LOCK_FILE_BYTES = 16384;
async function createDatabase(path) {
  const temporary = makeTemporaryFolder(path);
  try {
    preallocateLockFile(temporary);
    await openDatabase(temporary, { create: true }).root.close();
    linkIfAbsent(dataFile(temporary), dataFile(path));
  } catch (error) {
    throwUnless(existsSync(dataFile(path)), because('its data file cannot be made', error));
  } finally {
    removeFolder(temporary);
  }
}
function preallocateLockFile(path) {
  const lock = lockFile(path);
  if (existsSync(lock)) return;
  const temporary = makeTemporaryFolder(path);
  try {
    const mode = statSync3(dataFile(path), { throwIfNoEntry: false })?.mode ?? FILE_MODE;
    writeFileSync(lockFile(temporary), Buffer.alloc(LOCK_FILE_BYTES), { mode: mode & 438 });
    linkIfAbsent(lockFile(temporary), lock);
  } catch (error) {
    throwUnless(existsSync(lock), because('its lock file cannot be made', error));
  } finally {
    removeFolder(temporary);
  }
}
function throwUnless(isThere, error) {
  if (!isThere) throw error;
}
function makeTemporaryFolder(path) {
  try {
    return mkdtempSync(join4(path, TEMPORARY_PREFIX));
  } catch (error) {
    throw because('its folder cannot be written', error);
  }
}
function removeFolder(folder) {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {}
}
function linkIfAbsent(temporary, path) {
  try {
    linkSync(temporary, path);
  } catch (error) {
    const { code } = error;
    if (code !== 'EEXIST' && !existsSync(path)) renameSync(temporary, path);
  }
}

// test/process/disk/simulatedStores.ts
var META_BYTES = 8192;
function simulatedStores(name) {
  const base2 = existsSync2('/dev/shm') ? '/dev/shm' : tmpdir();
  const home = mkdtempSync2(join5(base2, `statecart-${name}-`));
  const empty = join5(home, 'empty');
  let count = 0;
  return {
    /** The folder of a store with an empty checkpoint. */
    async next() {
      if (!existsSync2(empty)) {
        mkdirSync(checkpointFolder(empty), { recursive: true });
        await createDatabase(checkpointFolder(empty));
      }
      return this.copyOf(empty);
    },
    /** A copy of the store's checkpoint as it is now: each commit of LMDB is in it or not. */
    copyOf(path) {
      const copy = join5(home, String(++count));
      mkdirSync(checkpointFolder(copy), { recursive: true });
      copyDatabase(dataFile(checkpointFolder(path)), dataFile(checkpointFolder(copy)));
      return copy;
    },
    drop: (path) => rmSync2(path, { recursive: true }),
    remove: () => rmSync2(home, { recursive: true, force: true }),
  };
}
function copyDatabase(from, to) {
  const file = openSync(from, 'r');
  const meta = Buffer.alloc(META_BYTES);
  readSync(file, meta, 0, META_BYTES, 0);
  const bytes = readFileSync3(file);
  closeSync(file);
  bytes.set(meta);
  writeFileSync2(to, bytes);
}
async function openSimulated(options) {
  const { path, files, forms = [], sync = true, segmentBytes = 1500, everyBytes = 3e3 } = options;
  const checkpoint = checkpointFolder(path);
  const inodes = inodesOf(checkpoint);
  const database = openDatabase(checkpoint, { sync: false });
  try {
    const writer = await acquireWriterLock(database.root, checkpoint, inodes);
    const sizes = { segmentBytes, everyBytes };
    return await OpenDisk.open({ database, writer, realPath: path, files, forms, sync, ...sizes });
  } catch (error) {
    await database.root.close();
    throw error;
  }
}

// src/store/packed/packJson.ts
var NULL = 0;
var TRUE = 1;
var FALSE = 2;
var INTEGER = 3;
var DOUBLE2 = 4;
var TEXT = 5;
var SHARED_TEXT = 6;
var LIST = 7;
var OBJECT = 8;
var SMALL = 16;
var MAX_SMALL = 255 - SMALL;
var END = 0;
var NAME2 = 1;
var SHARED_NAME = 2;
var MAX_DEPTH = 16;
function packJson(writer, value, depth = 0) {
  switch (typeof value) {
    case 'string':
      packText(writer, value);
      return true;
    case 'number':
      packNumber(writer, value);
      return true;
    case 'boolean':
      writer.writeByte(value ? TRUE : FALSE);
      return true;
    case 'object':
      break;
    default:
      return false;
  }
  if (value === null) {
    writer.writeByte(NULL);
    return true;
  }
  if (depth > MAX_DEPTH || 'toJSON' in value) return false;
  if (Array.isArray(value)) return packList(writer, value, depth);
  return packObject(writer, value, depth);
}
function packText(writer, text2) {
  const number = writer.shared.find(text2);
  writer.writeByte(number < 0 ? TEXT : SHARED_TEXT);
  if (number < 0) writer.writeText(text2);
  else writer.writeVarint(number);
}
function packNumber(writer, value) {
  if (!Number.isSafeInteger(value)) {
    writer.writeByte(Number.isFinite(value) ? DOUBLE2 : NULL);
    if (Number.isFinite(value)) writer.writeDouble(value);
  } else if (value >= 0 && value <= MAX_SMALL) {
    writer.writeByte(SMALL + value);
  } else {
    writer.writeByte(INTEGER);
    writer.writeSigned(value);
  }
}
function packList(writer, list, depth) {
  writer.writeByte(LIST);
  writer.writeVarint(list.length);
  for (let index = 0; index < list.length; index++) {
    const item = list[index];
    if (item === void 0) writer.writeByte(NULL);
    else if (!packJson(writer, item, depth + 1)) return false;
  }
  return true;
}
function packObject(writer, object, depth) {
  const prototype = Object.getPrototypeOf(object);
  if (prototype !== Object.prototype && prototype !== null) return false;
  writer.writeByte(OBJECT);
  for (const name in object) {
    const value = object[name];
    if (value === void 0) continue;
    const number = writer.shared.numberOf(name);
    writer.writeVarint(number < 0 ? NAME2 : number + SHARED_NAME);
    if (number < 0) writer.writeText(name);
    if (!packJson(writer, value, depth + 1)) return false;
  }
  writer.writeVarint(END);
  return true;
}
function unpackJson(reader) {
  const tag = reader.readByte();
  if (tag >= SMALL) return String(tag - SMALL);
  switch (tag) {
    case NULL:
      return 'null';
    case TRUE:
      return 'true';
    case FALSE:
      return 'false';
    case INTEGER:
      return String(reader.readSigned());
    case DOUBLE2:
      return String(reader.readDouble());
    case TEXT:
      return JSON.stringify(reader.readText());
    case SHARED_TEXT:
      return JSON.stringify(reader.sharedText(reader.readVarint()));
    case LIST:
      return unpackList(reader);
    case OBJECT:
      return unpackObject(reader);
    default:
      throw new RangeError(`expected a tag of packed JSON, got ${tag}`);
  }
}
function unpackList(reader) {
  let text2 = '[';
  for (let left = reader.readVarint(); left > 0; left--) {
    text2 += unpackJson(reader);
    if (left > 1) text2 += ',';
  }
  return `${text2}]`;
}
function unpackObject(reader) {
  let text2 = '{';
  for (let name = reader.readVarint(); name !== END; name = reader.readVarint()) {
    const named = name === NAME2 ? reader.readText() : reader.sharedText(name - SHARED_NAME);
    const comma = text2 === '{' ? '' : ',';
    text2 += `${comma}${JSON.stringify(named)}:${unpackJson(reader)}`;
  }
  return `${text2}}`;
}

// test/process/disk/storeModel.ts
var ITEM = {
  code: 1,
  prefix: ['item'],
  isLogged: false,
  encode: (contents) => JSON.stringify(contents),
  packKey: (writer, [, name]) => writer.writeShared(String(name)),
  unpackKey: (reader) => ['item', reader.readShared()],
  pack: (writer, contents) => packJson(writer, contents),
  unpack: unpackJson,
};
var FACT = {
  code: 2,
  prefix: ['fact'],
  isLogged: true,
  encode: (contents) => JSON.stringify(contents),
  packKey: (writer, [, number]) => writer.writeVarint(number),
  unpackKey: (reader) => ['fact', reader.readVarint()],
  pack: (writer, contents) => packJson(writer, contents),
  unpack: unpackJson,
};
var FORMS = [ITEM, FACT];
var StoreModel = class {
  /** By the number of batches: `states[0]` is the empty store. */
  #states = [/* @__PURE__ */ new Map()];
  /** The first batches that must have survived. */
  acknowledged = 0;
  #facts = { first: 1, next: 1 };
  get batches() {
    return this.#states.length - 1;
  }
  get last() {
    return this.#states.at(-1);
  }
  /** Commits a batch, and notes when it is acknowledged, unless the disk has crashed by then. */
  async commit(store, batch, hasCrashed) {
    const records = new Map(this.last);
    for (const change of batch) {
      const name = JSON.stringify(change.key);
      if (change.op === 'put') records.set(name, change.value);
      else records.delete(name);
    }
    const number = this.#states.push(records) - 1;
    await (store.commitRecords?.(batch) ?? store.commit(batch));
    if (!hasCrashed()) this.acknowledged = Math.max(this.acknowledged, number);
  }
  /** Expects the state after one of the batches from the acknowledged one on, which the model goes on with. */
  expectState(store, { atLeast = this.acknowledged } = {}) {
    const found = contentOf(store);
    const index = this.#states.findLastIndex((state) => isSame(state, found));
    if (index < 0) {
      const turn = Number(found.get('["turn"]') ?? 0);
      expect([...found], 'no state after a whole batch').toEqual(sorted(this.#states[turn]));
    }
    expect(index, 'the number of batches that survive').toBeGreaterThanOrEqual(atLeast);
    this.#states.length = index + 1;
    this.acknowledged = index;
    const numbers = [...found.keys()].map((name) => JSON.parse(name));
    const facts = numbers.flatMap(([kind, number]) => (kind === 'fact' ? [Number(number)] : []));
    if (facts.length > 0) this.#facts = { first: Math.min(...facts), next: Math.max(...facts) + 1 };
    for (const [name, value] of found) expect(store.get(JSON.parse(name))).toBe(value);
    expect(store.get(['none'])).toBeUndefined();
  }
  /** A batch of random changes, whose number is one of its records. */
  randomBatch(random, { forms = false } = {}) {
    const turn = { op: 'put', key: ['turn'], value: String(this.batches + 1) };
    const batch = [turn];
    for (let left = random.integer(5); left > 0; left--) {
      const key = ['record', random.integer(12)];
      if (random.integer(4) === 0) batch.push({ op: 'delete', key });
      else
        batch.push({ op: 'put', key, value: `${turn.value} ${'x'.repeat(random.integer(300))}` });
    }
    if (random.integer(25) === 0)
      batch.push({ op: 'put', key: ['long'], value: '\xE9'.repeat(4e3) });
    return forms ? [...batch, ...this.#recordChanges(random)] : batch;
  }
  #recordChanges(random) {
    const number = this.#facts.next++;
    const contents = {
      number,
      sku: `sku-${random.integer(30)}`,
      note: 'n'.repeat(random.integer(80)),
    };
    const value = JSON.stringify(contents);
    const item = ['item', contents.sku];
    const changes = [
      { op: 'put', key: ['fact', number], value, form: FACT, contents },
      random.integer(5) === 0
        ? { op: 'delete', key: item, form: ITEM }
        : { op: 'put', key: item, value, form: ITEM, contents },
    ];
    for (let left = random.integer(3); left > 0 && this.#facts.first < number - 3; left--) {
      changes.push({ op: 'delete', key: ['fact', this.#facts.first++], form: FACT });
    }
    return changes;
  }
};
function contentOf(store) {
  return new Map(
    [...store.range({ prefix: [] })].map(([key, value]) => [JSON.stringify(key), value]),
  );
}
function isSame(a, b) {
  return a.size === b.size && [...a].every(([name, value]) => b.get(name) === value);
}
function sorted(state = /* @__PURE__ */ new Map()) {
  return [...state].sort(([a], [b]) => (a < b ? -1 : 1));
}

// test/process/disk/zz.ts
var afterAll = (f) => {};
var stores = simulatedStores('crashes');
afterAll(() => stores.remove());
var KINDS = ['crash before', 'crash after', 'failure'];
var SYNCS = [true, { everyMs: 1 }, false];
var FATES = ['lost', 'kept', 'mixed', void 0];
var LIVES = 6;
async function runLives(seed) {
  const random = seeded(seed);
  const forms = random.integer(2) === 0;
  const model = new StoreModel();
  let files = new SimulatedFolder(seed);
  let path = await stores.next();
  let [shown, durable] = [0, 0];
  for (let life = 0; life < LIVES; life++) {
    const kind = KINDS[random.integer(4)];
    files.trouble = kind && { at: 1 + random.integer(60), kind };
    let next;
    files.onCrash = () => {
      next = stores.copyOf(path);
    };
    const sync = SYNCS[random.integer(3)];
    if (process.env.V)
      console.log({
        life,
        kind,
        at: files.trouble?.at,
        sync,
        shown,
        durable,
        acked: model.acknowledged,
      });
    const sizes = {
      segmentBytes: 600 + random.integer(6e3),
      everyBytes: 300 + random.integer(9e3),
    };
    const options = { path, files, sync, ...sizes, ...(forms && { forms: FORMS }) };
    const store = await openSimulated(options).catch((error) => error);
    if (store instanceof Error) expect(store.message).toMatch(/the disk has (crashed|failed)/);
    else {
      model.expectState(store, { atLeast: shown });
      durable = model.batches;
      let hasFailed = false;
      for (let left = random.integer(40); left > 0 && !hasFailed; left--) {
        const commit = model
          .commit(store, model.randomBatch(random, { forms }), () => files.hasCrashed)
          .catch(() => {
            hasFailed = true;
          });
        if (random.integer(3) > 0) await commit;
        else if (random.integer(2) > 0) await setImmediate4();
      }
      await store.close();
      const isClosed = files.operations < (files.trouble?.at ?? Number.POSITIVE_INFINITY);
      shown = model.acknowledged;
      if (sync === true || isClosed) durable = shown;
    }
    next ??= stores.copyOf(path);
    stores.drop(path);
    path = next;
    const fate = FATES[random.integer(4)];
    if (process.env.V)
      console.log({
        fate,
        ops: files.operations,
        acked: model.acknowledged,
        batches: model.batches,
        err: store instanceof Error ? store.message : void 0,
      });
    files = fate === void 0 ? files.afterKill() : files.afterCrash(fate);
    if (fate !== void 0) shown = durable;
  }
  stores.drop(path);
}
var base = Number(process.argv[2]);
var n = Number(process.argv[3]);
for (let s = base; s < base + n; s++) {
  try {
    await runLives(s);
  } catch (e) {
    console.log('FAILED', s, e.stack?.slice(0, 600));
  }
}
stores.remove();
console.log('done');
