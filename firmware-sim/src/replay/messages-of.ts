import type { OnFault, RecordedCity } from '@clearwell/recorded-city';
import { OutageFinder, type Outage } from './outages.ts';
import { planSteps, type Message } from './steps.ts';
import { intervalsOf } from './survey.ts';

export type { Message };

/** The messages of a city as a replay sends them, in its order, for those who want to know what a server would make of them. */
export async function* messagesOf(
  city: RecordedCity,
  onFault: OnFault,
): AsyncGenerator<Message & { readonly at: number }> {
  const finder = new OutageFinder(intervalsOf(city));
  const outages = new Set<Outage>();
  for await (const reading of city.readings(() => undefined)) {
    const outage = finder.take(reading);
    if (outage !== null) outages.add(outage);
  }
  const inOrder = [...outages].sort((a, b) => a.from - b.from);
  for await (const { at, act } of planSteps(city.readings(onFault), inOrder, intervalsOf(city)))
    if (typeof act === 'object') yield { ...act, at };
}
