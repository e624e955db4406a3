/** The files of a log, so that tests can put a disk that fails in their place. */
export interface LogFolder {
  /** The names of the files in it. */
  list(): string[];
  /** Creates a file. @throws Error if there is one of this name. @param bytes the length that it will have. */
  create(name: string, bytes: number): LogFile;
  /** Opens a file for reading. */
  open(name: string): LogFile;
  /** Opens a file that exists, to overwrite a part of it. */
  openForWriting(name: string): LogFile;
  /** Gives a file another name. @throws Error if a file has that one. */
  rename(from: string, to: string): void;
  remove(name: string): void;
  /** Resolves when the names of all files are on disk. */
  sync(): Promise<void>;
}

/** A file of a log. It is written by one caller at a time. */
export interface LogFile {
  /** Its length in bytes. */
  readonly size: number;
  /** Writes the pieces one after the other. Resolves when the system has all of them. */
  write(pieces: readonly Uint8Array[], position: number): Promise<void>;
  /** Resolves when everything written is on disk. After a failure, nothing is known of what is. */
  sync(): Promise<void>;
  /** @returns the number of bytes read: fewer than the target has room for at the end of the file. */
  read(target: Uint8Array, position: number): number;
  /** To be called when the file has another name. */
  renamed(name: string): void;
  /** False when the file has been removed, or another one has its name. */
  isInPlace(): boolean;
  close(): void;
}
