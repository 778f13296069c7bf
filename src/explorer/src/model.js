import { address, holds } from './addresses.js';

export const KINDS = {
  VirtualNetwork: 'Virtual network', VirtualWan: 'Virtual WAN hub', VpnGateway: 'VPN gateway', ExpressRouteGateway: 'ExpressRoute gateway',
  OtherGateway: 'Gateway', Firewall: 'Azure Firewall', Appliance: 'Network appliance', LoadBalancer: 'Load balancer',
  Circuit: 'ExpressRoute circuit', Site: 'On-premises site', ClientPool: 'Point-to-site clients', ConnectedGroup: 'Connected group',
};

export const LINKS = { Peering: 'Peering', Connection: 'Connection', Clients: 'Client access', Membership: 'Group member' };

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
      if (node.was) node.now = node.lines;
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
        const told = ({ health, state, text, transit, forwarded, global, owner, resources }) => ({ health, state, text, transit, forwarded, global, owner, resources });
        [link.was, link.now] = [told(link.was), told(link)];
      }
      new Set([link.from, link.to]).forEach((end) => this.nodes[end].links.push(link));
    });
    this.findings.forEach((finding) => finding.nodes.forEach((n) => this.nodes[n].findings.push(finding)));
    this.networks.forEach((details) => { if (details.node >= 0) this.nodes[details.node].details = details; });
    this.nodes.forEach((node) => { node.words = wordsOf(node); node.prefixes = prefixesOf(node); });
  }

  /** Looks at a side of a plan; what the plan changes is told as it is there. @param {'before'|'both'|'after'} side */
  look(side) {
    this.side = side;
    for (const link of this.links.filter((l) => l.was)) Object.assign(link, side === 'before' ? link.was : link.now);
    for (const node of this.nodes.filter((n) => n.was)) node.lines = side === 'before' ? node.was : node.now;
  }

  get isPlan() { return this.plan !== undefined; }

  /** True for what is there on the side of a plan that is looked at. */
  isThere(thing) {
    return this.side === 'both' || thing.mark !== (this.side === 'before' ? 'Added' : 'Removed');
  }

  /** The nodes that the filters ask for. */
  matching() {
    const { text, region, subscription, health, kind } = this.filter;
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const isAsked = (node) => this.isThere(node)
      && (!region || node.region === region) && (!subscription || node.subscription === subscription)
      && (!kind || node.kind === kind)
      && (!health || node.links.some((l) => l.health === health && this.isThere(l)))
      && words.every((word) => says(node, word));
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

  /** The link as one end sees it: who lends whom a gateway, whose forwarded packets are taken. */
  words(link) {
    const [from, to] = [this.nodes[link.from].label, this.nodes[link.to].label];
    const told = [];
    if (link.transit & 1) told.push(`${to} uses the gateway of ${from}`);
    if (link.transit & 2) told.push(`${from} uses the gateway of ${to}`);
    if (link.forwarded === 3) told.push('forwarded traffic both ways');
    else if (link.forwarded === 1) told.push(`${to} takes forwarded traffic`);
    else if (link.forwarded === 2) told.push(`${from} takes forwarded traffic`);
    if (link.global) told.push('two regions');
    if (link.owner) told.push(`written by ${link.owner}`);
    return told;
  }
}

function says(node, word) {
  if (node.words.includes(word)) return true;
  const one = address(word);
  return one !== null && node.prefixes.some((prefix) => holds(prefix, one));
}

const wordsOf = (node) => [
  node.label, node.id, node.region, KINDS[node.kind], node.role, ...node.lines,
  ...Object.entries(node.details?.tags ?? {}).map(([k, v]) => `${k}=${v}`),
  ...(node.details?.subnets ?? []).flatMap((s) => [s.name, ...s.prefixes, ...(s.residents ?? [])]),
].filter(Boolean).join('\n').toLowerCase();

const prefixesOf = (node) => [...node.lines, ...(node.details?.subnets ?? []).flatMap((s) => s.prefixes)].filter((l) => l.includes('/'));
