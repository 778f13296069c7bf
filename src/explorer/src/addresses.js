/** An address as a number of its family; null where a text is none. @param {string} text */
export function address(text) {
  const four = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (four) {
    const parts = four.slice(1).map(Number);
    return parts.some((p) => p > 255) ? null : { bits: 32, value: BigInt(parts.reduce((sum, p) => sum * 256 + p, 0)) };
  }
  if (!/^[0-9a-f:]+$/i.test(text) || !text.includes(':')) return null;
  const [head, tail] = text.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const words = tail === undefined ? head : [...head, ...Array(Math.max(0, 8 - head.length - tail.length)).fill('0'), ...tail];
  if (words.length !== 8 || words.some((w) => !/^[0-9a-f]{1,4}$/i.test(w))) return null;
  return { bits: 128, value: words.reduce((sum, w) => (sum << 16n) + BigInt(parseInt(w, 16)), 0n) };
}

/** A prefix as what its addresses have in common; null where a text is none. @param {string} text */
export function prefix(text) {
  const [base, length] = text.split('/');
  const one = address(base);
  if (!one || length === undefined) return null;
  const shift = BigInt(one.bits - Number(length));
  return { bits: one.bits, shift, value: one.value >> shift };
}

/** True where an address lies in a prefix. @param {{bits: number, shift: bigint, value: bigint}} within @param {{bits: number, value: bigint}} one */
export const holds = (within, one) => within.bits === one.bits && one.value >> within.shift === within.value;
