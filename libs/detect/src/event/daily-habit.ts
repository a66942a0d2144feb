import type { ByteReader, ByteWriter } from '../bytes.ts';

const HOURS = 24;

/**
 * What a channel does at an hour of the day, again and again: the mean, over some days, of its largest surprise in that hour, for
 * rises and falls apart. Water that comes from elsewhere each evening is no news on the tenth.
 */
export class DailyHabit {
  readonly #means = new Float32Array(2 * HOURS);
  #days = 0;
  #hour = -1;
  #rise = 0;
  #fall = 0;

  /** The surprise to be expected around this hour. @param hour of the day in UTC, 0 to 23 */
  expect(hour: number, isFall: boolean): number {
    const from = isFall ? HOURS : 0;
    const before = this.#means[from + ((hour + HOURS - 1) % HOURS)] ?? 0;
    const after = this.#means[from + ((hour + 1) % HOURS)] ?? 0;
    return Math.max(before, this.#means[from + hour] ?? 0, after);
  }

  /** @param memory days @param cap what one day counts for at most */
  learn(hour: number, surprise: number, isFall: boolean, memory: number, cap: number): void {
    if (hour !== this.#hour) {
      if (this.#hour >= 0) this.#close(memory);
      this.#hour = hour;
    }
    if (isFall) this.#fall = Math.max(this.#fall, Math.min(cap, surprise));
    else this.#rise = Math.max(this.#rise, Math.min(cap, surprise));
  }

  #close(memory: number): void {
    const share = Math.max(1 / memory, 1 / (this.#days + 2));
    const [rise, fall] = [this.#hour, HOURS + this.#hour];
    this.#means[rise] = (this.#means[rise] ?? 0) + share * (this.#rise - (this.#means[rise] ?? 0));
    this.#means[fall] = (this.#means[fall] ?? 0) + share * (this.#fall - (this.#means[fall] ?? 0));
    this.#rise = this.#fall = 0;
    this.#days += 1 / HOURS;
  }

  save(writer: ByteWriter): void {
    writer.number(this.#days);
    writer.number(this.#hour);
    writer.number(this.#rise);
    writer.number(this.#fall);
    writer.singles(this.#means);
  }

  restore(reader: ByteReader): void {
    this.#days = reader.number();
    this.#hour = reader.number();
    this.#rise = reader.number();
    this.#fall = reader.number();
    reader.fillSingles(this.#means);
  }
}
