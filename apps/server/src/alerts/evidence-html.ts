import type { BilingualName } from '@clearwell/water-quality';

export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

export const STYLE = `
@page{size:A4;margin:14mm}body{font:14px/1.5 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif;max-width:52rem;margin:1.5rem auto;padding:0 1rem;color:#1b2733;background:#fff}
h1{font-size:1.25rem;margin:0}h2{font-size:1.05rem;margin:1.4rem 0 .4rem;border-bottom:1px solid #cfd8dc}h3{font-size:.95rem;margin:.8rem 0 .2rem}.en{color:#566573;font-size:.86em}
header{border-left:6px solid #d9a400;padding-left:.8rem}header.red{border-color:#c62828}header.notice{border-color:#607d8b}
table{border-collapse:collapse;width:100%;font-size:.86rem}td,th{text-align:left;vertical-align:top;border-bottom:1px solid #e3e8eb;padding:.18rem .5rem .18rem 0}code{font-size:.78rem;overflow-wrap:anywhere}
figure{margin:.4rem 0;break-inside:avoid}tr{break-inside:avoid}svg{display:block;width:100%;height:auto;background:#fafbfc}svg text{font-size:9px;fill:#566573}
.line{fill:none;stroke:#0b5cad;stroke-width:1.2}path.red{stroke:#c62828;stroke-dasharray:5 3;fill:none}path.amber{stroke:#d9a400;stroke-dasharray:5 3;fill:none}.usual{fill:#9bd3a8;opacity:.35}.during{fill:#f2b8b5;opacity:.45}.flagged{fill:#c62828}`;

/** Chinese first, English after it, so that one printed page serves both. */
export const both = ({ zh, en }: BilingualName): string =>
  en === '' || en === zh ? escapeHtml(zh) : `${escapeHtml(zh)} <span class="en" lang="en">${escapeHtml(en)}</span>`;
export const heading = (zh: string, en: string): string => `<h2>${both({ zh, en })}</h2>`;
export const table = (heads: readonly BilingualName[], rows: readonly (readonly string[])[]): string =>
  rows.length === 0
    ? `<p>${both({ zh: '无', en: 'none' })}</p>`
    : `<table><thead><tr>${heads.map((head) => `<th>${both(head)}</th>`).join('')}</tr></thead><tbody>${rows
        .map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`)
        .join('')}</tbody></table>`;
export const orDash = (value: number | null, unit = ''): string =>
  value === null ? '—' : escapeHtml(`${String(value)}${unit}`);
