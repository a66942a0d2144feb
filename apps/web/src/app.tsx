import { Suspense, lazy, useEffect } from 'react';
import { Announcer } from './frame/announcer.tsx';
import { Strip } from './frame/strip.tsx';
import { Tabs } from './frame/tabs.tsx';
import { TopBar } from './frame/top-bar.tsx';
import { LANGUAGE_TAGS } from './i18n/translate.ts';
import { StationList } from './list/station-list.tsx';
import { MapView } from './map/map-view.tsx';
import { useAddress, useSession, useSpeech } from './state/session-context.ts';

const openStation = () => import('./drawer/station-drawer.tsx');
const ReplayMode = lazy(() => import('./replay/replay-mode.tsx').then((module) => ({ default: module.ReplayMode })));
const OpenStation = lazy(() => openStation().then((module) => ({ default: module.OpenStation })));

/** Time for the map to be painted before what it may need next is fetched. */
const QUIET_MS = 1_500;

export function App() {
  const { language, view, station, replay } = useAddress();
  const { address } = useSession();
  const { t } = useSpeech();
  useEffect(() => {
    document.documentElement.lang = LANGUAGE_TAGS[language];
    document.title = t('app.title');
  }, [language, t]);
  useEffect(() => {
    const timer = setTimeout(() => void openStation(), QUIET_MS);
    return () => {
      clearTimeout(timer);
    };
  }, []);
  const classes = ['frame', `frame--${view}`, station !== null && 'frame--open', replay !== null && 'frame--replay'];
  return (
    <div className={classes.filter(Boolean).join(' ')}>
      <a className="skip" href="#list" onClick={() => address.change({ view: 'list' })}>
        {t('app.skip')}
      </a>
      <TopBar />
      <Strip />
      <main className="desk">
        <MapView />
        <StationList />
        <Suspense>
          <OpenStation />
        </Suspense>
      </main>
      {replay !== null && (
        <Suspense>
          <ReplayMode />
        </Suspense>
      )}
      <Tabs />
      <Announcer />
    </div>
  );
}
