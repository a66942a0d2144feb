const COUNT = /^\(\d+\) /;
const [CALM, CALLING] = ['/favicon.svg', '/favicon-alert.svg'];

const titled = (title: string, count: number): string => `${count > 0 ? `(${count}) ` : ''}${title.replace(COUNT, '')}`;

/** Keeps the count in the title of the window, whatever screen sets it, and a badge on its icon. Returns what ends that. */
export function signalCount(count: number): () => void {
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  icon?.setAttribute('href', count > 0 ? CALLING : CALM);
  const set = (): void => {
    const title = titled(document.title, count);
    if (title !== document.title) document.title = title;
  };
  set();
  const observer = new MutationObserver(set);
  const element = document.querySelector('title');
  if (element !== null) observer.observe(element, { childList: true, characterData: true, subtree: true });
  return () => {
    observer.disconnect();
  };
}
