/** A rule of the house that lint and types cannot see. */
export interface Check {
  readonly name: string;
  /** The rule, in words that follow "every …". */
  readonly rule: string;
  /** What breaks the rule, one line each; empty when all is well. */
  find(): Promise<readonly string[]> | readonly string[];
}
