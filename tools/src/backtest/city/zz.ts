import { writeFileSync } from 'node:fs';
import { readCity } from '@clearwell/recorded-city';
import { judgeTime } from '@clearwell/water-quality';
import { StationReplay } from './station-replay.ts';
import { StationJudges } from './station-judges.ts';
const city = await readCity(process.argv[2] ?? '/work/shared/data/city_a');
const t0 = performance.now();
const cal = Map.groupBy(city.calibrations, (c) => c.station);
const replays = new Map(city.stations.map((s) => [s.id, new StationReplay((b) => new StationJudges(s, b))]));
const out: unknown[] = [];
let n = 0;
for await (const r of city.readings(() => undefined)) {
  if (judgeTime(r.sampledAt, r.receivedAt) !== 'judged') continue;
  const s = city.stations.find((x) => x.id === r.station)!;
  const values = Float64Array.from(s.channels, (c) => r.values[c.key] ?? NaN);
  const marks = Uint8Array.from(s.channels, (c) => Number((cal.get(s.id) ?? []).some((k) => r.sampledAt >= k.start && r.sampledAt <= k.end && k.channels.includes(c.key))));
  const k = replays.get(r.station)!.receive({ sampledAt: r.sampledAt, values, marks }, r.receivedAt);
  if (k !== null) out.push({ ...k, station: r.station });
  if (++n % 20000 === 0) console.error(n, Math.round(performance.now() - t0));
}
writeFileSync(process.argv[3] ?? '/tmp/city/k.json', JSON.stringify(out));
console.log(n, out.length, Math.round(performance.now() - t0));
