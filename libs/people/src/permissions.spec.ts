import { PERMISSIONS, ROLES, type Permission, type Role } from '@clearwell/contracts/people';
import { ALERT_KINDS } from '@clearwell/water-quality';
import { PROGRAM_PERMISSIONS, ROLE_PERMISSIONS, type AlertRight } from './permissions.ts';
import type { Person } from './person.ts';
import { handlesDistrict, may, mayHandle, permissionsOf, type Principal } from './principal.ts';

const person: Person = {
  id: 1,
  name: 'li',
  fullName: 'Li',
  phone: null,
  role: 'supervisor',
  districts: ['中心区'],
  passwordHash: '',
  mustChangePassword: false,
  active: true,
  demo: false,
  createdAt: 0,
};
const session = { id: 's', person: 1, beganAt: 0, seenAt: 0, address: null };
const signedIn = (overrides: Partial<Person> = {}): Principal => ({
  kind: 'person',
  person: { ...person, ...overrides },
  session,
});

describe('what roles may do', () => {
  const holders = (permission: Permission): readonly Role[] =>
    ROLES.filter((role) => ROLE_PERMISSIONS[role].includes(permission));

  it('leaves no permission to nobody, and everything to an admin', () => {
    expect(PERMISSIONS.filter((permission) => !holders(permission).includes('admin'))).toEqual([]);
  });

  it('keeps people and the audit log to admins, and the register from those who handle alerts', () => {
    expect(holders('people.manage')).toEqual(['admin']);
    expect(holders('audit.read')).toEqual(['admin']);
    expect(holders('station.change')).toEqual(['maintainer', 'admin']);
    expect(holders('alert.acknowledge')).toEqual(['supervisor', 'inspector', 'field', 'admin']);
    expect(holders('alert.maintain')).toEqual(['maintainer', 'admin']);
    expect(PROGRAM_PERMISSIONS).not.toEqual(expect.arrayContaining(['people.manage']));
  });
});

describe('a principal', () => {
  it('may do nothing before the given password is changed, nor look without leave', () => {
    expect(permissionsOf(signedIn({ mustChangePassword: true, role: 'admin' }))).toEqual([]);
    expect(may({ kind: 'anonymous', viewing: false }, 'map.see')).toBe(false);
    expect(permissionsOf({ kind: 'anonymous', viewing: true })).toEqual(['map.see']);
  });

  it('who maintains handles what is of probes and stations, and no water', () => {
    const kindsFor = (role: Role, right: AlertRight) =>
      ALERT_KINDS.filter((kind) => mayHandle(signedIn({ role }), right, kind));
    expect(kindsFor('maintainer', 'acknowledge')).toEqual(['fault', 'silence', 'link']);
    expect(kindsFor('maintainer', 'close')).toEqual(['fault', 'silence', 'link']);
    expect(kindsFor('inspector', 'close')).toEqual(ALERT_KINDS);
    expect(kindsFor('field', 'acknowledge')).toEqual(ALERT_KINDS);
    for (const role of ['field', 'viewer'] as const) expect(kindsFor(role, 'close')).toEqual([]);
    expect(mayHandle({ kind: 'service' }, 'acknowledge', 'fault')).toBe(false);
  });

  it('handles its own districts: the whole city only with all of them', () => {
    expect(handlesDistrict(signedIn(), '中心区')).toBe(true);
    expect(handlesDistrict(signedIn(), '河屿')).toBe(false);
    expect(handlesDistrict(signedIn(), null)).toBe(false);
    expect(handlesDistrict(signedIn({ districts: null }), null)).toBe(true);
    expect(handlesDistrict(signedIn({ districts: [] }), '中心区')).toBe(false);
    expect(handlesDistrict({ kind: 'service' }, null)).toBe(true);
    expect(handlesDistrict({ kind: 'anonymous', viewing: true }, '中心区')).toBe(false);
  });
});
