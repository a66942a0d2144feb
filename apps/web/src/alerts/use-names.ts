import { useEffect, useState } from 'react';
import type { Assignees } from '@clearwell/contracts/alerts';
import type { AlertId } from '@clearwell/water-quality';
import { isAllowed, useWho } from '../people/who.ts';
import { getAssignees } from './alerts-door.ts';
import { staffName } from './staff-name.ts';
import { useTelling } from './use-telling.ts';

/** The full name of somebody who acted. */
export type NameOf = (name: string) => string;

type People = Assignees['assignees'];

const NOBODY: People = [];

/** Those who handle alerts, for whoever does so too; others see the names people sign in with. */
export function useNames(): { readonly people: People; readonly nameOf: NameOf } {
  const session = useWho();
  const mayAsk = isAllowed(session, 'alert.acknowledge') || isAllowed(session, 'alert.maintain');
  const [people, setPeople] = useState<People>(NOBODY);
  useEffect(() => {
    if (!mayAsk) return;
    void getAssignees().then((answer) => {
      if (answer.ok) setPeople(answer.value.assignees);
    });
  }, [mayAsk]);
  const { say } = useTelling();
  return { people, nameOf: (name) => staffName(say, people.find((person) => person.name === name)?.fullName ?? name) };
}

/** Those who may have an alert: none before they have come. */
export function useAssignees(alert: AlertId): People {
  const [people, setPeople] = useState<People>(NOBODY);
  useEffect(() => {
    let isWanted = true;
    void getAssignees(alert).then((answer) => {
      if (answer.ok && isWanted) setPeople(answer.value.assignees);
    });
    return () => {
      isWanted = false;
    };
  }, [alert]);
  return people;
}
