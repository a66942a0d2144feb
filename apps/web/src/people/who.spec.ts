import type { SessionAnswer } from '@clearwell/contracts/people';
import { handlesAny } from './who.ts';

function session(districts: readonly string[] | null): SessionAnswer {
  const person: SessionAnswer['person'] = {
    ...{ id: 1, name: 'wang.li', fullName: '王丽', phone: null, active: true },
    ...{ mustChangePassword: false, demo: false, createdAt: 0 },
    role: 'maintainer',
    districts: districts === null ? null : [...districts],
  };
  return { person, permissions: [], csrfToken: null, endsAt: null, anonymousViewing: false, demoAccounts: [] };
}

describe('what is in districts', () => {
  it('is handled by whoever has one of them, or all', () => {
    expect(handlesAny(session(['中原区']), ['金水区', '中原区'])).toBe(true);
    expect(handlesAny(session(['中原区']), ['金水区'])).toBe(false);
    expect(handlesAny(session(null), ['金水区'])).toBe(true);
  });

  it('is of the whole city where it is in none, and theirs who have all', () => {
    expect([handlesAny(session(null), []), handlesAny(session(['中原区']), [])]).toEqual([true, false]);
  });

  it('is not handled by whoever has not signed in', () => {
    expect(handlesAny({ ...session(null), person: null }, ['金水区'])).toBe(false);
    expect(handlesAny(null, [])).toBe(false);
  });
});
