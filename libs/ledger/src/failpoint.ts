/** Where in a commit a process can be made to die: nothing written; all written, nothing durable; durable, nobody told. */
export const COMMIT_POINTS = ['before', 'inside', 'after'] as const;
export type CommitPoint = (typeof COMMIT_POINTS)[number];

/** Which commit of a process is its last, counted from 1, and how far it comes. For trying what a crash does. */
export interface Failpoint {
  readonly at: CommitPoint;
  readonly commit: number;
}

/** Counts the commits of a process, and kills it, as a power cut would, in the one that it was told. */
export class FatalCommit {
  readonly #failpoint: Failpoint;
  #begun = 0;

  constructor(failpoint: Failpoint) {
    this.#failpoint = failpoint;
  }

  reach(point: CommitPoint): void {
    if (point === 'before') this.#begun += 1;
    if (this.#begun === this.#failpoint.commit && point === this.#failpoint.at) process.kill(process.pid, 'SIGKILL');
  }
}
