/**
 * `integrityWorker.ts` and all that it imports, as the text of one script that needs a `require`.
 * `npm run build` makes it, with `tools/embedPrograms.ts`. A text goes wherever the code goes:
 * a bundler that puts a program into one file would leave a script beside this module behind.
 */
export declare const integrityProgram: string;
