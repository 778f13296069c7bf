import { byId, command, counted, el, fill, name, quoted, say } from './dom.js';

/** Choosing two networks, and the way between them. */
export class PathFinder {
  constructor(model, reachOf, events) {
    this.model = model;
    this.reachOf = reachOf;
    this.events = events;
    [this.from, this.to, this.result] = ['from', 'to', 'path-result'].map(byId);
    const networks = model.nodes.filter((n) => n.isNetwork && !n.unread);
    this.byText = new Map();
    this.textOf = new Map();
    const taken = new Map();
    networks.forEach((n) => taken.set(n.full.toLowerCase(), (taken.get(n.full.toLowerCase()) ?? 0) + 1));
    networks.forEach((n) => {
      const text = taken.get(n.full.toLowerCase()) > 1 ? n.id : n.full;
      this.byText.set(text.toLowerCase(), n);
      this.textOf.set(n, text);
      // A name with letters that cannot be seen is found as it is, too.
      const [, , , , group, , , , label] = n.exact?.toLowerCase().split('/') ?? [];
      if (n.exact) [n.exact.toLowerCase(), `${group}/${label}`, label].forEach((exact) => this.byText.set(exact, n));
    });
    fill(byId('networks'), ...networks.map((n) => el('option', { value: this.textOf.get(n) })));
    byId('path').addEventListener('submit', (e) => { e.preventDefault(); this.ask(); });
    byId('swap').addEventListener('click', () => { [this.from.value, this.to.value] = [this.to.value, this.from.value]; this.ask(); });
    byId('path-clear').addEventListener('click', () => this.clear());
    for (const field of [this.from, this.to]) field.addEventListener('change', () => { if (this.from.value && this.to.value) this.ask(); });
    this.clear();
  }

  clear() {
    [this.from.value, this.to.value] = ['', ''];
    fill(this.result);
    this.events.trace(null);
  }

  set(end, node) {
    this[end].value = this.textOf.get(node) ?? node.full;
    if (this.from.value && this.to.value) this.ask();
    else this[end === 'from' ? 'to' : 'from'].focus();
  }

  show(a, b) {
    this.from.value = this.textOf.get(a);
    this.to.value = this.textOf.get(b);
    this.ask();
  }

  // What is told of the networks after a plan is asked with the plan.
  get #planned() { return this.model.isPlan && this.model.side !== 'before' ? ' -Plan $plan' : ''; }

  #find(field) {
    const text = field.value.trim().toLowerCase();
    const exact = this.byText.get(text);
    if (exact) return exact;
    const named = [...this.textOf.keys()].filter((n) => n.label.toLowerCase() === text);
    field.setAttribute('aria-invalid', String(named.length !== 1));
    return named.length === 1 ? named[0] : named.length > 1 ? `${named.length} networks are called \u201c${field.value}\u201d: write group/name.`
      : text === '' ? 'Choose two virtual networks.' : `No network that was read is called \u201c${field.value}\u201d.`;
  }

  ask() {
    for (const field of [this.from, this.to]) field.removeAttribute('aria-invalid');
    const [a, b] = [this.#find(this.from), this.#find(this.to)];
    const problem = [a, b].find((end) => typeof end === 'string') ?? (a === b ? 'The two ends are one network: inside it traffic is not looked at here.' : null);
    if (problem) {
      fill(this.result, el('p', { class: 'problem', role: 'alert' }, problem));
      return;
    }
    const [source, destination] = [a, b].map((end) => end.exact ?? this.textOf.get(end));
    const test = `Test-VNetTransitivity ${quoted(source)} ${quoted(destination)}${this.#planned}`;
    const reach = this.reachOf();
    const [row, other] = [reach.row.get(a.i), reach.row.get(b.i)];
    if (row === undefined || other === undefined || !reach.hasCells) {
      fill(this.result, el('p', {}, reach.hasCells ? 'One of the two is not there on this side of the plan.'
        : `This page has no verdicts of single pairs: there are ${reach.size} networks. Ask:`), command(test));
      return;
    }
    this.#tell(reach.answer(row, other), a, b, test, reach);
    say(this.result.querySelector('.headline').textContent);
  }

  #tell(answer, a, b, test, reach) {
    const words = answer.words.replaceAll(/\{([ab])\}/g, (_, end) => (end === 'a' ? a : b).full);
    fill(this.result,
      el('p', { class: `headline verdict ${answer.verdict.toLowerCase()}` }, el('strong', {}, this.model.isPlan ? `${this.model.side === 'before' ? 'Before' : 'After'} the plan: ${answer.verdict}` : answer.verdict), ' ', words),
      answer.there === null ? el('p', {}, `Why: ${answer.why ?? 'nothing is in the way'}. The ways of ${counted(reach.size, 'network')} would make the page too large. Ask:`)
        : el('div', { class: 'legs' }, this.#way('There', answer.there, a, b), this.#way('Back', answer.back, b, a)),
      reasons('What is in the way', answer.reasons.filter((r) => !r.isDoubt)), reasons('What is not known', answer.reasons.filter((r) => r.isDoubt)),
      answer.verdict !== 'Reachable' && this.#remedies(answer),
      answer.notices.length > 0 && el('section', {}, el('h3', {}, 'Also'), el('ul', { class: 'plain' }, ...answer.notices.map((n) => el('li', {}, n)))),
      el('p', { class: 'muted' }, `By routing. Not looked at: ${this.unseen}.`),
      answer.fix === 'not sought' && el('p', {}, 'The smallest fix is found by trying:'), command(answer.fix === 'found' && !this.#planned ? `(${test}).Fix | Invoke-VNetPlan -WhatIf` : test));
    const first = [answer.there, answer.back].flatMap((w) => w?.list ?? []);
    this.events.trace(first.find((l) => l.verdict !== 'Reachable') ?? first[0] ?? null, [a.i, b.i]);
    this.result.querySelector(`[data-leg="${Math.max(0, first.findIndex((l) => l.verdict !== 'Reachable'))}"]`)?.setAttribute('aria-pressed', 'true');
  }

  #remedies(answer) {
    if (answer.remedies.length === 0) return null;
    const title = { found: 'What to do (tried on a copy: it works, and nobody else loses anything)', 'none found': 'What to do (no small change was found that helps and takes nothing from anybody)' };
    return el('section', { class: 'remedies' }, el('h3', {}, title[answer.fix] ?? 'What to do'),
      el('ul', {}, ...answer.remedies.map((r) => el('li', {}, r))));
  }

  #way(title, way, a, b) {
    let nth = title === 'There' ? 0 : this.thereCount;
    if (title === 'There') this.thereCount = way.list.length;
    return el('section', {}, el('h3', {}, `${title}, from `, name(a.label), ' to ', name(b.label)),
      ...way.list.map((leg) => {
        const button = el('button', { type: 'button', class: 'quiet', 'aria-pressed': 'false', 'data-leg': nth++, onclick: () => {
          this.result.querySelectorAll('[data-leg]').forEach((other) => other.setAttribute('aria-pressed', String(other === button)));
          this.events.trace(leg, [a.i, b.i]);
        } }, 'Show');
        return el('div', { class: `leg ${leg.verdict.toLowerCase()}` },
          el('p', { class: 'leg-head' }, el('span', {}, `For ${leg.destination}`), button),
          el('ol', {}, ...leg.hops.map((hop, i) => el('li', { class: i === leg.hops.length - 1 && leg.verdict !== 'Reachable' ? 'stop' : null }, `${hop.text}.`))),
          el('p', { class: 'end' }, leg.end.replace(/^=> /, '')));
      }),
      way.total > way.list.length && el('p', { class: 'muted' }, `And ${way.total - way.list.length} more: the command below tells all.`));
  }

  /** The way that the page was made for; its ends may be subnets, sites or clients. */
  given(way) {
    const leg = (l) => ({ verdict: l.verdict, hops: l.hops });
    fill(this.result, el('p', { class: `headline verdict ${way.verdict.toLowerCase()}` }, el('strong', {}, way.verdict), ' ', name(way.source), ' \u2013 ', name(way.destination)),
      ...way.legs.map((l) => el('section', {}, el('h3', {}, l.back ? 'Back' : 'There'),
        el('div', { class: `leg ${l.verdict.toLowerCase()}` }, el('p', { class: 'leg-head' }, el('span', {}), el('button', { type: 'button', class: 'quiet', onclick: () => this.events.trace(leg(l)) }, 'Show')),
          el('ol', {}, ...l.hops.map((h, i) => el('li', { class: i === l.hops.length - 1 && l.verdict !== 'Reachable' ? 'stop' : null }, `${h.text}.`)))))),
      way.reasons.length > 0 && reasons('Why', way.reasons.map((text) => ({ text }))),
      way.remedies.length > 0 && el('section', { class: 'remedies' }, el('h3', {}, 'What to do'), el('ul', {}, ...way.remedies.map((r) => el('li', {}, r)))),
      el('details', {}, el('summary', {}, 'The whole answer'), el('pre', {}, way.text)),
      command(`Test-VNetTransitivity ${quoted(way.from)} ${quoted(way.to)}${this.model.isPlan ? ' -Plan $plan' : ''}`));
    const first = way.legs.find((l) => l.verdict !== 'Reachable') ?? way.legs[0];
    if (first) this.events.trace(leg(first));
  }
}

const reasons = (title, list) => list.length > 0 && el('section', {}, el('h3', {}, title), el('ul', {}, ...list.map((r) => el('li', {}, r.text))));
