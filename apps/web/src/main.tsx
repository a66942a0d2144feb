// First: it must stand before any schema is made.
import './no-eval.ts';
import { lazy, StrictMode, Suspense, type ComponentType } from 'react';
import { createRoot } from 'react-dom/client';
import './styles/colours.css';
import './styles/ground.css';
import './styles/frame.css';
import './styles/bar.css';
import './styles/list.css';
import { App } from './app.tsx';
import { Session } from './state/session.ts';
import { SessionProvider } from './state/session-context.ts';

const AdminStations = lazy(() =>
  import('./admin/stations-page.tsx').then((module) => ({ default: module.StationsPage })),
);

const LoginPage = lazy(() => import('./people/login-page.tsx').then((module) => ({ default: module.LoginPage })));

const PeoplePage = lazy(() => import('./admin/people-page.tsx').then((module) => ({ default: module.PeoplePage })));

const AuditPage = lazy(() => import('./admin/audit-page.tsx').then((module) => ({ default: module.AuditPage })));

const OutcomesPage = lazy(() =>
  import('./outcomes/outcomes-page.tsx').then((module) => ({ default: module.OutcomesPage })),
);

const AlertsPage = lazy(() =>
  import('./alerts/list/alerts-page.tsx').then((module) => ({ default: module.AlertsPage })),
);

const AlertPage = lazy(() => import('./alerts/page/alert-page.tsx').then((module) => ({ default: module.AlertPage })));

const PrecisionPage = lazy(() =>
  import('./alerts/precision/precision-page.tsx').then((module) => ({ default: module.PrecisionPage })),
);

/** Pages of their own, by their path; any other path is the map's. */
const PAGES: Readonly<Record<string, ComponentType | undefined>> = {
  '/admin/stations': AdminStations,
  '/admin/people': PeoplePage,
  '/admin/audit': AuditPage,
  '/counters': OutcomesPage,
  '/alerts': AlertsPage,
  '/reports': PrecisionPage,
  '/login': LoginPage,
};

const root = document.getElementById('root');
if (root === null) throw new Error('index.html lacks #root');

const Page = location.pathname.startsWith('/alerts/') ? AlertPage : (PAGES[location.pathname] ?? App);

const session = new Session();
session.start();
createRoot(root).render(
  <StrictMode>
    <SessionProvider value={session}>
      <Suspense>
        <Page />
      </Suspense>
    </SessionProvider>
  </StrictMode>,
);
