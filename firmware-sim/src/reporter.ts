import type { SimulatorMessage } from '@clearwell/contracts';
import type { SimulatorEvents } from './simulator.ts';

const EVERY_MS = 100;

export interface Reporter extends Omit<SimulatorEvents, 'onFinished'> {
  /** Resolves once the parent has it; there may be none. */
  readonly tell: (message: SimulatorMessage) => Promise<void>;
}

/** Tells people by lines, and the parent process, if there is one, by messages. */
export function makeReporter(): Reporter {
  const began = Date.now();
  const onTerminal = process.send === undefined && process.stdout.isTTY;
  let toldAt = 0;
  const count = (readings: number): string => readings.toLocaleString('en');
  return {
    tell,
    say: (sentence) => console.log(sentence),
    onFill: (done, total) => {
      if (Date.now() - toldAt < EVERY_MS && done < total) return;
      toldAt = Date.now();
      void tell({ kind: 'fill', done, total });
      if (onTerminal)
        process.stdout.write(`\rhistory: ${count(done)} of ${count(total)} readings${done < total ? '' : '\n'}`);
    },
    onFilled: (readings) => {
      void tell({ kind: 'filled', readings });
      console.log(`history filled: ${count(readings)} readings in ${((Date.now() - began) / 1_000).toFixed(1)} s`);
    },
  };
}

/** A parent that is gone is not an error: its going is what stops us. */
const tell = (message: SimulatorMessage): Promise<void> =>
  new Promise((resolve) => {
    if (process.send === undefined || !process.connected) resolve();
    else process.send(message, undefined, undefined, () => resolve());
  });
