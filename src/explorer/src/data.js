/** The bytes of base64. @param {string} text */
export function bytesOf(text) {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/** Reads a block of data of the page. @param {string} id */
export async function read(id) {
  const block = document.getElementById(id);
  const text = block.textContent;
  block.remove();
  if (block.dataset.packed !== 'deflate') return JSON.parse(text);
  const unpacked = new Blob([bytesOf(text)]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return JSON.parse(await new Response(unpacked).text());
}

/** Numbers of seven bits a byte, the lowest first. @param {string} text */
export function numbersOf(text) {
  const bytes = bytesOf(text);
  const numbers = new Uint32Array(bytes.length);
  let count = 0;
  for (let i = 0; i < bytes.length; count++) {
    let value = 0;
    let shift = 0;
    while (bytes[i] > 127) {
      value |= (bytes[i++] & 127) << shift;
      shift += 7;
    }
    numbers[count] = (value | (bytes[i++] << shift)) >>> 0;
  }
  return numbers.subarray(0, count);
}
