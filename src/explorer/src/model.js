import { address, holds, prefix } from './addresses.js';

/** How each health is told in words, the worst last. */
export const HEALTH = {
  Good: 'Up', Unknown: 'Not known', OutOfSync: 'Out of sync', Closed: 'Access off', Waiting: 'Waiting', Broken: 'Broken',
};

/** What the page knows, and what of it is wanted at the moment. */
export class Model {
  constructor(picture) {
    Object.assign(this, picture);
    this.side = 'both';
    this.filter = { text: '', region: '', subscription: '', health: '', kind: '' };
    this.nodes.forEach((node, i) => {
      node.i = i;
      node.isNetwork = node.kind === 'VirtualNetwork' || node.kind === 'VirtualWan';
      node.links = [];
      node.guests = [];
      node.findings = [];
      node.full = node.group ? `${node.group}/${node.label}` : node.label;
    });
    this.nodes.filter((n) => n.host !== undefined).forEach((n) => this.nodes[n.host].guests.push(n));
    this.links.forEach((link, i) => {
      link.i = i;
      if (link.was) {
        const told = ({ health, state, text, facts, transit, forwarded, global, resources }) => ({ health, state, text, facts, transit, forwarded, global, resources });
        [link.was, link.now] = [told(link.was), told(link)];
      }
      new Set([link.from, link.to]).forEach((end) => this.nodes[end].links.push(link));
    });
    this.findings.forEach((finding) => finding.nodes.forEach((n) => this.nodes[n].findings.push(finding)));
    this.networks.forEach((details) => { if (details.node >= 0) this.nodes[details.node].details = details; });
    for (const node of this.nodes) {
      const { was, details } = node;
      Object.assign(node, this.#told(node));
      if (was || details?.was) [node.then, node.now] = [this.#told({ ...node, ...was, details: details?.was ?? details }), this.#told(node)];
    }
  }

  /** Looks at a side of a plan; what the plan changes is told as it is there. @param {'before'|'both'|'after'} side */
  look(side) {
    this.side = side;
    for (const link of this.links.filter((l) => l.was)) Object.assign(link, side === 'before' ? link.was : link.now);
    for (const node of this.nodes.filter((n) => n.then)) Object.assign(node, side === 'before' ? node.then : node.now);
  }

  // What differs between the sides of a plan, and what is searched of it.
  #told(node) {
    const { lines, role, region, unread, details } = node;
    const subnets = details?.subnets ?? [];
    const words = [node.label, node.id, node.exact, region, this.terms[node.kind], role, ...lines, ...(details?.tags ?? []).map(([k, v]) => `${k}=${v}`),
      ...subnets.flatMap((s) => [s.name, ...s.prefixes, ...(s.residents ?? [])])].filter(Boolean).join('\n').toLowerCase();
    return { lines, role, region, unread, details, words, prefixes: [...lines, ...subnets.flatMap((s) => s.prefixes)].filter((l) => l.includes('/')), parsed: null };
  }

  get isPlan() { return this.plan !== undefined; }

  /** True for what is there on the side of a plan that is looked at. */
  isThere(thing) {
    return this.side === 'both' || thing.mark !== (this.side === 'before' ? 'Added' : 'Removed');
  }

  /** The nodes that the filters ask for. */
  matching() {
    const { text, region, subscription, health, kind } = this.filter;
    const words = text.toLowerCase().split(/\s+/).filter(Boolean).map((word) => [word, address(word)]);
    const isAsked = (node) => this.isThere(node)
      && (!region || node.region === region) && (!subscription || node.subscription === subscription)
      && (!kind || node.kind === kind)
      && (!health || node.links.some((l) => l.health === health && this.isThere(l)))
      && words.every(([word, one]) => says(node, word, one));
    return new Set(this.nodes.filter(isAsked).map((n) => n.i));
  }

  /** A link of which one end is asked for, in the state that is asked for. @param {Set<number>} matching */
  matchesLink(link, matching) {
    return this.isThere(link) && (!this.filter.health || link.health === this.filter.health)
      && (matching.has(link.from) || matching.has(link.to));
  }

  get isFiltered() { return Object.values(this.filter).some(Boolean); }

  /** The node at the other end. */
  other(link, node) { return this.nodes[link.from === node.i ? link.to : link.from]; }
}

// Of a prefix the numbers are made when the first address is looked for.
function says(node, word, one) {
  if (node.words.includes(word)) return true;
  if (one === null) return false;
  node.parsed ??= node.prefixes.map(prefix).filter((p) => p !== null);
  return node.parsed.some((p) => holds(p, one));
}
