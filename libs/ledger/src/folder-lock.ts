import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Another server works with the same folder. */
export class FolderTakenError extends Error {}

/** Holds a folder for one process. The operating system lets go of it when the process ends, however it ends. */
export class FolderLock {
  readonly #database: DatabaseSync;

  constructor(folder: string) {
    this.#database = new DatabaseSync(join(folder, 'server.lock'));
    try {
      this.#database.exec('begin exclusive');
    } catch (error) {
      this.#database.close();
      throw new FolderTakenError(`Another server works with ${folder}`, { cause: error });
    }
  }

  release(): void {
    this.#database.close();
  }
}
