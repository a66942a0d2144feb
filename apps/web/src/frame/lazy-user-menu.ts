import { lazy } from 'react';

/** On the top bar, or on a narrow screen among the tabs; it comes after the map. */
export const UserMenu = lazy(() => import('../people/user-menu.tsx').then((module) => ({ default: module.UserMenu })));
