import { roleBehind } from '@clearwell/contracts/people';
import type { EvidenceBundle, EvidenceWindow, Seal } from '@clearwell/alerts';
import {
  parameterOf,
  parameterOfChannel,
  SITE_TYPES,
  STANDARDS,
  type BilingualName,
  type ChannelKey,
  type StationId,
} from '@clearwell/water-quality';
import {
  AUDIENCE_WORDS,
  cityTime,
  CONDITION_WORDS,
  HANDLING_WORDS,
  HAPPENING_WORDS,
  HOLD_WORDS,
  KIND_WORDS,
  LEVEL_WORDS,
  METHOD_WORDS,
  OCCASION_WORDS,
  OUTCOME_WORDS,
  ROLE_WORDS,
  VERDICT_WORDS,
} from './alert-words.ts';
import { drawEvidence } from './evidence-chart.ts';
import { both, escapeHtml, heading, orDash, STYLE, table } from './evidence-html.ts';
import type { SealedEvidence } from './evidence-keeper.ts';

/**
 * The newest of what was sealed of an alert as one page that needs nothing beside itself, to be printed.
 * @param sealed in order, one at least
 * @param view names and comments were left out of it, or were not
 */
export function evidencePage(
  sealed: readonly SealedEvidence[],
  newest: SealedEvidence,
  { isVeiled }: { readonly isVeiled: boolean } = { isVeiled: false },
): string {
  const { bundle } = newest;
  const title = `${bundle.alert} 证据`;
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body>${[
    head(bundle),
    isVeiled ? VEILED_NOTE : '',
    reasons(bundle),
    charts(bundle),
    limits(bundle),
    neighbours(bundle),
    devices(bundle),
    measurements(bundle),
    timeline(bundle),
    deliveries(bundle),
    chain(sealed.map(({ seal }) => seal)),
  ].join('\n')}</body></html>
`;
}

/** Who acted, or only in what role. */
const person = (by: string): string => {
  const role = roleBehind(by);
  return role === null ? escapeHtml(by) : both(ROLE_WORDS[role]);
};

const VEILED_NOTE = `<p>${both({
  zh: '未登录：人员姓名和意见已隐去，封存校验值针对完整证据。',
  en: 'not signed in: names and comments are left out; the seals are over the whole.',
})}</p>`;

const nameOf = ({ stations }: EvidenceBundle, id: StationId): BilingualName =>
  stations.find((station) => station.id === id)?.name ?? { zh: id, en: id };

function head(bundle: EvidenceBundle): string {
  const { state, occasion, sealedAt, verdict, stations } = bundle;
  const places = state.stations.map((id) => {
    const station = stations.find((one) => one.id === id);
    const name = nameOf(bundle, id);
    if (station === undefined) return both(name);
    const [site, district] = [SITE_TYPES[station.siteType], station.district];
    return both({
      zh: `${name.zh}（${id}，${district.zh}，${site.zh}）`,
      en: `${name.en} (${district.en}, ${site.en})`,
    });
  });
  const end = state.end === null ? { zh: '持续中', en: 'goes on' } : { zh: cityTime(state.end), en: '' };
  return `<header class="${state.level}"><h1>[${both(LEVEL_WORDS[state.level])}] ${both(KIND_WORDS[state.kind])} · ${escapeHtml(state.id)}</h1>
<p>${places.join('<br>')}<br>${escapeHtml(cityTime(state.start))} → ${both(end)} · ${both(CONDITION_WORDS[state.condition])} · ${both(HANDLING_WORDS[state.handling])}</p>
<p>${both({ zh: '封存', en: 'sealed' })}: ${both(OCCASION_WORDS[occasion])}, ${escapeHtml(cityTime(sealedAt))} (UTC+8)</p>
${verdict === null ? '' : `<p>${both({ zh: '结论', en: 'verdict' })}: ${both(VERDICT_WORDS[verdict.verdict])} · ${verdict.cause === '' ? '' : `${escapeHtml(verdict.cause)} · `}${person(verdict.by)}, ${escapeHtml(cityTime(verdict.at))}</p>`}</header>`;
}

const reasons = ({ reasons: said }: EvidenceBundle): string =>
  said.length === 0
    ? ''
    : `${heading('判断理由', 'Reasons')}${said.map((reason) => `<p>${both(reason)}</p>`).join('')}`;

function charts(bundle: EvidenceBundle): string {
  const own = bundle.windows.filter(({ station }) => bundle.state.stations.includes(station));
  const others = bundle.windows.filter(({ station }) => !bundle.state.stations.includes(station));
  const concerned = new Set<ChannelKey>(
    [bundle.state.channel, ...bundle.contributions.map(({ channel }) => channel)].filter((key) => key !== null),
  );
  const legend = both({
    zh: '红底：预警持续；绿带：此前一天的惯常范围；虚线：限值与控制值；红点：质量标记不为 1 的值',
    en: 'red ground: the alert; green band: usual of the day before; dashes: limits and levels; red dots: flag other than 1',
  });
  return `${heading('读数', 'Readings')}<p>${legend}</p>${[
    ...own.map((window) => chartsOf(bundle, window, null)),
    ...others.map((window) => chartsOf(bundle, window, concerned)),
  ].join('')}`;
}

/** @param only null: all channels */
function chartsOf(bundle: EvidenceBundle, window: EvidenceWindow, only: ReadonlySet<ChannelKey> | null): string {
  const { state } = bundle;
  const keys = [...new Set(window.rows.flatMap(({ values }) => Object.keys(values) as ChannelKey[]))];
  const shown = keys.filter((key) => only === null || only.size === 0 || only.has(key));
  const figures = shown.map((channel) => {
    const parameter = parameterOf(parameterOfChannel(channel));
    const title = { zh: `${parameter.name.zh} ${parameter.unitText}`, en: `${parameter.name.en} (${channel})` };
    const svg = drawEvidence({
      ...{ window, channel, during: { from: state.start, until: state.end }, timeText: cityTime },
      limits: bundle.limits.filter(
        (limit) => limit.parameter === parameterOfChannel(channel) && limit.stations.includes(window.station),
      ),
      baseline: bundle.baselines.find((one) => one.station === window.station && one.channel === channel) ?? null,
      title: title.zh,
    });
    return `<figure><figcaption>${both(title)}</figcaption>${svg}</figure>`;
  });
  const none = `<p>${both({ zh: '其间没有读数', en: 'no readings in this time' })}</p>`;
  return `<h3>${both(nameOf(bundle, window.station))} (${escapeHtml(window.station)})</h3>${figures.join('') || none}`;
}

const limits = ({ limits: all }: EvidenceBundle): string =>
  heading('限值与条款', 'Limits and clauses') +
  table(
    [
      { zh: '指标', en: 'parameter' },
      { zh: '限值', en: 'figure' },
      { zh: '标准与条款', en: 'standard, clause' },
      { zh: '级别', en: 'level' },
    ],
    all.map(({ parameter, side, value, standard, clause, level }) => {
      const { name, unitText } = parameterOf(parameter);
      const figure = `${side === 'min' ? '≥' : '≤'} ${String(value)} ${unitText}`;
      return [
        both(name),
        escapeHtml(figure),
        `${both(STANDARDS[standard])} ${escapeHtml(clause)}`,
        both(LEVEL_WORDS[level]),
      ];
    }),
  );

const AGREES = {
  true: { zh: '同向', en: 'agrees' },
  false: { zh: '正常', en: 'does not' },
  null: { zh: '无数据', en: 'silent' },
} as const;
const DIRECTION = {
  upstream: { zh: '上游', en: 'upstream' },
  downstream: { zh: '下游', en: 'downstream' },
  nearby: { zh: '附近', en: 'nearby' },
} as const;

const neighbours = (bundle: EvidenceBundle): string =>
  heading('邻近监测点', 'Neighbours') +
  table(
    [
      { zh: '监测点', en: 'station' },
      { zh: '位置', en: 'where' },
      { zh: '流达时间', en: 'travel time' },
      { zh: '同期', en: 'meanwhile' },
    ],
    bundle.neighbours.map(({ station, direction, travelMinutes, agrees }) => [
      `${both(nameOf(bundle, station))} (${escapeHtml(station)})`,
      both(DIRECTION[direction]),
      orDash(travelMinutes, ' min'),
      both(AGREES[`${agrees ?? 'null'}`]),
    ]),
  );

const POWER = { true: { zh: '市电', en: 'mains' }, false: { zh: '电池', en: 'battery' } } as const;

const devices = (bundle: EvidenceBundle): string =>
  heading('设备状态与作业', 'Devices and work') +
  table(
    [
      { zh: '监测点', en: 'station' },
      { zh: '水样流量', en: 'sample flow' },
      { zh: '供电', en: 'power' },
      { zh: '信号', en: 'signal' },
      { zh: '上次校准', en: 'last calibration' },
    ],
    bundle.devices.map(({ station, sampleFlow, isPowered, signal, calibratedAt }) => [
      both(nameOf(bundle, station)),
      orDash(sampleFlow, ' L/min'),
      isPowered === null ? '—' : both(POWER[`${isPowered}`]),
      orDash(signal, ' dBm'),
      calibratedAt === null ? '—' : escapeHtml(cityTime(calibratedAt)),
    ]),
  ) +
  (bundle.events.length === 0
    ? ''
    : `<p>${bundle.events.map(({ at, station, kind, state }) => escapeHtml(`${cityTime(at)} ${station} ${kind} ${state}`)).join('<br>')}</p>`);

const measurements = (bundle: EvidenceBundle): string =>
  bundle.measurements.length === 0
    ? ''
    : heading('复测', 'Measured beside it') +
      table(
        [
          { zh: '时间', en: 'time' },
          { zh: '监测点与指标', en: 'station, parameter' },
          { zh: '方法', en: 'method' },
          { zh: '测得', en: 'measured' },
          { zh: '在线', en: 'online' },
          { zh: '人员', en: 'by' },
        ],
        bundle.measurements.map(({ takenAt, station, channel, method, value, online, by }) => {
          const { name, unitText } = parameterOf(parameterOfChannel(channel));
          return [
            escapeHtml(cityTime(takenAt)),
            `${both(nameOf(bundle, station))} · ${both(name)}`,
            both(METHOD_WORDS[method]),
            orDash(value, ` ${unitText}`),
            online === null ? '—' : escapeHtml(`${String(online.value)} ${unitText} (±${String(online.tolerance)})`),
            person(by),
          ];
        }),
      );

const timeline = (bundle: EvidenceBundle): string =>
  heading('经过', 'Timeline') +
  table(
    [
      { zh: '时间', en: 'time' },
      { zh: '事项', en: 'what' },
      { zh: '人员', en: 'by' },
      { zh: '说明', en: 'note' },
    ],
    bundle.timeline.map(({ at, what, by, code, text, verdict, to, other }) => [
      escapeHtml(cityTime(at)),
      both(HAPPENING_WORDS[what]),
      by === null ? '—' : person(by),
      [
        code === undefined ? '' : both(HOLD_WORDS[code]),
        verdict === undefined ? '' : both(VERDICT_WORDS[verdict]),
        ...[text, other].map((part) => escapeHtml(part ?? '')),
        to === undefined ? '' : person(to),
      ]
        .filter((part) => part !== '')
        .join(' · '),
    ]),
  );

function deliveries(bundle: EvidenceBundle): string {
  const whyText = (why: string | null): string => {
    if (why === null) return '';
    return why in HOLD_WORDS ? both(HOLD_WORDS[why as keyof typeof HOLD_WORDS]) : escapeHtml(why);
  };
  return (
    heading('告知记录', 'What was told to whom') +
    table(
      [
        { zh: '时间', en: 'time' },
        { zh: '对象', en: 'to' },
        { zh: '经由', en: 'by' },
        { zh: '结果', en: 'outcome' },
        { zh: '原因', en: 'why' },
      ],
      bundle.deliveries.map(({ at, audience, receiver, outcome, why }) => [
        escapeHtml(cityTime(at)),
        both(AUDIENCE_WORDS[audience]),
        escapeHtml(receiver ?? '—'),
        both(OUTCOME_WORDS[outcome]),
        whyText(why),
      ]),
    )
  );
}

const chain = (seals: readonly Seal[]): string =>
  heading('封存', 'Seals') +
  table(
    [
      { zh: '号', en: 'no.' },
      { zh: '时机', en: 'occasion' },
      { zh: '时间', en: 'time' },
      { zh: 'SHA-256', en: 'over the evidence and the seal before' },
    ],
    seals.map(({ number, occasion, sealedAt, hash }) => [
      String(number),
      both(OCCASION_WORDS[occasion]),
      escapeHtml(cityTime(sealedAt)),
      `<code>${escapeHtml(hash)}</code>`,
    ]),
  );
