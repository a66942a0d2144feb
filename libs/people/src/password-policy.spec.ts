import fc from 'fast-check';
import { hashPassword, isPassword, makePassword } from './password-hash.ts';
import { findPasswordFault } from './password-policy.ts';

describe('findPasswordFault', () => {
  it.each([
    ['short one', 'too_short'],
    ['x'.repeat(129), 'too_long'],
    ['Li.Ming is me', 'has_name'],
    ['ｌｉ.ming is me', 'has_name'],
    ['Password123', 'common'],
    ['clearwell-demo', 'common'],
    ['aaaaaaaaaaaa', 'common'],
    ['abcabcabcabc', 'common'],
    ['0123456789', 'common'],
    ['jihgfedcba', 'common'],
    ['12345678901', 'common'],
    ['09876543210', 'common'],
    ['P@ssw0rd12', 'common'],
    ['2026Password!', 'common'],
  ])('refuses %p as %s', (password, fault) => {
    expect(findPasswordFault(password, 'li.ming')).toBe(fault);
  });

  it.each(['four words in a row', '一江春水向东流不停歇', 'nodigitsnocapitals', '73159 and 20461', '7315920461'])(
    'takes %p: no kind of character is asked for',
    (password) => {
      expect(findPasswordFault(password, 'li.ming')).toBeNull();
    },
  );

  it('takes every password that is made', () => {
    fc.assert(fc.property(fc.constant(null), () => findPasswordFault(makePassword(), 'admin') === null));
  });
});

const CHEAP = `$argon2id$v=19$m=8,t=1,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`;

describe('a hash', () => {
  it('is argon2id with 19 MiB and two passes, salted, and knows its password alone, however its Unicode is written', async () => {
    const [one, other] = await Promise.all([hashPassword('pass é long'), hashPassword('pass é long')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(one).not.toBe(other);
    expect(await isPassword('pass e\u0301 long', one)).toBe(true);
    expect(await isPassword('pass e long', one)).toBe(false);
  });

  it('is made of no more than some hundreds at once: the others are told to come back', async () => {
    const asked = Array.from({ length: 300 }, () => isPassword('pass', CHEAP).then(String, String));
    const answers = await Promise.all(asked);
    expect(answers.filter((answer) => answer === 'false')).toHaveLength(258);
    expect(answers.filter((answer) => answer.includes('Too many sign in at once'))).toHaveLength(42);
    expect(await isPassword('pass', CHEAP)).toBe(false);
  });

  it('that something else wrote is an error, not a wrong password', async () => {
    await expect(isPassword('pass', '$7$101$salt$hash')).rejects.toThrow('no argon2id hash');
  });
});
