import { byId, counted, el, fill, name } from './dom.js';
import { finding, state } from './details.js';

const AT_ONCE = 300;

/** Everything in tables: the same things that the drawing has. */
export class Lists {
  constructor(model, events) {
    Object.assign(this, { model, events });
  }

  /** @param {Set<number>} matching @param {number} [most] rows at once; paper has no button for more */
  show(matching, most = AT_ONCE) {
    const { model } = this;
    const nodes = model.nodes.filter((n) => matching.has(n.i));
    const links = model.links.filter((l) => model.matchesLink(l, matching));
    const networks = nodes.filter((n) => n.isNetwork);
    const unread = networks.filter((n) => n.unread).length;
    const others = nodes.filter((n) => !n.isNetwork);
    const frame = new Map(model.views.Overview.frames.flatMap((f) => f.nodes.map((n) => [n, f.title])));
    fill(byId('lists'),
      table(`${counted(networks.filter((n) => !n.unread).length, 'virtual network')}${unread ? ` and ${unread} not read` : ''}`, ['Name', 'Role', 'Hub', 'Prefixes', 'Region', 'Resource group', 'Subnets', 'Links', 'Findings'], networks, (n) => [
        this.#button(n), [n.unread ? 'not read' : n.role ?? '', n.mark && ` ${n.mark}`].filter(Boolean).join(','), name(frame.get(n.i) ?? ''), n.lines.join(', '), n.region ?? '', name(n.group ?? ''),
        String(n.details?.subnets.length ?? ''), String(n.links.filter((l) => model.isThere(l)).length), String(n.findings.length || '')], most),
      table(counted(others.length, 'other thing'), ['Name', 'Kind', 'Sits in', 'Facts', 'Region'], others, (n) => [
        this.#button(n), model.terms[n.kind] + (n.unread ? ', not read' : '') + (n.mark ? `, ${n.mark}` : ''), n.host === undefined ? '' : this.#button(model.nodes[n.host]), n.lines.join(', '), n.region ?? ''], most),
      table(counted(links.length, 'link'), ['One end', 'Other end', 'Kind', 'State', 'What to know'], links, (l) => [
        this.#button(model.nodes[l.from]), this.#button(model.nodes[l.to]), model.terms[l.kind] + (l.mark ? `, ${l.mark}` : ''), this.#state(l),
        [l.text !== l.state && l.text, ...l.facts, ...(l.changes ?? [])].filter(Boolean).join('; ')], most),
      model.notes.length > 0 && el('section', {}, el('h2', {}, counted(model.notes.length, 'note')), el('ul', {}, ...model.notes.map((n) => el('li', {}, n)))));
  }

  #button(node) {
    return el('button', { type: 'button', class: 'link', onclick: () => this.events.chosen(node, true) }, name(node.label));
  }

  // What a mouse finds on the line of the drawing: the resources of the link, and what a plan does to it.
  #state(link) {
    const [from, to] = [link.from, link.to].map((end) => this.model.nodes[end].label);
    return el('button', { type: 'button', class: 'link', onclick: () => this.events.linkChosen(link, true) }, state(link),
      el('span', { class: 'hidden' }, `: details of ${from} \u2013 ${to}`));
  }

  findings(matching, most = AT_ONCE) {
    const { model } = this;
    const found = model.findings.filter((f) => !model.isFiltered || f.nodes.some((n) => matching.has(n)));
    const list = el('div');
    const add = (to) => found.slice(list.childElementCount, to).forEach((f) => list.append(finding(f)));
    add(most);
    const more = found.length > most && el('button', { type: 'button', onclick: () => { add(found.length); more.remove(); } }, `Show all ${found.length}`);
    fill(byId('findings'), el('h2', {}, found.length === 0 ? 'No findings' : counted(found.length, 'finding')),
      model.isPlan && el('p', { class: 'muted' }, 'Of the networks as they are, before the plan.'),
      model.unjudged && el('p', { class: 'muted' }, model.unjudged), list, more);
  }
}

function table(title, heads, things, cells, most) {
  const body = el('tbody');
  const add = (to) => body.append(...things.slice(body.childElementCount, to).map((t) => el('tr', {}, ...cells(t).map((c, i) =>
    el(i === 0 ? 'th' : 'td', i === 0 ? { scope: 'row' } : {}, c)))));
  add(most);
  const more = things.length > most && el('button', { type: 'button', onclick: () => { add(things.length); more.remove(); } }, `Show all ${things.length.toLocaleString('en')}`);
  return el('section', {}, el('table', {}, el('caption', {}, title),
    el('thead', {}, el('tr', {}, ...heads.map((h) => el('th', { scope: 'col' }, h)))), body), more);
}
