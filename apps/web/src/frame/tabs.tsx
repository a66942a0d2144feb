import { Suspense } from 'react';
import { useAddress, useSession, useSpeech } from '../state/session-context.ts';
import type { View } from '../state/address.ts';
import { Bell } from './bell.tsx';
import { CountersLink } from './counters-link.tsx';
import { UserMenu } from './lazy-user-menu.ts';

const VIEWS: readonly { readonly view: View; readonly sign: string }[] = [
  { view: 'map', sign: '◎' },
  { view: 'list', sign: '≡' },
];

/** On a narrow screen map and list take turns. */
export function Tabs() {
  const { address } = useSession();
  const current = useAddress().view;
  const { t } = useSpeech();
  return (
    <nav className="tabs" aria-label={t('tabs.label')}>
      <Bell>
        <span aria-hidden="true">▲</span>
      </Bell>
      {VIEWS.map(({ view, sign }) => (
        <button
          key={view}
          type="button"
          aria-current={view === current ? 'page' : undefined}
          onClick={() => {
            address.change({ view, station: null });
          }}
        >
          <span aria-hidden="true">{sign}</span>
          {t(`tabs.${view}`)}
        </button>
      ))}
      <CountersLink>
        <span aria-hidden="true">Σ</span>
      </CountersLink>
      <Suspense>
        <UserMenu />
      </Suspense>
    </nav>
  );
}
