import { Refusals } from './refusals.ts';

it('counts every refusal and tells one a minute of each account, with how many more there were', () => {
  const said: string[] = [];
  let now = 0;
  const refusals = new Refusals(
    (what) => said.push(what),
    () => now,
  );
  const note = (account: string) => refusals.note({ what: 'publish', account, where: `to/${account}` });
  for (let i = 0; i < 5; i++) note('zz-001');
  note('zz-002');
  now = 60_000;
  note('zz-001');
  expect(refusals.count('publish')).toBe(7);
  expect(said).toEqual([
    'The account "zz-001" was not allowed to publish to "to/zz-001"',
    'The account "zz-002" was not allowed to publish to "to/zz-002"',
    'The account "zz-001" was not allowed to publish to "to/zz-001", and 4 times more before',
  ]);
});

it('tells logins by the address they come from: a guesser changes names', () => {
  const said: string[] = [];
  const refusals = new Refusals((what) => said.push(what));
  for (const account of ['a', 'b\n', 'c']) refusals.note({ what: 'login', account, where: '10.0.0.1' });
  expect(said).toEqual(['The account "a" was not allowed to log in from "10.0.0.1"']);
});
