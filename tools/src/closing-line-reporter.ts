import type { AggregatedResult, Reporter } from '@jest/reporters';

/** `N passed, N failed`, and `, N skipped` if some were. */
export function closingLine(results: AggregatedResult): string {
  // A suite that could not be loaded has no tests to count, and is a failure all the same.
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
  const skipped = results.numPendingTests + results.numTodoTests;
  return `${results.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** Prints the closing line as the very last line of a run. */
export default class ClosingLineReporter implements Pick<Reporter, 'onRunComplete'> {
  onRunComplete(_contexts: unknown, results: AggregatedResult): void {
    // Jest prints its own summary after the reporters are done; the exit keeps this line behind it.
    process.once('exit', () => process.stdout.write(`${closingLine(results)}\n`));
  }
}
