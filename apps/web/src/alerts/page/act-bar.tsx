import type { AlertDetail } from '@clearwell/contracts/alerts';
import { useEffect, useState } from 'react';
import { isTyping } from '../../frame/typing.ts';
import { useWho } from '../../people/who.ts';
import { useAddressPart, useSay } from '../../state/session-context.ts';
import { useSignal } from '../../state/use-signal.ts';
import { actQueue } from '../acts/queue.ts';
import type { FormProps } from './act-form.tsx';
import { AssignForm, CloseForm, CommentForm, ReopenForm } from './act-forms.tsx';
import { CallList } from './call-list.tsx';
import { MeasureForm } from './measure-form.tsx';
import { MuteForm, WindowForm } from './quiet-forms.tsx';
import { formsFor, type FormName } from './forms-for.ts';
import { useAct } from './use-acts.ts';
import { useQuietLeave } from './use-quiets.ts';
import type { useNames } from '../use-names.ts';
import { say as words } from './words.ts';

const FORMS: Readonly<Record<FormName, (props: FormProps) => React.JSX.Element | null>> = {
  assign: AssignForm,
  call: CallList,
  comment: CommentForm,
  close: CloseForm,
  reopen: ReopenForm,
  mute: MuteForm,
  window: WindowForm,
  measure: MeasureForm,
};

/** What is being typed stays, even if somebody else was first. */
const shownOf = (open: FormName | null, offered: readonly FormName[]): FormName | null =>
  open === 'call' && !offered.includes(open) ? null : open;

function OpenForm({ name, ...form }: FormProps & { readonly name: FormName }) {
  const Form = FORMS[name];
  return <Form {...form} />;
}

interface Props {
  readonly alert: AlertDetail;
  readonly names: ReturnType<typeof useNames>;
}

export function ActBar({ alert, names }: Props) {
  const say = useSay(words);
  const session = useWho();
  const act = useAct(alert);
  const [open, setOpen] = useState<FormName | null>(null);
  const forms = formsFor(alert, useQuietLeave()(alert.stations));
  const mayAct = alert.may.includes('acknowledge');
  const queued = useSignal(actQueue.acts).filter((one) => one.alert === alert.id);
  const canAcknowledge =
    mayAct && alert.handling === 'new' && !alert.withdrawn && !queued.some(({ what }) => what === 'acknowledge');
  const canInvestigate =
    mayAct &&
    (alert.handling === 'new' || alert.handling === 'acknowledged') &&
    !queued.some(({ what }) => what === 'investigate');
  useAcknowledgeKey(canAcknowledge, act);
  if (session === null) return null;
  if (!mayAct && forms.length === 0) return <ReadOnly isSignedIn={session.person !== null} />;
  const shown = shownOf(open, forms);
  return (
    <section className="acts" aria-label={say('acts')}>
      <div className="acts__row">
        {canAcknowledge && (
          <span className="acts__first">
            <button type="button" className="acts__acknowledge" onClick={() => act('acknowledge')}>
              {say('acknowledge')} <kbd aria-hidden="true">A</kbd>
            </button>
          </span>
        )}
        {canInvestigate && (
          <button type="button" className="button" onClick={() => act('investigate')}>
            {say('investigate')}
          </button>
        )}
        {forms.map((name) => (
          <button
            key={name}
            type="button"
            className="button button--quiet"
            aria-expanded={open === name}
            onClick={() => setOpen(open === name ? null : name)}
          >
            {say(name)}
          </button>
        ))}
      </div>
      {shown !== null && <OpenForm key={shown} name={shown} alert={alert} names={names} close={() => setOpen(null)} />}
    </section>
  );
}

function useAcknowledgeKey(canAcknowledge: boolean, act: ReturnType<typeof useAct>): void {
  useEffect(() => {
    if (!canAcknowledge) return;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() === 'a' && !isTyping(event)) act('acknowledge');
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, [canAcknowledge, act]);
}

function ReadOnly({ isSignedIn }: { readonly isSignedIn: boolean }) {
  const say = useSay(words);
  const language = useAddressPart((part) => part.language);
  if (isSignedIn) return <p className="acts acts--none">{say('notYours')}</p>;
  const next = encodeURIComponent(`${location.pathname}${location.search}`);
  return (
    <p className="acts acts--none">
      <a href={`/login?lang=${language}&next=${next}`}>{say('signIn')}</a>
    </p>
  );
}
