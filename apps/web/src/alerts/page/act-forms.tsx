import type { AlertDetail, Assignees } from '@clearwell/contracts/alerts';
import { VERDICTS } from '@clearwell/water-quality';
import { useId, useState, type ReactNode } from 'react';
import { useSay } from '../../state/session-context.ts';
import { useTelling } from '../use-telling.ts';
import { useAct } from './use-acts.ts';
import { say as words } from './words.ts';

export interface FormProps {
  readonly alert: AlertDetail;
  readonly people: Assignees['assignees'];
  readonly close: () => void;
}

interface FrameProps {
  readonly close: () => void;
  readonly send: () => void;
  readonly children: ReactNode;
}

/** The fields of an act, and whether to do it. The browser says which field is wanting. */
export function ActForm({ close, send, children }: FrameProps) {
  const say = useSay(words);
  return (
    <form
      className="act"
      onSubmit={(event) => {
        event.preventDefault();
        send();
        close();
      }}
    >
      {children}
      <div className="act__end">
        <button type="submit" className="button">
          {say('send')}
        </button>
        <button type="button" className="button button--quiet" onClick={close}>
          {say('cancel')}
        </button>
      </div>
    </form>
  );
}

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

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly set: (value: string) => void;
  readonly choices: readonly { readonly value: string; readonly text: string }[];
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
          <option key={choice.value} value={choice.value}>
            {choice.text}
          </option>
        ))}
      </select>
    </p>
  );
}

export function AssignForm({ alert, people, close }: FormProps) {
  const say = useSay(words);
  const act = useAct(alert);
  const [to, setTo] = useState(alert.assignee ?? '');
  const choices = people.map(({ name, fullName }) => ({ value: name, text: `${fullName} (${name})` }));
  return (
    <ActForm close={close} send={() => act('assign', { to })}>
      <ChoiceField label={say('assign.to')} value={to} set={setTo} choices={choices} none={say('close.choose')} />
    </ActForm>
  );
}

export function CommentForm({ alert, close }: FormProps) {
  const say = useSay(words);
  const act = useAct(alert);
  const [text, setText] = useState('');
  return (
    <ActForm close={close} send={() => act('comment', { text })}>
      <TextField label={say('comment.text')} value={text} set={setText} />
    </ActForm>
  );
}

export function CloseForm({ alert, close }: FormProps) {
  const say = useSay(words);
  const { say: sayAlert } = useTelling();
  const act = useAct(alert);
  const [verdict, setVerdict] = useState('');
  const [cause, setCause] = useState('');
  const choices = VERDICTS.map((value) => ({ value, text: sayAlert(`verdict.${value}`) }));
  return (
    <ActForm close={close} send={() => act('close', { verdict, cause })}>
      <ChoiceField
        label={say('close.verdict')}
        value={verdict}
        set={setVerdict}
        choices={choices}
        none={say('close.choose')}
      />
      <TextField label={say('close.cause')} value={cause} set={setCause} />
    </ActForm>
  );
}

export function ReopenForm({ alert, close }: FormProps) {
  const say = useSay(words);
  const act = useAct(alert);
  const [reason, setReason] = useState('');
  return (
    <ActForm close={close} send={() => act('reopen', { reason })}>
      <TextField label={say('reopen.reason')} value={reason} set={setReason} />
    </ActForm>
  );
}
