import { warnOfOpenFiles } from './open-files.ts';

describe('the limit of open files', () => {
  it('is told, with what to do, where it leaves stations without a connection', () => {
    expect(warnOfOpenFiles(10_000, 1_024)).toMatch(
      /10000 stations need 10050 open files.*may have 1024.*ulimit -n 10050/,
    );
  });

  it('is no matter where it is high enough or unknown', () => {
    expect(warnOfOpenFiles(48, 1_024)).toBeNull();
    expect(warnOfOpenFiles(10_000, null)).toBeNull();
  });

  it('is asked of the system', () => {
    expect(warnOfOpenFiles(1)).toBeNull();
  });
});
