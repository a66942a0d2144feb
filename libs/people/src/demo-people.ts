import type { Role } from '@clearwell/contracts/people';
import type { Person } from './person.ts';

/** Of all ready accounts; it stands on the login page of a demo, and is refused to everybody else. */
export const DEMO_PASSWORD = 'clearwell-demo';

const FULL_NAMES: Readonly<Record<Role, string>> = {
  viewer: '演示查看员',
  supervisor: '演示监督员',
  inspector: '演示值班员',
  field: '演示现场员',
  maintainer: '演示运维员',
  admin: '演示管理员',
};

/** The ready account of a role. */
export const demoPerson = (role: Role): Omit<Person, 'id' | 'passwordHash' | 'createdAt'> => ({
  name: `demo-${role}`,
  fullName: FULL_NAMES[role],
  phone: null,
  role,
  districts: null,
  mustChangePassword: false,
  active: true,
  demo: true,
});
