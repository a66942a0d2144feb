import { sayIn, type Language, type Say } from '../i18n/translate.ts';

/** The sentences about who uses the page. These keys bind. */
const zh = {
  title: '登录',
  lead: '清水池 · 饮用水水质实时监测',
  name: '用户名',
  password: '密码',
  signIn: '登录',
  signingIn: '正在登录…',
  look: '不登录，先看地图',
  back: '返回地图',
  demo: '演示账号',
  demoHint: '点一个角色即可登录；密码都是 {password}。正式部署没有这些账号。',
  forgotten: '忘记密码请联系管理员。',
  ended: '登录已结束',
  endedHint: '地图停留在最后收到的状态，不再更新。登录后继续。',
  read: '先看停留的地图',
  due: '请先设置自己的密码',
  dueHint: '现在的密码是别人给的，只能用这一次。',
  change: '修改密码',
  current: '当前密码',
  next: '新密码',
  again: '再输一遍新密码',
  nextHint: '至少 10 个字符，不含用户名。几个词连起来就好记；不要求数字或符号。',
  mismatch: '两次输入的新密码不一样',
  save: '保存新密码',
  saved: '密码已修改，其他浏览器里的登录都已结束。',
  signOut: '退出登录',
  signOutEverywhere: '在所有浏览器退出',
  menu: '{name}，{role}：用户菜单',
  districts: '负责：{districts}',
  allDistricts: '全部区县',
  stations: '监测点登记',
  people: '人员',
  audit: '操作记录',
  'role.viewer': '查看员',
  'role.supervisor': '监督员',
  'role.inspector': '值班员',
  'role.field': '现场员',
  'role.maintainer': '运维员',
  'role.admin': '管理员',
  'refused.wrong_credentials': '用户名或密码不对。',
  'refused.too_many_attempts': '密码错误次数太多，请 15 分钟后再试。',
  'refused.demo_account': '演示账号的密码不能修改。',
  'refused.password_too_short': '新密码太短，至少 10 个字符。',
  'refused.password_too_long': '新密码太长，最多 128 个字符。',
  'refused.password_has_name': '新密码不能包含用户名。',
  'refused.password_common': '这个密码太常见，最先被猜到，请换一个。',
  'refused.password_unchanged': '新密码和当前密码一样。',
  needed: '此页需要登录。',
  notAllowed: '您的角色（{role}）不能使用此页。',
} as const;

type Words = typeof zh;

const en = {
  title: 'Sign in',
  lead: 'Clearwell · drinking-water quality, live',
  name: 'Name',
  password: 'Password',
  signIn: 'Sign in',
  signingIn: 'Signing in…',
  look: 'Look at the map without signing in',
  back: 'Back to the map',
  demo: 'Accounts of the demo',
  demoHint: 'Choose a role to sign in; all have the password {password}. A deployment has none of them.',
  forgotten: 'Forgotten the password? Ask an admin.',
  ended: 'Your session is over',
  endedHint: 'The map stands as it was last heard of and is not updated. Sign in to go on.',
  read: 'Read the map as it stands',
  due: 'Choose a password of your own first',
  dueHint: 'The one you have was given to you, and is good for this once.',
  change: 'Change password',
  current: 'Present password',
  next: 'New password',
  again: 'New password again',
  nextHint:
    'At least 10 characters, without your name. Some words in a row are easy to keep; no digits or signs are asked for.',
  mismatch: 'The two new passwords differ',
  save: 'Keep the new password',
  saved: 'The password is changed; sessions in other browsers are over.',
  signOut: 'Sign out',
  signOutEverywhere: 'Sign out everywhere',
  menu: '{name}, {role}: user menu',
  districts: 'Districts: {districts}',
  allDistricts: 'all',
  stations: 'Register of stations',
  people: 'People',
  audit: 'Audit log',
  'role.viewer': 'Viewer',
  'role.supervisor': 'Supervisor',
  'role.inspector': 'Inspector',
  'role.field': 'Field',
  'role.maintainer': 'Maintainer',
  'role.admin': 'Admin',
  'refused.wrong_credentials': 'Name or password is not right.',
  'refused.too_many_attempts': 'Too many wrong passwords: try again in 15 minutes.',
  'refused.demo_account': 'The accounts of a demo keep their passwords.',
  'refused.password_too_short': 'The new password is too short: at least 10 characters.',
  'refused.password_too_long': 'The new password is too long: at most 128 characters.',
  'refused.password_has_name': 'The new password must not hold your name.',
  'refused.password_common': 'This password is among the first that are guessed: take another.',
  'refused.password_unchanged': 'The new password is the present one.',
  needed: 'Sign in to use this page.',
  notAllowed: 'Your role ({role}) may not use this page.',
} as const satisfies Record<keyof Words, string>;

const WORDS: Readonly<Record<Language, Readonly<Record<keyof Words, string>>>> = { zh, en };

export const say = (language: Language): Say<Words> => sayIn<Words>(WORDS[language]);

type RefusedKey = Extract<keyof Words, `refused.${string}`>;

/** The key of what the server refused by this code; null: it has other words for it. */
export const refusedKey = (code: string): RefusedKey | null => {
  const key = `refused.${code}`;
  return Object.hasOwn(zh, key) ? (key as RefusedKey) : null;
};
