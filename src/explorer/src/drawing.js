import cytoscape from 'cytoscape';
import { say } from './dom.js';
import { HEALTH } from './model.js';
import { Painter } from './paint.js';
import { styleOf } from './style.js';

const READABLE = 0.9;
const STATES = [...Object.keys(HEALTH), 'transit1', 'transit2', 'forwarded1', 'forwarded2'].join(' ');

/** The drawing: cytoscape lays links and finds what is pointed at; what nodes look like is painted above it. */
export class Drawing {
  constructor(model, stage, events) {
    this.model = model;
    this.stage = stage;
    this.events = events;
    this.view = model.view === 'Hub' ? 'Overview' : model.view;
    this.frame = -1;
    this.focus = -1;
    this.shown = new Set(model.nodes.map((n) => n.i));
    this.way = null;
    this.passed = new Set();
    this.marked = new Set();
    this.cy = cytoscape({
      container: stage.querySelector('#cy'), elements: this.#elements(), layout: { name: 'preset' }, minZoom: 0.02, maxZoom: 4,
      boxSelectionEnabled: false, autoungrabify: true, selectionType: 'single',
      hideEdgesOnViewport: model.links.length > 4000, styleEnabled: true,
    });
    this.painter = new Painter(this);
    this.cy.on('tap', 'node', (e) => events.chosen(this.model.nodes[Number(e.target.id().slice(1))]));
    this.cy.on('tap', 'edge', (e) => events.linkChosen(this.model.links[Number(e.target.id().slice(1))]));
    this.cy.on('tap', (e) => { if (e.target === this.cy) events.cleared(); });
    this.cy.on('mouseover', 'node, edge', () => { stage.classList.add('points'); });
    this.cy.on('mouseout', 'node, edge', () => { stage.classList.remove('points'); });
    stage.addEventListener('keydown', (e) => this.#key(e));
    new ResizeObserver(() => this.resize()).observe(stage);
  }

  resize() {
    this.cy.resize();
    this.painter.resize();
  }

  get placed() { return this.model.views[this.view]; }
  box(i) { return this.placed.boxes[i]; }

  #elements() {
    const { boxes, ways } = this.placed;
    return [
      ...this.model.nodes.map((n) => ({ group: 'nodes', data: { id: `n${n.i}`, w: boxes[n.i][2], h: boxes[n.i][3], depth: n.host === undefined ? 1 : 2 },
        position: center(boxes[n.i]) })),
      ...this.model.links.map((l) => ({ group: 'edges', data: { id: `e${l.i}`, source: `n${l.from}`, target: `n${l.to}`, ...this.#way(l, ways[l.i]) } })),
    ];
  }

  // The corners of a link as the library takes them: ends as offsets from the middles of the nodes, the rest by their
  // distance from the line between the ends and their place along it.
  #way(link, corners) {
    const points = [];
    for (let i = 0; i < corners.length; i += 2) points.push([corners[i], corners[i + 1]]);
    if (link.from === link.to || points.length < 2) return { self: 'yes' };
    const [a, b] = [points[0], points.at(-1)];
    const [ca, cb] = [center(this.box(link.from)), center(this.box(link.to))];
    const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
    const length = Math.hypot(dx, dy) || 1;
    const inner = points.slice(1, -1);
    const weights = inner.map(([x, y]) => ((x - a[0]) * dx + (y - a[1]) * dy) / length ** 2);
    const distances = inner.map(([x, y]) => ((y - a[1]) * dx - (x - a[0]) * dy) / length);
    const inMiddle = (p, c) => Math.hypot(p[0] - c.x, p[1] - c.y) < 1;
    return {
      curve: inner.length ? 'segments' : 'straight',
      ws: inner.length ? weights : [0.5], ds: inner.length ? distances : [0],
      sp: inMiddle(a, ca) ? 'outside-to-node' : `${a[0] - ca.x}px ${a[1] - ca.y}px`,
      tp: inMiddle(b, cb) ? 'outside-to-node' : `${b[0] - cb.x}px ${b[1] - cb.y}px`,
    };
  }

  /** Puts everything where another view has it. */
  show(view, frame = -1) {
    this.view = view === 'Hub' ? 'Overview' : view;
    this.frame = view === 'Hub' ? frame : -1;
    const { boxes, ways } = this.placed;
    this.cy.batch(() => {
      this.model.nodes.forEach((n) => this.cy.getElementById(`n${n.i}`).data({ w: boxes[n.i][2], h: boxes[n.i][3] }).position(center(boxes[n.i])));
      this.model.links.forEach((l) => this.cy.getElementById(`e${l.i}`).data(this.#way(l, ways[l.i])));
    });
    this.cy.style().update();
    this.refresh();
    this.fit();
  }

  isVisible(i) {
    return this.model.isThere(this.model.nodes[i]) && (this.frame < 0 || this.placed.frames[this.frame].nodes.includes(i));
  }

  /** Shows what the filters, the side of a plan and the frame ask for. @param {Set<number>} [matching] */
  refresh(matching = this.shown) {
    this.shown = matching;
    const isFiltered = this.model.isFiltered;
    this.visible = new Set(this.model.nodes.filter((n) => this.isVisible(n.i)).map((n) => n.i));
    this.cy.batch(() => {
      this.model.nodes.forEach((n) => this.#mark(`n${n.i}`, 'gone', !this.visible.has(n.i)));
      this.model.links.forEach((l) => {
        this.#mark(`e${l.i}`, 'gone', !(this.model.isThere(l) && this.visible.has(l.from) && this.visible.has(l.to)));
        this.#mark(`e${l.i}`, 'dim', isFiltered && !this.model.matchesLink(l, matching));
      });
    });
    const away = this.frame < 0 ? 0 : this.model.links.filter((l) => this.model.isThere(l) && this.visible.has(l.from) !== this.visible.has(l.to)).length;
    document.getElementById('elsewhere').textContent = away ? `${away} ${away === 1 ? 'link leads' : 'links lead'} elsewhere and ${away === 1 ? 'is' : 'are'} not shown` : '';
    this.painter.paint();
  }

  // The library is slow to be told what it knows: of thousands only those that change are told.
  #mark(id, what, isOn) {
    const key = `${what} ${id}`;
    if (this.marked.has(key) === isOn) return;
    if (isOn) this.marked.add(key);
    else this.marked.delete(key);
    this.cy.getElementById(id).toggleClass(what, isOn);
  }

  restyle(c) {
    this.cy.batch(() => this.model.links.forEach((l) => this.cy.getElementById(`e${l.i}`).removeClass(STATES).addClass([l.kind === 'Membership' ? 'membership' : l.health,
      l.mark ?? '', ...[1, 2].flatMap((b) => [l.transit & b ? `transit${b}` : '', l.forwarded & b ? `forwarded${b}` : ''])].filter(Boolean).join(' '))));
    this.cy.style().fromJson(styleOf(c)).update();
    this.painter.colors = c;
    this.painter.paint();
  }

  fit() {
    this.resize();
    const frames = this.placed.frames.filter((f, i) => (this.frame < 0 || this.frame === i) && f.nodes.some((n) => this.visible.has(n)));
    const [x1, y1] = [0, 1].map((k) => Math.min(...frames.map((f) => f.box[k])));
    const [x2, y2] = [0, 1].map((k) => Math.max(...frames.map((f) => f.box[k] + f.box[k + 2])));
    const room = 28;
    if (frames.length === 0) return;
    const zoom = Math.min(1.6, (this.cy.width() - 2 * room) / (x2 - x1), (this.cy.height() - 2 * room) / (y2 - y1));
    this.cy.viewport({ zoom, pan: { x: this.cy.width() / 2 - (zoom * (x1 + x2)) / 2, y: this.cy.height() / 2 - (zoom * (y1 + y2)) / 2 } });
  }

  zoomBy(factor) {
    this.cy.zoom({ level: this.cy.zoom() * factor, renderedPosition: { x: this.cy.width() / 2, y: this.cy.height() / 2 } });
  }

  /** Marks a node, and moves there where it is not in sight or too small to read. */
  select(i, moves = true) {
    this.focus = i;
    if (i >= 0 && moves) {
      const at = center(this.box(i));
      const { x1, y1, x2, y2 } = this.cy.extent();
      const isSmall = this.cy.zoom() < READABLE / 2;
      if (isSmall || at.x < x1 || at.x > x2 || at.y < y1 || at.y > y2) {
        this.cy.zoom(isSmall ? READABLE : this.cy.zoom());
        this.cy.center(this.cy.getElementById(`n${i}`));
      }
    }
    this.painter.paint();
  }

  /** Draws a way: its links, the numbers of its hops, the place where it ends. @param {null|{hops: any[], verdict: string}} way @param {number[]} [ends] */
  trace(way, ends = []) {
    this.way = way;
    this.passed = new Set(way ? [...ends, ...way.hops.flatMap((h) => [h.from, h.to])].filter((i) => i >= 0) : []);
    this.cy.elements('.on').removeClass('on');
    way?.hops.filter((h) => h.link >= 0).forEach((h) => this.cy.getElementById(`e${h.link}`).addClass('on'));
    if (way) {
      const nodes = this.cy.nodes(':visible').filter((n) => this.passed.has(Number(n.id().slice(1))));
      if (nodes.length) {
        this.cy.fit(nodes, 110);
        if (this.cy.zoom() > 1.3) { this.cy.zoom(1.3); this.cy.center(nodes); }
      }
    }
    this.painter.paint();
  }

  #key(event) {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (step && event.shiftKey) this.cy.panBy({ x: -80 * step[0], y: -80 * step[1] });
    else if (step) this.#step(step);
    else if (event.key === 'Enter' && this.focus >= 0) this.events.chosen(this.model.nodes[this.focus], true);
    else if (event.key === '+' || event.key === '=') this.zoomBy(1.25);
    else if (event.key === '-') this.zoomBy(0.8);
    else if (event.key === '0') this.fit();
    else return;
    event.preventDefault();
  }

  // The nearest node in a direction; what is beside it counts as farther than what lies straight ahead.
  #step([dx, dy]) {
    const candidates = [...this.visible].filter((i) => this.shown.has(i));
    if (this.focus < 0) {
      if (candidates.length) this.#announce(candidates[0]);
      return;
    }
    const at = center(this.box(this.focus));
    let best = -1;
    let least = Infinity;
    for (const i of candidates) {
      const there = center(this.box(i));
      const ahead = (there.x - at.x) * dx + (there.y - at.y) * dy;
      const aside = Math.abs((there.x - at.x) * dy + (there.y - at.y) * dx);
      if (i !== this.focus && ahead > 2 && ahead + aside * 2.5 < least) [best, least] = [i, ahead + aside * 2.5];
    }
    if (best >= 0) this.#announce(best);
  }

  #announce(i) {
    const node = this.model.nodes[i];
    this.select(i);
    say(`${node.label}, ${this.model.terms[node.kind]}${node.lines.length ? `, ${node.lines.slice(0, 3).join(', ')}` : ''}. Press Enter for details.`);
  }
}

export const center = ([x, y, w, h]) => ({ x: x + w / 2, y: y + h / 2 });
