import { ByteWriter } from '../../base/byteWriter.ts';
import { SharedTexts } from './sharedTexts.ts';

/** Writes records in their packed form: see {@link PackReader}. */
export class PackWriter extends ByteWriter {
  /** The texts that records refer to by number. */
  shared = new SharedTexts();

  /** Writes a text that comes again in other records: its number plus one, or 0 and the text itself. */
  writeShared(text: string): void {
    const number = this.shared.numberOf(text);
    this.writeVarint(number + 1);
    if (number < 0) this.writeText(text);
  }
}
