import { byId, command, counted, el, fill, name } from './dom.js';
import { HEALTH } from './model.js';

/** The panel that tells everything about what was chosen. */
export class Details {
  constructor(model, events) {
    this.model = model;
    this.events = events;
    this.panel = byId('details');
  }

  /** Tells the same again, as the side of a plan has it that is looked at now. */
  again() { this.last(); }

  clear() {
    this.last = () => this.clear();
    fill(this.panel, el('h2', { id: 'details-title', tabindex: -1 }, 'Details'),
      el('p', { class: 'muted' }, 'Choose a network, a gateway or a link in the drawing or in the list.'), this.#notes());
  }

  #notes() {
    return this.model.notes.length > 0 && el('section', {}, el('h3', {}, `Notes (${this.model.notes.length})`),
      el('ul', { class: 'plain notes' }, ...this.model.notes.map((n) => el('li', {}, n))));
  }

  node(node, moves) {
    this.last = () => this.node(node);
    const d = node.details;
    fill(this.panel,
      el('h2', { id: 'details-title', tabindex: -1 }, name(node.label)),
      el('p', { class: 'chips' }, chip(this.model.terms[node.kind]), node.role && node.role !== 'None' && chip(node.role), node.unread && chip('not read', 'unknown'),
        node.mark && chip(node.mark, node.mark.toLowerCase()), d?.provisioning && chip(d.provisioning, 'waiting')),
      this.#absent(node), node.changes && el('ul', { class: 'plain' }, ...node.changes.map((c) => el('li', {}, c))),
      node.isNetwork && el('p', { class: 'buttons' },
        el('button', { type: 'button', onclick: () => this.events.from(node) }, 'Path from here'),
        el('button', { type: 'button', onclick: () => this.events.to(node) }, 'Path to here')),
      facts([['Prefixes', ...(node.isNetwork ? node.lines : [])], ['', ...(node.isNetwork ? [] : node.lines)], ['Region', node.region],
        ['Resource group', node.group], ['Subscription', node.subscription],
        ['Sits in', node.host !== undefined && this.#link(this.model.nodes[node.host])], ['Resource id', node.id]]),
      this.#findings(node), this.#guests(node), this.#links(node), subnets(d), tags(d));
    if (moves) byId('details-title').focus();
  }

  link(link, moves) {
    this.last = () => this.link(link);
    const [from, to] = [this.model.nodes[link.from], this.model.nodes[link.to]];
    fill(this.panel,
      el('h2', { id: 'details-title', tabindex: -1 }, `${this.model.terms[link.kind]}: `, name(from.label), ' \u2013 ', name(to.label)),
      el('p', { class: 'chips' }, chip(link.state, link.health.toLowerCase()), link.mark && chip(link.mark, link.mark.toLowerCase()), link.global && chip('Global')),
      this.#absent(link), el('p', {}, link.text),
      link.changes && el('ul', { class: 'plain' }, ...link.changes.map((c) => el('li', {}, c))),
      el('ul', { class: 'plain' }, ...link.facts.map((w) => el('li', {}, w))),
      facts([['One end', this.#link(from)], ['Other end', this.#link(to)], ['Resources', ...link.resources]]));
    if (moves) byId('details-title').focus();
  }

  #absent(thing) {
    return !this.model.isThere(thing) && el('p', { class: 'muted' }, `Not there ${this.model.side} the plan.`);
  }

  #link(node) {
    return el('button', { type: 'button', class: 'link', onclick: () => this.events.chosen(node) }, name(node.label));
  }

  #findings(node) {
    return node.findings.length > 0 && el('section', {}, el('h3', {}, `Findings (${node.findings.length})`),
      ...node.findings.slice(0, 20).map(finding),
      node.findings.length > 20 && el('p', {}, `The tab Findings has all ${node.findings.length}.`));
  }

  #guests(node) {
    const guests = node.guests.filter((g) => this.model.isThere(g));
    return guests.length > 0 && el('section', {}, el('h3', {}, `Inside (${guests.length})`),
      el('ul', { class: 'plain' }, ...guests.map((g) => el('li', {}, this.#link(g), ` ${this.model.terms[g.kind]}${g.lines.length ? `, ${g.lines.join(', ')}` : ''}`))));
  }

  #links(node) {
    const links = node.links.filter((l) => this.model.isThere(l));
    const list = el('ul', { class: 'plain rows' });
    const add = (most) => links.slice(list.childElementCount, most).forEach((l) => list.append(el('li', {},
      el('button', { type: 'button', class: 'link', onclick: () => this.events.linkChosen(l, true) }, state(l)), ' ', this.#link(this.model.other(l, node)),
      el('span', { class: 'muted' }, ` ${[this.model.terms[l.kind], l.mark, ...l.facts].filter(Boolean).join(' \u00b7 ')}`), l.health !== 'Good' && l.text !== l.state ? el('br') : null,
      l.health !== 'Good' && l.text !== l.state && l.text)));
    add(50);
    const more = links.length > 50 && el('button', { type: 'button', onclick: () => { add(links.length); more.remove(); } }, `Show all ${links.length}`);
    return links.length > 0 && el('section', {}, el('h3', {}, `Links (${links.length})`), list, more);
  }
}

export const chip = (text, kind = '') => el('span', { class: `chip ${kind}` }, text);

/** The state of a link: a word, with a sign and a colour. */
export const state = (link) => el('span', { class: `state ${link.health.toLowerCase()}` }, link.kind === 'Membership' ? 'Member' : link.state || HEALTH[link.health]);

export function finding(f) {
  return el('article', { class: `finding ${f.severity.toLowerCase()}` },
    el('p', {}, el('strong', {}, f.severity), ` ${f.rule} `, name(f.name)), el('p', {}, f.message),
    f.command ? command(f.remedy) : el('p', { class: 'remedy' }, f.remedy),
    el('p', {}, el('a', { href: f.link, rel: 'noreferrer', target: '_blank' }, `Documentation of ${f.rule}`)));
}

function facts(rows) {
  return el('dl', {}, ...rows.filter(([, ...values]) => values.some(Boolean)).flatMap(([title, ...values]) =>
    [el('dt', {}, title || 'Facts'), ...values.filter(Boolean).map((v) => el('dd', {}, typeof v === 'string' ? name(v) : v))]));
}

function subnets(d) {
  return d && d.subnets.length > 0 && el('section', {}, el('h3', {}, `Subnets (${d.subnets.length})`),
    ...d.subnets.map((s) => el('details', { class: 'subnet', open: d.subnets.length <= 4 },
      el('summary', {}, name(s.name), el('span', { class: 'muted mono' }, ` ${s.prefixes.join(', ')}`)),
      el('dl', {}, ...[['Route table', s.table], ['Security group', s.security], ['NAT gateway', s.nat], ['Delegated to', s.delegations?.join(', ')],
        ['Service endpoints', s.endpoints?.join(', ')]].filter(([, v]) => v).flatMap(([k, v]) => [el('dt', {}, k), el('dd', {}, name(v))]),
      ...(s.residents ? [el('dt', {}, `Lives here (${s.residents.length})`), ...s.residents.map((r) => el('dd', {}, name(r)))] : []),
      ...(s.table || s.security || s.nat || s.delegations || s.endpoints || s.residents ? [] : [el('dt', {}, 'Nothing'), el('dd', {}, 'no route table, no security group, nobody')])))));
}

function tags(d) {
  const all = d?.tags ?? [];
  return all.length > 0 && el('section', {}, el('h3', {}, counted(all.length, 'tag')),
    el('dl', {}, ...all.flatMap(([k, v]) => [el('dt', {}, name(k)), el('dd', {}, name(v))])));
}
