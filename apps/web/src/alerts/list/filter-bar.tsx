import { LEVELS } from '@clearwell/contracts';
import { ALERT_KINDS } from '@clearwell/water-quality';
import { useMemo } from 'react';
import { useWho } from '../../people/who.ts';
import { useSay, useStations } from '../../state/session-context.ts';
import { useTelling } from '../use-telling.ts';
import type { AlertFilter } from './alert-filter.ts';
import { say as words } from './words.ts';

interface Props {
  readonly filter: AlertFilter;
  readonly change: (part: Partial<AlertFilter>) => void;
}

interface Choice<T extends string> {
  readonly value: T;
  readonly text: string;
}

interface PickProps<T extends string> {
  readonly label: string;
  readonly value: T | null;
  readonly choices: readonly Choice<T>[];
  readonly pick: (value: T | null) => void;
}

function Pick<T extends string>({ label, value, choices, pick }: PickProps<T>) {
  const say = useSay(words);
  return (
    <label>
      {label}
      <select
        value={value ?? ''}
        onChange={(event) => {
          pick(choices.find((choice) => choice.value === event.target.value)?.value ?? null);
        }}
      >
        <option value="">{say('all')}</option>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.text}
          </option>
        ))}
      </select>
    </label>
  );
}

function useDistricts(): readonly Choice<string>[] {
  const stations = useStations();
  const { speech } = useTelling();
  return useMemo(() => {
    const names = new Map(stations.map(({ district }) => [district.zh, speech.name(district)]));
    return [...names].map(([value, text]) => ({ value, text })).sort((a, b) => a.text.localeCompare(b.text));
  }, [stations, speech]);
}

export function FilterBar({ filter, change }: Props) {
  const say = useSay(words);
  const { say: sayAlert } = useTelling();
  const districts = useDistricts();
  const person = useWho()?.person ?? null;
  return (
    <div className="sieve" role="group" aria-label={say('filters')}>
      <span className="sieve__show">
        {(['open', 'closed'] as const).map((show) => (
          <button key={show} type="button" aria-pressed={filter.show === show} onClick={() => change({ show })}>
            {say(`show.${show}`)}
          </button>
        ))}
      </span>
      <Pick
        label={say('level')}
        value={filter.level}
        choices={LEVELS.map((value) => ({ value, text: sayAlert(`level.${value}`) }))}
        pick={(level) => change({ level })}
      />
      <Pick
        label={say('kind')}
        value={filter.kind}
        choices={ALERT_KINDS.map((value) => ({ value, text: sayAlert(`kind.${value}`) }))}
        pick={(kind) => change({ kind })}
      />
      <Pick
        label={say('district')}
        value={filter.district}
        choices={districts}
        pick={(district) => change({ district })}
      />
      {person !== null && (
        <label className="sieve__mine">
          <input
            type="checkbox"
            checked={filter.isMine}
            onChange={(event) => change({ isMine: event.target.checked })}
          />
          {say('mine')}
        </label>
      )}
    </div>
  );
}
