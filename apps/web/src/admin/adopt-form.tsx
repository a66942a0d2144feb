import type { SubmitEvent } from 'react';
import { SITE_TYPES, SITE_TYPE_CODES, type SiteType } from '@clearwell/water-quality';
import type { StationDraft } from '../door.ts';
import { useSay, useSpeech } from '../state/session-context.ts';
import type { Waiting } from './waiting-list.tsx';
import { say as words } from './words.ts';

interface Props {
  readonly waiting: Waiting;
  readonly adopt: (draft: StationDraft) => Promise<boolean>;
}

/** What the messages of a station do not tell: its name, its place, its kind. */
export function AdoptForm({ waiting, adopt }: Props) {
  const { name } = useSpeech();
  const say = useSay(words);
  const { proposal } = waiting;
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    void adopt(draftOf(waiting, new FormData(event.currentTarget)));
  };
  const interval = proposal.intervalMs === null ? undefined : proposal.intervalMs / 1_000;
  return (
    <form className="admin__form" onSubmit={submit}>
      <Field label={say('nameZh')} name="nameZh" />
      <Field label={say('nameEn')} name="nameEn" />
      <Field label={say('districtZh')} name="districtZh" />
      <Field label={say('districtEn')} name="districtEn" />
      <label>
        {say('siteType')}
        <select name="siteType">
          {SITE_TYPE_CODES.map((code) => (
            <option key={code} value={code}>
              {name(SITE_TYPES[code])}
            </option>
          ))}
        </select>
      </label>
      <Field label={say('lat')} name="lat" isNumber />
      <Field label={say('lon')} name="lon" isNumber />
      <Field label={say('interval')} name="interval" isNumber value={interval} />
      <button type="submit" className="button">
        {say('adopt', { id: waiting.station })}
      </button>
    </form>
  );
}

interface FieldProps {
  readonly label: string;
  readonly name: string;
  readonly isNumber?: boolean;
  readonly value?: number | undefined;
}

function Field({ label, name, isNumber = false, value }: FieldProps) {
  return (
    <label>
      {label}
      <input name={name} required {...(isNumber && { type: 'number', step: 'any' })} defaultValue={value} />
    </label>
  );
}

function draftOf({ proposal }: Waiting, form: FormData): StationDraft {
  const text = (field: string): string => {
    const value = form.get(field);
    return typeof value === 'string' ? value.trim() : '';
  };
  return {
    id: proposal.id,
    region: proposal.region,
    channels: proposal.channels,
    name: { zh: text('nameZh'), en: text('nameEn') },
    district: { zh: text('districtZh'), en: text('districtEn') },
    siteType: text('siteType') as SiteType,
    position: { lat: Number(text('lat')), lon: Number(text('lon')) },
    intervalMs: Number(text('interval')) * 1_000,
  };
}
