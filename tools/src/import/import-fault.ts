/** What keeps an import from beginning or going on, in sentences for whoever started it. */
export class ImportFault extends Error {}

/** The text of whatever was thrown. */
export const inWords = (error: unknown): string => (error instanceof Error ? error.message : String(error));
