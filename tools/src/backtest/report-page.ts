import type { BilingualName } from '@clearwell/water-quality';
import { escapeText } from './svg-chart.ts';

const STYLE = `
body{font:15px/1.5 system-ui,"PingFang SC","Microsoft YaHei",sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;color:#1b2733;background:#fff}
h1{font-size:1.3rem}h3{font-size:1rem;margin:0}section{border-left:4px solid #d9a400;padding:.2rem 0 .2rem 1rem;margin:1.5rem 0}
section.red{border-color:#c62828}figure{margin:.5rem 0}figcaption{font-size:.85rem;color:#566573}svg{display:block;max-width:100%;height:auto;background:#f6f8fa}
.line{fill:none;stroke:#0b5cad;stroke-width:1.2}.level{fill:none;stroke:#c62828;stroke-dasharray:4 3}.labelled{fill:#9bd3a8}.alert{fill:#f2b8b5;opacity:.75}
button{float:right}body.en [lang=zh],body:not(.en) [lang=en]{display:none}`;

/** A text in both languages; the page shows one of them. */
export const bilingual = ({ zh, en }: BilingualName): string =>
  `<span lang="zh">${escapeText(zh)}</span><span lang="en">${escapeText(en)}</span>`;

/** A page that needs nothing beside itself. @param body HTML */
export const pageOf = (title: string, body: string, legend: BilingualName): string => `<!doctype html>
<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeText(title)}</title><style>${STYLE}</style></head>
<body><button type="button" onclick="document.body.classList.toggle('en')">中文 / English</button>
<h1>${bilingual({ zh: '历史回测', en: 'Backtest' })} · ${escapeText(title)}</h1>
<p>${bilingual(legend)}</p>
${body}
<script>if(!navigator.language.startsWith('zh'))document.body.classList.add('en')</script></body></html>
`;
