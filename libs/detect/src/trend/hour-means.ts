import { HOUR, type EpochMs } from '@clearwell/water-quality';
import type { ByteReader, ByteWriter } from '../bytes.ts';
import { medianOf } from './robust-slope.ts';

const DAY_HOURS = 24;
export const KEPT_HOURS = 14 * DAY_HOURS;
/** What is usual at an hour of the day takes as many other days to say. */
const NEEDED_DAYS = 5;

/** Room to put them in order, for whoever is asked. */
const days = new Float64Array(KEPT_HOURS / DAY_HOURS);

/** The mean of each of the last 14 days' hours, and the hour that is still going on. */
export class HourMeans {
  readonly #means = new Float32Array(KEPT_HOURS).fill(NaN);
  #hour = NaN;
  #sum = 0;
  #count = 0;

  /** Takes a value in; says which hour it ended, counted since 1970; null: none. */
  add(at: EpochMs, value: number): number | null {
    const hour = Math.floor(at / HOUR);
    let ended: number | null = null;
    if (hour !== this.#hour) {
      if (this.#count > 0) ended = this.#hour;
      this.#close(hour);
    }
    this.#sum += value;
    this.#count++;
    return ended;
  }

  /** Mean of an hour that has ended; NaN where there was no value, or that is longer ago. */
  mean(hour: number): number {
    const isKept = hour < this.#hour && hour >= this.#hour - KEPT_HOURS;
    return isKept ? (this.#means[hour % KEPT_HOURS] ?? NaN) : NaN;
  }

  /** The middle of what stood at the same hour of the other days, and how far a day usually is from it; null: too few days. */
  usual(hour: number): { readonly value: number; readonly spread: number } | null {
    const count = this.#gatherDays(hour);
    if (count < NEEDED_DAYS) return null;
    const value = medianOf(days, count);
    for (let i = 0; i < count; i++) days[i] = Math.abs((days[i] ?? NaN) - value);
    return { value, spread: 1.4826 * medianOf(days, count) };
  }

  /** The first of both alone; NaN: too few days. */
  usualValue(hour: number): number {
    const count = this.#gatherDays(hour);
    return count < NEEDED_DAYS ? NaN : medianOf(days, count);
  }

  /** Writes down what stood at the same hour of the other days; says of how many. */
  #gatherDays(hour: number): number {
    let count = 0;
    for (let back = DAY_HOURS; back < KEPT_HOURS; back += DAY_HOURS) {
      const mean = this.mean(hour - back);
      if (mean === mean) days[count++] = mean;
    }
    return count;
  }

  save(writer: ByteWriter): void {
    writer.number(this.#hour);
    writer.number(this.#sum);
    writer.number(this.#count);
    writer.singles(this.#means);
  }

  restore(reader: ByteReader): this {
    this.#hour = reader.number();
    this.#sum = reader.number();
    this.#count = reader.number();
    reader.fillSingles(this.#means);
    return this;
  }

  #close(next: number): void {
    if (this.#count > 0) this.#means[this.#hour % KEPT_HOURS] = this.#sum / this.#count;
    const from = Math.max(this.#hour + 1, next - KEPT_HOURS);
    for (let hour = from; hour < next; hour++) this.#means[hour % KEPT_HOURS] = NaN;
    [this.#hour, this.#sum, this.#count] = [next, 0, 0];
  }
}
