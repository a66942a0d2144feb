import { stationId } from '@clearwell/water-quality';
import fc from 'fast-check';
import { parseTopic, topicOf, TOPIC_PAYLOADS, type TopicKind } from './topics.ts';

const word = fc.stringMatching(/^[a-z0-9][a-z0-9_-]{0,20}$/);
const kind = fc.constantFrom(...(Object.keys(TOPIC_PAYLOADS) as TopicKind[]));

describe('topics', () => {
  it('are parsed as they are made', () => {
    fc.assert(
      fc.property(word, word, kind, (region, station, of) => {
        expect(parseTopic(topicOf(region, stationId(station), of))).toEqual({ region, station, kind: of });
      }),
    );
  });

  it('of other shapes are nobody’s', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseTopic(text)).toBeNull();
      }),
    );
    expect(parseTopic('clearwell/v1/zz/zz-001/constructor')).toBeNull();
  });
});
