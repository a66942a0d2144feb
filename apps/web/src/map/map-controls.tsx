import { useEffect } from 'react';
import { useSpeech } from '../state/session-context.ts';
import { isTyping } from '../frame/typing.ts';
import type { CityMap } from './city-map.ts';

/** For the pointer: keys do the same, and the map stays one tab stop. */
export function MapControls({ city }: { readonly city: CityMap }) {
  const { t } = useSpeech();
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === '0' && !isTyping(event)) city.fitCity();
    };
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('keydown', onKey);
    };
  }, [city]);
  const controls = [
    { label: t('map.zoomIn'), sign: '+', act: () => city.zoomBy(1) },
    { label: t('map.zoomOut'), sign: '−', act: () => city.zoomBy(-1) },
    { label: t('map.wholeCity'), sign: '⤢', act: city.fitCity },
  ];
  return (
    <div className="map__controls">
      {controls.map(({ label, sign, act }) => (
        <button key={sign} type="button" tabIndex={-1} aria-label={label} title={label} onClick={act}>
          {sign}
        </button>
      ))}
    </div>
  );
}
