import { VERDICTS } from '@clearwell/water-quality';
import { useId, useState } from 'react';
import { useSay } from '../../state/session-context.ts';
import { useAssignees } from '../use-names.ts';
import { useTelling } from '../use-telling.ts';
import { ActForm, type FormProps } from './act-form.tsx';
import { useAct } from './use-acts.ts';
import { say as words } from './words.ts';

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly set: (value: string) => void;
  readonly most?: number;
  readonly isOptional?: boolean;
}

export function TextField({ label, value, set, most = 2_000, isOptional = false }: FieldProps) {
  const id = useId();
  return (
    <p>
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        rows={2}
        required={!isOptional}
        maxLength={most}
        value={value}
        // Blanks alone say nothing.
        onChange={(event) => set(event.target.value.trimStart())}
      />
    </p>
  );
}

interface Choice {
  readonly value: string;
  readonly text: string;
  /** Shown, and not to be chosen. */
  readonly isBarred?: boolean;
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly set: (value: string) => void;
  readonly choices: readonly Choice[];
  /** Said while nothing is chosen. */
  readonly none?: string;
}

export function ChoiceField({ label, value, set, choices, none }: ChoiceProps) {
  const id = useId();
  return (
    <p>
      <label htmlFor={id}>{label}</label>
      <select id={id} required value={value} onChange={(event) => set(event.target.value)}>
        {none !== undefined && <option value="">{none}</option>}
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value} disabled={choice.isBarred}>
            {choice.text}
          </option>
        ))}
      </select>
    </p>
  );
}

/** No name that somebody can have. */
const NOBODY = '-';

export function AssignForm(form: FormProps) {
  const { alert } = form;
  const say = useSay(words);
  const act = useAct(alert);
  const people = useAssignees(alert.id);
  const [to, setTo] = useState(alert.assignee ?? '');
  const choices = people.map(({ name, fullName }) => ({ value: name, text: `${fullName} (${name})` }));
  if (alert.assignee !== null) choices.push({ value: NOBODY, text: say('assign.nobody') });
  return (
    <ActForm {...form} send={() => act('assign', { to: to === NOBODY ? null : to })}>
      <ChoiceField label={say('assign.to')} value={to} set={setTo} choices={choices} none={say('close.choose')} />
    </ActForm>
  );
}

export function CommentForm(form: FormProps) {
  const say = useSay(words);
  const act = useAct(form.alert);
  const [text, setText] = useState('');
  return (
    <ActForm {...form} send={() => act('comment', { text })}>
      <TextField label={say('comment.text')} value={text} set={setText} />
    </ActForm>
  );
}

export function CloseForm(form: FormProps) {
  const { alert } = form;
  const say = useSay(words);
  const { say: sayAlert } = useTelling();
  const act = useAct(alert);
  const [verdict, setVerdict] = useState('');
  const [cause, setCause] = useState('');
  const choices = VERDICTS.map((value) => ({
    value,
    text: sayAlert(`verdict.${value}`),
    isBarred: !alert.closableAs.includes(value),
  }));
  return (
    <ActForm {...form} send={() => act('close', { verdict, cause })}>
      <ChoiceField
        label={say('close.verdict')}
        value={verdict}
        set={setVerdict}
        choices={choices}
        none={say('close.choose')}
      />
      {choices.some(({ isBarred }) => isBarred) && <p className="act__hint">{say('close.lasting')}</p>}
      <TextField label={say('close.cause')} value={cause} set={setCause} />
    </ActForm>
  );
}

export function ReopenForm(form: FormProps) {
  const say = useSay(words);
  const act = useAct(form.alert);
  const [reason, setReason] = useState('');
  return (
    <ActForm {...form} send={() => act('reopen', { reason })}>
      <TextField label={say('reopen.reason')} value={reason} set={setReason} />
    </ActForm>
  );
}
