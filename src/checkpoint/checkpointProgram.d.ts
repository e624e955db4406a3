/** The program of the checkpoint worker as one text of CommonJS. `npm run build` makes it from `checkpointWorker.ts`. */
export declare const checkpointProgram: string;
