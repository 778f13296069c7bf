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

/** True where an address lies in a prefix. @param {string} prefix @param {{bits: number, value: bigint}} one */
export function holds(prefix, one) {
  const [text, length] = prefix.split('/');
  const base = address(text);
  if (!base || length === undefined || base.bits !== one.bits) return false;
  const shift = BigInt(base.bits - Number(length));
  return base.value >> shift === one.value >> shift;
}
