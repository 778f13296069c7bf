// The page is built of text nodes alone: no name of a resource is ever read as HTML.

/**
 * Characters that cannot be seen are shown by their numbers, as in the data of the page; what joins letters and emoji is none of them.
 * @param {string} text
 */
export const visible = (text) => text.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu,
  (c) => ('\n\t\u200c\u200d'.includes(c) ? c : `[U+${c.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}]`));

const shown = (children) => children.filter((c) => c !== null && c !== undefined && c !== false).map((c) => (typeof c === 'string' ? visible(c) : c));

/**
 * An element with attributes, listeners (`onclick` ...) and children (text or elements; null is left out).
 * @param {string} tag @param {Record<string, any>} [attributes] @param {...(Node|string|null|undefined|false)} children
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...shown(children));
  return element;
}

/** @param {string} id */
export const byId = (id) => /** @type {any} */ (document.getElementById(id));

/** Puts children into an element instead of what was there. @param {Element} parent @param {...(Node|string|null|false)} children */
export const fill = (parent, ...children) => parent.replaceChildren(...shown(children));

/** A name of anybody's choosing: kept apart from what stands around it, whatever direction it is written in. @param {string} text */
export const name = (text) => el('bdi', {}, text);

/** Tells a screen reader. @param {string} text */
export function say(text) {
  byId('live').textContent = text;
}

/** @param {number} count @param {string} one @param {string} [many] */
export const counted = (count, one, many = `${one}s`) => `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

/** A command line with a button that copies it. @param {string} text */
export function command(text) {
  const button = el('button', { type: 'button', class: 'quiet', 'aria-label': `Copy: ${text}` }, 'Copy');
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text);
      say('Copied.');
      button.textContent = 'Copied';
    } catch {
      const range = document.createRange();
      range.selectNodeContents(code);
      getSelection()?.removeAllRanges();
      getSelection()?.addRange(range);
      say('Selected: press Ctrl+C to copy.');
    }
    setTimeout(() => { button.textContent = 'Copy'; }, 1500);
  });
  const code = el('code', {}, text);
  return el('div', { class: 'command' }, code, button);
}

/** A text in PowerShell's single quotes, which typographic ones end too. @param {string} text */
export const quoted = (text) => `'${text.replace(/['\u2018\u2019\u201a\u201b]/g, '$&$&')}'`;
