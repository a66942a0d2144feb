import type * as z from 'zod';

/** What is wrong with a folder, in sentences that name file and line. */
export class CityFaultError extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.faults = faults;
  }
}

/** Where something stands: `readings.csv.gz line 7`. */
export const placeOf = (file: string, line: number): string => `${file} line ${String(line)}`;

export const sentencesOf = (where: string, error: z.ZodError): string[] =>
  error.issues.map((issue) => {
    const path = issue.path.map(String).join('.');
    return `${where}: ${path === '' ? '' : `${path} `}${issue.message}.`;
  });
