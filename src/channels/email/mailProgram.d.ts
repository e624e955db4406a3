/** The program of the mail thread as one text of CommonJS. `npm run build` makes it from `mailWorker.ts`. */
export declare const mailProgram: string;
