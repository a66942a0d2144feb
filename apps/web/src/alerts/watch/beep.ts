const NOTES = [880, 660, 880] as const;
const NOTE_S = 0.22;
const LOUDNESS = 0.25;

let context: AudioContext | null = null;

/** Browsers let a page sound only once somebody has touched it. */
export function allowSound(): void {
  context ??= new AudioContext();
  void context.resume();
}

/** Three notes; false where the browser does not let the page sound yet. */
export function beep(): boolean {
  if (context?.state !== 'running') {
    // Touched before this code was there.
    if (!(navigator as { userActivation?: { hasBeenActive: boolean } }).userActivation?.hasBeenActive) return false;
    allowSound();
  }
  if (context === null) return false;
  const start = context.currentTime;
  const gain = new GainNode(context, { gain: LOUDNESS });
  gain.connect(context.destination);
  NOTES.forEach((frequency, i) => {
    if (context === null) return;
    const note = new OscillatorNode(context, { frequency });
    note.connect(gain);
    note.start(start + i * NOTE_S);
    note.stop(start + i * NOTE_S + NOTE_S * 0.8);
  });
  return true;
}
