import type { Outcomes } from '@clearwell/contracts';
import { useEffect } from 'react';
import { FailureCard } from '../frame/failure-card.tsx';
import { LANGUAGE_TAGS } from '../i18n/translate.ts';
import { useAddress, useSpeech } from '../state/session-context.ts';
import '../styles/outcomes.css';
import { useWords } from './use-words.ts';
import { countText, roughText } from '../words/number-text.ts';
import { spanText } from '../words/time-text.ts';
import { NewestRejections, Reasons } from './rejections.tsx';
import { useOutcomes } from './use-outcomes.ts';

/** What became of everything that was received, and how well it is kept. */
export function OutcomesPage() {
  const { language } = useAddress();
  const { t } = useSpeech();
  const say = useWords();
  const { outcomes, failure, load } = useOutcomes();
  useEffect(() => {
    document.documentElement.lang = LANGUAGE_TAGS[language];
    document.title = say('title');
  }, [language, say]);
  return (
    <main className="outcomes">
      <header className="outcomes__head">
        <h1>{say('title')}</h1>
        <a href={`/?lang=${language}`}>{t('page.back')}</a>
      </header>
      {failure !== null && <FailureCard title={say('failed')} failure={failure} retry={load} />}
      {outcomes !== null && (
        <>
          <Readings outcomes={outcomes} />
          <Keeping outcomes={outcomes} />
          <Reasons rejected={outcomes.rejected} />
          <NewestRejections rejections={outcomes.recentRejections} />
        </>
      )}
    </main>
  );
}

const PLAIN = ['duplicate', 'merged', 'conflicting', 'rejected'] as const;

function Readings({ outcomes }: { readonly outcomes: Outcomes }) {
  const speech = useSpeech();
  const say = useWords();
  const { readings, late, lateMeanMs, rewinds, beyond, ahead, missing, parked } = outcomes;
  const lateHint = lateMeanMs === null ? say('late.hint') : say('late.mean', { span: spanText(speech, lateMeanMs) });
  const waiting = parked.reduce((sum, { messages }) => sum + messages, 0);
  const count = (n: number): string => countText(speech, n);
  return (
    <section aria-labelledby="readings">
      <h2 id="readings">{say('readings')}</h2>
      <dl className="figures">
        <Figure name="stored" title={say('stored')} value={count(readings.stored)} hint={say('since')} />
        {PLAIN.map((outcome) => (
          <Figure
            key={outcome}
            name={outcome}
            title={say(outcome)}
            value={count(readings[outcome])}
            hint={say(`${outcome}.hint`)}
          />
        ))}
        <Figure name="late" title={say('late')} value={count(late)} hint={lateHint} />
        <Figure
          name="rewinds"
          title={say('rewinds')}
          value={count(rewinds.times)}
          hint={say('rewinds.hint', { n: count(rewinds.readings) })}
        />
        <Figure name="beyond" title={say('beyond')} value={count(beyond)} hint={say('beyond.hint')} />
        <Figure name="ahead" title={say('ahead')} value={count(ahead)} hint={say('ahead.hint')} />
        <Figure name="missing" title={say('missing')} value={count(missing)} hint={say('missing.hint')} />
        <Figure
          name="parked"
          title={say('parked')}
          value={count(waiting)}
          hint={say('parked.hint', { n: parked.length })}
        />
      </dl>
    </section>
  );
}

function Keeping({ outcomes: { commit, replication } }: { readonly outcomes: Outcomes }) {
  const speech = useSpeech();
  const say = useWords();
  const { minutes, messages, p50Ms, p99Ms } = commit;
  const times =
    p50Ms === null || p99Ms === null
      ? say('commit.none')
      : say('commit.value', { p50: roughText(speech, p50Ms), p99: roughText(speech, p99Ms) });
  return (
    <section aria-labelledby="keeping">
      <h2 id="keeping">{say('keeping')}</h2>
      <dl className="figures figures--wide">
        <Figure
          name="commit"
          title={say('commit', { minutes })}
          value={times}
          hint={say('commit.hint', { n: messages })}
        />
        {replication !== null && <Backlog replication={replication} />}
      </dl>
    </section>
  );
}

function Backlog({ replication }: { readonly replication: NonNullable<Outcomes['replication']> }) {
  const speech = useSpeech();
  const say = useWords();
  const { backlog, oldestWaitedMs, trouble } = replication;
  const waited = say('backlog.hint', { span: spanText(speech, oldestWaitedMs) });
  const hint = backlog === 0 ? say('backlog.none') : waited;
  return (
    <Figure
      name="backlog"
      title={say('backlog')}
      value={countText(speech, backlog)}
      hint={trouble === null ? hint : say('backlog.trouble', { trouble })}
    />
  );
}

interface FigureProps {
  readonly name: string;
  readonly title: string;
  readonly value: string;
  readonly hint: string;
}

function Figure({ name, title, value, hint }: FigureProps) {
  return (
    <div className="figure" data-figure={name}>
      <dt>{title}</dt>
      <dd className="figure__value">{value}</dd>
      <dd className="figure__hint">{hint}</dd>
    </div>
  );
}
