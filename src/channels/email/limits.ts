/** Bounds of the email channel, each with its reason. */

/** Connections when the caller does not say: mail providers let one client have this many. */
export const DEFAULT_CONNECTIONS = 5;

/** A batch has a hundred messages: more connections would stay idle. */
export const MAX_CONNECTIONS = 100;

/** Milliseconds for one step of SMTP when the caller does not say: a healthy server answers within a second. */
export const DEFAULT_TIMEOUT_MS = 15_000;

/** Ten minutes: the longest time that RFC 5321 asks a client to wait for an answer. */
export const MAX_TIMEOUT_MS = 600_000;

/** Characters of the reason of a result: the answer of a server has its code and one sentence. */
export const MAX_REASON_LENGTH = 200;

/** Headers of the caller on each mail: some providers read a few. */
export const MAX_HEADERS = 20;

/** Characters of the value of such a header: RFC 5322 allows 998 in a line. */
export const MAX_HEADER_LENGTH = 900;

/** Characters of the name of a recipient: mail clients show no more. */
export const MAX_NAME_LENGTH = 100;
