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
  OCCASION_WORDS,
  OUTCOME_WORDS,
  VERDICT_WORDS,
} from './alert-words.ts';
import { drawEvidence, escapeHtml } from './evidence-chart.ts';
import type { SealedEvidence } from './evidence-keeper.ts';

const STYLE = `
@page{size:A4;margin:14mm}body{font:14px/1.5 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif;max-width:52rem;margin:1.5rem auto;padding:0 1rem;color:#1b2733;background:#fff}
h1{font-size:1.25rem;margin:0}h2{font-size:1.05rem;margin:1.4rem 0 .4rem;border-bottom:1px solid #cfd8dc}h3{font-size:.95rem;margin:.8rem 0 .2rem}.en{color:#566573;font-size:.86em}
header{border-left:6px solid #d9a400;padding-left:.8rem}header.red{border-color:#c62828}header.notice{border-color:#607d8b}
table{border-collapse:collapse;width:100%;font-size:.86rem}td,th{text-align:left;vertical-align:top;border-bottom:1px solid #e3e8eb;padding:.18rem .5rem .18rem 0}code{font-size:.78rem;overflow-wrap:anywhere}
figure{margin:.4rem 0;break-inside:avoid}tr{break-inside:avoid}svg{display:block;width:100%;height:auto;background:#fafbfc}svg text{font-size:9px;fill:#566573}
.line{fill:none;stroke:#0b5cad;stroke-width:1.2}path.red{stroke:#c62828;stroke-dasharray:5 3;fill:none}path.amber{stroke:#d9a400;stroke-dasharray:5 3;fill:none}.usual{fill:#9bd3a8;opacity:.35}.during{fill:#f2b8b5;opacity:.45}.flagged{fill:#c62828}`;

/** Chinese first, English after it, so that one printed page serves both. */
const both = ({ zh, en }: BilingualName): string =>
  en === '' || en === zh ? escapeHtml(zh) : `${escapeHtml(zh)} <span class="en" lang="en">${escapeHtml(en)}</span>`;
const heading = (zh: string, en: string): string => `<h2>${both({ zh, en })}</h2>`;
const table = (heads: readonly BilingualName[], rows: readonly (readonly string[])[]): string =>
  rows.length === 0
    ? `<p>${both({ zh: '无', en: 'none' })}</p>`
    : `<table><thead><tr>${heads.map((head) => `<th>${both(head)}</th>`).join('')}</tr></thead><tbody>${rows
        .map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`)
        .join('')}</tbody></table>`;
const orDash = (value: number | null, unit = ''): string =>
  value === null ? '—' : escapeHtml(`${String(value)}${unit}`);

/**
 * The newest of what was sealed of an alert as one page that needs nothing beside itself, to be printed.
 * @param sealed in order, one at least
 */
export function evidencePage(sealed: readonly SealedEvidence[], newest: SealedEvidence): string {
  const { bundle } = newest;
  const title = `${bundle.alert} 证据`;
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body>${[
    head(bundle),
    reasons(bundle),
    charts(bundle),
    limits(bundle),
    neighbours(bundle),
    devices(bundle),
    timeline(bundle),
    deliveries(bundle),
    chain(sealed.map(({ seal }) => seal)),
  ].join('\n')}</body></html>
`;
}

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
${verdict === null ? '' : `<p>${both({ zh: '结论', en: 'verdict' })}: ${both(VERDICT_WORDS[verdict.verdict])} · ${escapeHtml(verdict.cause)} · ${escapeHtml(verdict.by)}, ${escapeHtml(cityTime(verdict.at))}</p>`}</header>`;
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
      escapeHtml(by ?? '—'),
      [
        code === undefined ? '' : both(HOLD_WORDS[code]),
        verdict === undefined ? '' : both(VERDICT_WORDS[verdict]),
        ...[text, to, other].map((part) => escapeHtml(part ?? '')),
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
