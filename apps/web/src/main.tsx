// First: it must stand before any schema is made.
import './no-eval.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import 'leaflet/dist/leaflet.css';
import './styles/colours.css';
import './styles/frame.css';
import './styles/map.css';
import './styles/list.css';
import { App } from './app.tsx';
import { Session } from './state/session.ts';
import { SessionProvider } from './state/session-context.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html lacks #root');

const session = new Session();
session.start();
createRoot(root).render(
  <StrictMode>
    <SessionProvider value={session}>
      <App />
    </SessionProvider>
  </StrictMode>,
);
