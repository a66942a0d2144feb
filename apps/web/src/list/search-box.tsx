import { useEffect, useRef } from 'react';
import { isTyping } from '../frame/typing.ts';
import { useAddress, useSession, useSpeech } from '../state/session-context.ts';

export function SearchBox() {
  const { address } = useSession();
  const { search } = useAddress();
  const { t } = useSpeech();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== '/' || isTyping(event)) return;
      event.preventDefault();
      input.current?.focus();
    };
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('keydown', onKey);
    };
  }, []);
  return (
    <input
      ref={input}
      type="search"
      className="search"
      aria-label={t('list.search')}
      title={t('list.searchHint')}
      placeholder={t('list.search')}
      value={search}
      onChange={(event) => {
        address.change({ search: event.target.value });
      }}
    />
  );
}
