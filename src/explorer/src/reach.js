import { bytesOf, numbersOf } from './data.js';

const FIX = ['none needed', 'found', 'none found', 'not sought'];
const MOST_LEGS = 3;
const VERDICTS = ['Blocked', 'Unknown', 'Partial', 'Reachable'];

/** Who reaches whom, of one side of a plan or of the only one. */
export class Reach {
  #cells;
  #ways;
  #legs;
  #starts;

  constructor(side) {
    this.nets = side.nets;
    this.verdicts = side.verdicts ?? [];
    this.hubs = side.hubs ?? null;
    this.row = new Map(side.nets.map((node, row) => [node, row]));
    this.#cells = side.cells !== undefined ? new Uint16Array(bytesOf(side.cells).buffer) : null;
    this.#ways = side.ways ?? null;
  }

  get size() { return this.nets.length; }
  get hasCells() { return this.#cells !== null; }

  #at(a, b) {
    const [i, j] = a < b ? [a, b] : [b, a];
    return i * this.size - (i * (i + 1)) / 2 + (j - i - 1);
  }

  /** The number of the verdict of two rows; -1 of a row with itself. */
  code(a, b) { return a === b ? -1 : this.#cells[this.#at(a, b)]; }

  verdict(a, b) { return this.verdicts[this.code(a, b)]; }

  /** Everything about two rows, the ways from the first to the second first. */
  answer(a, b) {
    const verdict = this.verdict(a, b);
    if (!this.#ways) return { ...verdict, there: null, back: null, reasons: [], remedies: [], notices: [], fix: 'not sought' };
    this.#unpack();
    const numbers = this.#starts.numbers;
    let at = this.#starts.pairs[this.#at(a, b)];
    const texts = () => {
      const list = [];
      for (let n = numbers[at++]; n > 0; n--) list.push(this.#ways.texts[numbers[at++]]);
      return list;
    };
    const legs = () => {
      const total = numbers[at++];
      const list = [];
      for (let n = Math.min(total, MOST_LEGS); n > 0; n--) list.push(this.#leg(numbers[at++]));
      return { total, list };
    };
    const [first, second] = [legs(), legs()];
    const reasons = texts().map((text) => ({ isDoubt: text[0] === '?', text: text.slice(1) }));
    const fix = FIX[numbers[at++]];
    const remedies = texts();
    const [there, back] = a < b ? [first, second] : [second, first];
    return { ...verdict, there, back, reasons, fix, remedies, notices: texts() };
  }

  #leg(number) {
    const numbers = this.#legs.numbers;
    let at = this.#legs.starts[number];
    const [verdict, destination, end] = [VERDICTS[numbers[at++]], this.#ways.texts[numbers[at++]], this.#ways.texts[numbers[at++]]];
    const hops = [];
    for (let n = numbers[at++]; n > 0; n--) {
      const [text, from, to, link] = this.#ways.hops[numbers[at++]];
      hops.push({ text, from, to, link });
    }
    return { verdict, destination, end, hops };
  }

  // Where each pair and each leg begins: found once, when the first way is asked for.
  #unpack() {
    if (this.#starts) return;
    const numbers = numbersOf(this.#ways.pairs);
    const pairs = new Uint32Array((this.size * (this.size - 1)) / 2);
    let at = 0;
    for (let i = 0; i < pairs.length; i++) {
      pairs[i] = at;
      for (let way = 0; way < 2; way++) at += 1 + Math.min(numbers[at], MOST_LEGS);
      at += 1 + numbers[at];
      at += 1;
      for (let list = 0; list < 2; list++) at += 1 + numbers[at];
    }
    this.#starts = { numbers, pairs };
    const legs = numbersOf(this.#ways.legs);
    const starts = [];
    for (let i = 0; i < legs.length; i += 4 + legs[i + 3]) starts.push(i);
    this.#legs = { numbers: legs, starts };
  }
}
