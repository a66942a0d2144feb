/** Writes what a judge remembers: numbers as they are in memory, little-endian. */
export class ByteWriter {
  #view: DataView<ArrayBuffer>;
  #length = 0;

  constructor(capacity = 1024) {
    this.#view = new DataView(new ArrayBuffer(capacity));
  }

  byte(value: number): void {
    const place = this.#room(1);
    this.#view.setUint8(place, value);
  }

  number(value: number): void {
    const place = this.#room(8);
    this.#view.setFloat64(place, value, true);
  }

  numbers(values: Float64Array): void {
    const place = this.#room(8 * values.length);
    for (const [i, value] of values.entries()) this.#view.setFloat64(place + 8 * i, value, true);
  }

  singles(values: Float32Array): void {
    const place = this.#room(4 * values.length);
    for (const [i, value] of values.entries()) this.#view.setFloat32(place + 4 * i, value, true);
  }

  /** Up to 255 characters of ASCII. */
  text(text: string): void {
    this.byte(text.length);
    for (let i = 0; i < text.length; i++) this.byte(text.charCodeAt(i));
  }

  /** Any text. */
  long(text: string): void {
    this.number(text.length);
    const place = this.#room(2 * text.length);
    for (let i = 0; i < text.length; i++) this.#view.setUint16(place + 2 * i, text.charCodeAt(i), true);
  }

  bytes(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#view.buffer.slice(0, this.#length));
  }

  #room(size: number): number {
    const place = this.#length;
    this.#length += size;
    if (this.#length > this.#view.byteLength) {
      const grown = new ArrayBuffer(Math.max(2 * this.#view.byteLength, this.#length));
      new Uint8Array(grown).set(new Uint8Array(this.#view.buffer));
      this.#view = new DataView(grown);
    }
    return place;
  }
}

/** Reads what `ByteWriter` wrote, in the same order. @throws RangeError past the end */
export class ByteReader {
  readonly #view: DataView;
  #place = 0;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  byte(): number {
    return this.#view.getUint8(this.#place++);
  }

  number(): number {
    const value = this.#view.getFloat64(this.#place, true);
    this.#place += 8;
    return value;
  }

  /** The first byte names the layout. @throws RangeError for another one than `known` */
  layout(known: number, whose: string): void {
    const found = this.byte();
    if (found !== known) throw new RangeError(`The ${whose} judge reads layout ${String(known)}, not ${String(found)}`);
  }

  fillNumbers(values: Float64Array): void {
    for (let i = 0; i < values.length; i++) values[i] = this.number();
  }

  fillSingles(values: Float32Array): void {
    for (let i = 0; i < values.length; i++, this.#place += 4) values[i] = this.#view.getFloat32(this.#place, true);
  }

  text(): string {
    let text = '';
    for (let left = this.byte(); left > 0; left--) text += String.fromCharCode(this.byte());
    return text;
  }

  long(): string {
    let text = '';
    for (let left = this.number(); left > 0; left--, this.#place += 2) {
      text += String.fromCharCode(this.#view.getUint16(this.#place, true));
    }
    return text;
  }
}
