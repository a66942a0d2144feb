import { Suspense, lazy, useEffect } from 'react';
import { Announcer } from './frame/announcer.tsx';
import { Strip } from './frame/strip.tsx';
import { Tabs } from './frame/tabs.tsx';
import { TopBar } from './frame/top-bar.tsx';
import { LANGUAGE_TAGS } from './i18n/translate.ts';
import { StationList } from './list/station-list.tsx';
import { useAddressPart, useSession, useSpeech } from './state/session-context.ts';
import { useSignal } from './state/use-signal.ts';

// Half of it is Leaflet, which the bar and the list can do without.
const MapView = lazy(() => import('./map/map-view.tsx').then((module) => ({ default: module.MapView })));
const openStation = () => import('./drawer/station-drawer.tsx');
const ReplayMode = lazy(() => import('./replay/replay-mode.tsx').then((module) => ({ default: module.ReplayMode })));
const SignInOver = lazy(() => import('./people/sign-in-over.tsx').then((module) => ({ default: module.SignInOver })));
const AlertWatch = lazy(() =>
  import('./alerts/watch/alert-watch.tsx').then((module) => ({ default: module.AlertWatch })),
);
const OpenStation = lazy(() => openStation().then((module) => ({ default: module.OpenStation })));

/** Time for the map to be painted before what it may need next is fetched. */
const QUIET_MS = 1_500;

export function App() {
  const language = useAddressPart((part) => part.language);
  const view = useAddressPart((part) => part.view);
  const isOpen = useAddressPart(({ station }) => station !== null);
  const isReplay = useAddressPart(({ replay }) => replay !== null);
  const { address, isShutOut } = useSession();
  const mustSignIn = useSignal(isShutOut);
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
  const classes = ['frame', `frame--${view}`, isOpen && 'frame--open', isReplay && 'frame--replay'];
  return (
    <div className={classes.filter(Boolean).join(' ')}>
      <a className="skip" href="#list" onClick={() => address.change({ view: 'list' })}>
        {t('app.skip')}
      </a>
      <TopBar />
      <Strip />
      <Suspense>
        <AlertWatch />
      </Suspense>
      <main className="desk">
        <Suspense fallback={<div className="map" />}>
          <MapView />
        </Suspense>
        <StationList />
        <Suspense>
          <OpenStation />
        </Suspense>
      </main>
      {isReplay && (
        <Suspense>
          <ReplayMode />
        </Suspense>
      )}
      <Tabs />
      <Announcer />
      {mustSignIn && (
        <Suspense>
          <SignInOver />
        </Suspense>
      )}
    </div>
  );
}
