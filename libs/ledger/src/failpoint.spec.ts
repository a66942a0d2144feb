import { jest } from '@jest/globals';
import { FatalCommit, type Failpoint } from './failpoint.ts';

describe('FatalCommit', () => {
  it.each<Failpoint>([
    { at: 'before', commit: 1 },
    { at: 'inside', commit: 2 },
    { at: 'after', commit: 3 },
  ])('kills the process in the commit it was told, and there only: %p', (failpoint) => {
    const kill = jest.spyOn(process, 'kill').mockReturnValue(true);
    const fatal = new FatalCommit(failpoint);
    for (let commit = 1; commit <= 4; commit++) {
      for (const point of ['before', 'inside', 'after'] as const) {
        kill.mockClear();
        fatal.reach(point);
        const isDue = commit === failpoint.commit && point === failpoint.at;
        expect(kill.mock.calls).toEqual(isDue ? [[process.pid, 'SIGKILL']] : []);
      }
    }
  });
});
