import { createHash } from 'node:crypto';
import { HOUR, type Alert } from '@clearwell/water-quality';
import fc from 'fast-check';
import { buildEpisode, hours, NINE, over, Rehearsal } from '../rehearsal.ts';
import { dueSeals, evidenceSpan, type EvidenceBundle, type Occasion } from './bundle.ts';
import { canonicalJson } from './canonical-json.ts';
import { sealEvidence, verifyChain, type Seal } from './seal.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function buildBundle(alert: Alert, of: Partial<EvidenceBundle> = {}): EvidenceBundle {
  return {
    ...{ alert: alert.id, revision: alert.revision, occasion: 'raised', sealedAt: NINE, windows: [], baselines: [] },
    ...{ state: alert, stations: [], events: [], measurements: [] },
    ...{ limits: [], contributions: [], neighbours: [], devices: [], reasons: [], deliveries: [], timeline: [] },
    verdict: null,
    ...of,
  };
}

function buildAlert(episode = buildEpisode()): Alert {
  const city = new Rehearsal();
  city.put(episode);
  return city.alert();
}

/** Three bundles and their seals. */
function buildChain() {
  const alert = buildAlert();
  const bundles = (['raised', 'ended', 'closed'] as const).map((occasion, i) =>
    buildBundle(alert, { occasion, sealedAt: hours(i) }),
  );
  const seals: Seal[] = [];
  for (const bundle of bundles) seals.push(sealEvidence(bundle, seals.at(-1) ?? null, sha256));
  return { bundles, seals };
}

const verify = (seals: readonly Seal[], bundles: readonly (EvidenceBundle | undefined)[]) =>
  verifyChain(seals, ({ number }) => bundles[number - 1], sha256);

describe('A chain of seals', () => {
  it('holds for what was sealed', () => {
    const { seals, bundles } = buildChain();
    expect(verify(seals, bundles)).toBeNull();
    expect(seals.map(({ number, previous }) => [number, previous])).toEqual([
      [1, null],
      [2, seals[0]?.hash],
      [3, seals[1]?.hash],
    ]);
  });

  it('is hashed over the canonical text of bundle, place and the seal before', () => {
    const { seals, bundles } = buildChain();
    const text = canonicalJson({ bundle: bundles[1], number: 2, previous: seals[0]?.hash });
    expect(seals[1]?.hash).toBe(sha256(text));
  });

  it('names the first seal whose bundle was changed, or is gone', () => {
    const { seals, bundles } = buildChain();
    const changed = bundles.map((bundle, i) =>
      i === 1 ? { ...bundle, reasons: [{ zh: '改', en: 'changed' }] } : bundle,
    );
    expect(verify(seals, changed)).toEqual({ number: 2, why: 'changed' });
    expect(verify(seals, [bundles[0], bundles[1]])).toEqual({ number: 3, why: 'bundle_missing' });
    expect(verifyChain(seals, () => 'unreadable', sha256)).toEqual({ number: 1, why: 'changed' });
  });

  it('names the seal after one that was taken out or sealed anew', () => {
    const { seals, bundles } = buildChain();
    expect(verify(seals.toSpliced(1, 1), bundles)).toEqual({ number: 3, why: 'out_of_line' });
    const forged = buildBundle(buildAlert(), { sealedAt: NINE, revision: 9 });
    const again = [sealEvidence(forged, null, sha256), ...seals.slice(1)];
    expect(verify(again, [forged, ...bundles.slice(1)])).toEqual({ number: 2, why: 'out_of_line' });
  });

  it('holds whatever order the fields of a bundle were written in, and whatever is changed breaks it', () => {
    const shuffle = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(shuffle)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(
              Object.entries(value)
                .reverse()
                .map(([key, field]) => [key, shuffle(field)]),
            )
          : value;
    const { seals, bundles } = buildChain();
    expect(verify(seals, shuffle(bundles) as EvidenceBundle[])).toBeNull();
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 }),
        fc.constantFrom('revision', 'sealedAt'),
        fc.nat(),
        (at, field, value) => {
          const changed = bundles.map((bundle, i) => (i === at ? { ...bundle, [field]: value } : bundle));
          const isSame = bundles[at]?.[field as 'revision'] === value;
          expect(verify(seals, changed)?.number ?? null).toBe(isSame ? null : at + 1);
        },
      ),
    );
  });
});

describe('canonicalJson', () => {
  it('writes equal values as equal text, which JSON reads back', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(JSON.parse(JSON.stringify(value)))).toBe(canonicalJson(value));
      }),
    );
  });

  it('orders keys by their code units, leaves out what is undefined, and refuses what JSON cannot say', () => {
    expect(canonicalJson({ b: 1, a: [null, { é: 1e21, Z: -0 }], c: undefined })).toBe(
      '{"a":[null,{"Z":0,"é":1e+21}],"b":1}',
    );
    expect(() => canonicalJson({ a: NaN })).toThrow(RangeError);
    expect(() => canonicalJson({ a: 1n })).toThrow(TypeError);
  });
});

describe('Evidence', () => {
  const sealed = (...of: [Occasion, number][]) => of.map(([occasion, sealedAt]) => ({ occasion, sealedAt }));

  it('is sealed when the alert is raised, two hours after its end, and when it is closed', () => {
    const city = new Rehearsal();
    city.put(buildEpisode());
    expect(dueSeals(city.alert(), [], NINE)).toEqual(['raised']);
    city.until(hours(1)).put(over(buildEpisode(), hours(1)));
    expect(dueSeals(city.alert(), sealed(['raised', NINE]), hours(2))).toEqual([]);
    expect(dueSeals(city.alert(), sealed(['raised', NINE]), hours(3))).toEqual(['ended']);
    city.until(hours(4)).act({ do: 'close', alert: city.alert().id, revision: null, verdict: 'unknown', cause: 'x' });
    expect(dueSeals(city.alert(), sealed(['raised', NINE], ['ended', hours(3)]), hours(4))).toEqual(['closed']);
    const all = sealed(['raised', NINE], ['ended', hours(3)], ['closed', hours(4)]);
    expect(dueSeals(city.alert(), all, hours(9))).toEqual([]);
  });

  it('is sealed again after the end of an alert that came back', () => {
    const alert = buildAlert(over(buildEpisode({ start: hours(5) }), hours(6)));
    expect(dueSeals(alert, sealed(['raised', NINE], ['ended', hours(3)]), hours(8))).toEqual(['ended']);
  });

  it('reaches from a day before until two hours after the end, as far as it has come', () => {
    const alert = buildAlert(over(buildEpisode(), hours(1)));
    expect(evidenceSpan(alert, hours(2))).toEqual({ from: NINE - 24 * HOUR, until: hours(2) });
    expect(evidenceSpan(alert, hours(9))).toEqual({ from: NINE - 24 * HOUR, until: hours(3) });
  });
});
