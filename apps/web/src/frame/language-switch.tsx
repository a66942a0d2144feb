import { useAddress, useSession, useSpeech } from '../state/session-context.ts';

export function LanguageSwitch() {
  const { address } = useSession();
  const { language } = useAddress();
  const { t } = useSpeech();
  return (
    <button
      type="button"
      className="language"
      onClick={() => {
        address.change({ language: language === 'zh' ? 'en' : 'zh' });
      }}
    >
      <span className={language === 'zh' ? 'language__on' : ''}>中</span>/
      <span className={language === 'en' ? 'language__on' : ''}>EN</span>
      <span className="unseen"> {t('app.otherLanguage')}</span>
    </button>
  );
}
