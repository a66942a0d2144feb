import type { Outcomes, RejectionReason } from '@clearwell/contracts';
import { useSpeech } from '../state/session-context.ts';
import { useWords } from './use-words.ts';
import { countText } from '../words/number-text.ts';
import { dayText, secondText } from '../words/time-text.ts';

/** Reasons that were met, the most frequent first. */
export function Reasons({ rejected }: { readonly rejected: Outcomes['rejected'] }) {
  const speech = useSpeech();
  const say = useWords();
  const met = (Object.entries(rejected) as [RejectionReason, number][])
    .filter(([, n]) => n > 0)
    .sort(([, a], [, b]) => b - a);
  return (
    <section aria-labelledby="reasons">
      <h2 id="reasons">{say('reasons')}</h2>
      {met.length === 0 && <p>{say('noRejections')}</p>}
      {met.length > 0 && (
        <table className="reasons">
          <thead>
            <tr>
              <th scope="col">{say('reason')}</th>
              <th scope="col">{say('count')}</th>
            </tr>
          </thead>
          <tbody>
            {met.map(([reason, n]) => (
              <tr key={reason} data-reason={reason}>
                <td>{say(`rejection.${reason}`)}</td>
                <td>{countText(speech, n)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

type Rejection = Outcomes['recentRejections'][number];

export function NewestRejections({ rejections }: { readonly rejections: readonly Rejection[] }) {
  const say = useWords();
  if (rejections.length === 0) return null;
  return (
    <section aria-labelledby="newest">
      <h2 id="newest">{say('newest')}</h2>
      <ul className="rejections">
        {rejections.map((rejection, i) => (
          <RejectionRow key={i} rejection={rejection} />
        ))}
      </ul>
    </section>
  );
}

function RejectionRow({ rejection: { receivedAt, topic, reason, detail, index } }: { readonly rejection: Rejection }) {
  const say = useWords();
  return (
    <li data-rejection={reason}>
      <b>{say(`rejection.${reason}`)}</b>
      <time dateTime={new Date(receivedAt).toISOString()}>
        {dayText(receivedAt)} {secondText(receivedAt)}
      </time>
      <code>{topic}</code>
      <span lang="en">
        {detail}
        {index !== null && <span> ({say('place', { n: index + 1 })})</span>}
      </span>
    </li>
  );
}
