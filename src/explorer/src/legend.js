import { byId, el, fill } from './dom.js';
import { HEALTH } from './model.js';

/** Says what the signs mean that occur in this picture, and no others. */
export function legend(model) {
  const links = model.links.filter((l) => l.kind !== 'Membership');
  const rows = Object.keys(HEALTH).filter((h) => links.some((l) => l.health === h)).map((h) => {
    const words = new Set(links.filter((l) => l.health === h).map((l) => l.state).filter(Boolean));
    return line(h.toLowerCase(), `${HEALTH[h]}${words.size && words.size < 4 ? `: ${[...words].join(', ')}` : ''}`);
  });
  if (model.links.some((l) => l.kind === 'Membership')) rows.push(line('membership', model.terms.Membership));
  if (links.some((l) => l.transit)) rows.push(sign('\u25b6', 'Uses the gateway at the other end'));
  if (links.some((l) => l.forwarded)) rows.push(sign('\u203a', 'Takes forwarded traffic (in the middle)'));
  if (model.nodes.some((n) => n.role === 'Hub')) rows.push(box('hub', 'Hub'));
  if (model.nodes.some((n) => n.unread)) rows.push(box('unread', 'Not read'));
  if (model.nodes.some((n) => n.role === 'Isolated')) rows.push(box('isolated', 'Nothing joins it'));
  if (model.findings.some((f) => f.severity !== 'Information')) rows.push(sign('\u25b2', 'Has findings'));
  for (const [mark, text] of [['Added', '+'], ['Changed', '~'], ['Removed', '\u2212']]) {
    if ([...model.nodes, ...model.links].some((t) => t.mark === mark)) rows.push(sign(text, mark, mark.toLowerCase()));
  }
  fill(byId('legend-list'), ...rows);
}

const line = (kind, text) => el('li', {}, el('span', { class: `swatch line ${kind}`, 'aria-hidden': 'true' }), text);
const box = (kind, text) => el('li', {}, el('span', { class: `swatch box ${kind}`, 'aria-hidden': 'true' }), text);
const sign = (letter, text, kind = '') => el('li', {}, el('span', { class: `swatch letter ${kind}`, 'aria-hidden': 'true' }, letter), text);
