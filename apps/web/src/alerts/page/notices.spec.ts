import type { AlertDelivery } from '@clearwell/contracts/alerts';
import type { AlertKind } from '@clearwell/water-quality';
import { say as alertWords } from '../words.ts';
import { deliveryText, noticesOf } from './notices.ts';
import { say } from './words.ts';

const line = (overrides: Partial<AlertDelivery> = {}): AlertDelivery => ({
  ...{ at: 0, revision: 1, what: 'raised', audience: 'inspectors' },
  ...{ receiver: 'webhook', outcome: 'delivered', attempt: 1, why: null },
  ...overrides,
});

const text = (overrides: Partial<AlertDelivery>, kind: AlertKind = 'limit'): string =>
  deliveryText({ say: say('zh'), sayAlert: alertWords('zh'), kind }, line(overrides));

describe('what was told of an alert', () => {
  it('stands together by notice, in the order of its beginning', () => {
    const held = line({ receiver: null, outcome: 'held_back', why: 'muted' });
    const later = line({ at: 5, revision: 2, what: 'cleared' });
    const again = line({ at: 9, attempt: 2 });
    expect(noticesOf([held, later, again])).toEqual([
      { at: 0, revision: 1, what: 'raised', audience: 'inspectors', lines: [held, again] },
      { at: 5, revision: 2, what: 'cleared', audience: 'inspectors', lines: [later] },
    ]);
  });

  it.each([
    [{ outcome: 'held_back', receiver: null, why: 'window' }, '未通知：维护窗口内'],
    [{ outcome: 'only_shown', receiver: null }, '无需通知，只在网页上显示'],
    [{ receiver: 'inbox' }, '网页：已列入，打开即可见'],
    [{}, 'Webhook：已送达'],
    [{ attempt: 3 }, 'Webhook：第 3 次送达'],
    [{ outcome: 'failed', attempt: 2, why: 'http_503' }, 'Webhook：第 2 次未送达（对方返回 503），将重试'],
    [{ outcome: 'failed', why: 'timeout' }, 'Webhook：第 1 次未送达（超时），将重试'],
    [{ outcome: 'refused', why: 'http_410' }, 'Webhook：对方拒收（对方返回 410），不再重试'],
    [{ outcome: 'failed', why: 'ECONNREFUSED' }, 'Webhook：第 1 次未送达（连接失败 ECONNREFUSED），将重试'],
    [{ outcome: 'merged', attempt: null, why: 'x' }, 'Webhook：未单独发送，并入之后的一条'],
    [{ outcome: 'dropped', attempt: null, why: 'receiver_gone' }, 'Webhook：未发送，接收方已撤销'],
  ] as const)('is said in words: %j', (overrides, words) => {
    expect(text(overrides)).toBe(words);
  });

  it('says that maintainers were told in place of others where a probe is at fault', () => {
    const instead = { outcome: 'held_back', receiver: null, audience: 'maintainers', why: 'channel_fault' } as const;
    expect(text(instead)).toBe('改为通知运维员：该通道仪表故障');
    expect(text(instead, 'fault')).toBe('未通知：该通道仪表故障');
    expect(text({ ...instead, what: 'ack_expired' })).toBe('未通知：该通道仪表故障');
  });
});
