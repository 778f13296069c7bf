import { icon } from './icons.js';
import { MONO, SANS, badge, cloud, fit } from './strokes.js';

const MARKS = { Added: '+', Changed: '~', Removed: '\u2212' };

/** Paints frames below the links and nodes above them, sharp at every zoom and only what is in sight. */
export class Painter {
  constructor(drawing) {
    this.drawing = drawing;
    this.below = drawing.stage.querySelector('#below');
    this.above = drawing.stage.querySelector('#above');
    this.colors = null;
    this.resize();
    drawing.cy.on('render', () => this.#now());
  }

  resize() {
    const [w, h] = [this.drawing.stage.clientWidth, this.drawing.stage.clientHeight];
    this.ratio = devicePixelRatio || 1;
    for (const canvas of [this.below, this.above]) {
      canvas.width = Math.max(1, Math.round(w * this.ratio));
      canvas.height = Math.max(1, Math.round(h * this.ratio));
      canvas.style.width = `${w}px`;
      canvas.style.height = `${h}px`;
    }
    this.paint();
  }

  paint() {
    if (!this.colors || this.asked) return;
    this.asked = true;
    requestAnimationFrame(() => { this.asked = false; this.#now(); });
  }

  #now() {
    if (!this.colors || !this.drawing.visible) return;
    const { cy } = this.drawing;
    this.zoom = cy.zoom();
    this.extent = cy.extent();
    this.#frames(this.#start(this.below));
    const g = this.#start(this.above);
    const guests = [];
    for (const node of this.drawing.model.nodes) {
      const box = this.drawing.box(node.i);
      if (!this.drawing.visible.has(node.i) || !this.#isSeen(box)) continue;
      if (node.host === undefined || !this.drawing.visible.has(node.host)) this.#node(g, node, box);
      else guests.push([node, box]);
    }
    for (const [node, box] of guests) this.#node(g, node, box);
    g.globalAlpha = 1;
    this.#links(g);
    this.#way(g);
  }

  #start(canvas) {
    const g = canvas.getContext('2d');
    const pan = this.drawing.cy.pan();
    g.setTransform(1, 0, 0, 1, 0, 0);
    g.clearRect(0, 0, canvas.width, canvas.height);
    g.setTransform(this.zoom * this.ratio, 0, 0, this.zoom * this.ratio, pan.x * this.ratio, pan.y * this.ratio);
    g.textBaseline = 'middle';
    return g;
  }

  #isSeen([x, y, w, h]) {
    return x < this.extent.x2 && x + w > this.extent.x1 && y < this.extent.y2 && y + h > this.extent.y1;
  }

  #frames(g) {
    const c = this.colors;
    this.drawing.placed.frames.forEach((frame, i) => {
      if ((this.drawing.frame >= 0 && this.drawing.frame !== i) || !this.#isSeen(frame.box) || !frame.nodes.some((n) => this.drawing.visible.has(n))) return;
      const [x, y, w, h] = frame.box;
      g.beginPath();
      g.roundRect(x, y, w, h, 10);
      g.fillStyle = c.frame;
      g.fill();
      g.strokeStyle = c.line;
      g.lineWidth = 1 / Math.max(this.zoom, 0.4);
      g.stroke();
      // A title stays readable however small the rest becomes, as long as its frame is wide enough.
      const size = Math.min(Math.max(13, 11 / this.zoom), 60);
      if (w * this.zoom > 40) {
        g.font = `600 ${size}px ${SANS}`;
        g.fillStyle = c.muted;
        const fitted = fit(g, frame.title, w - 16);
        // A frame has 36 points above its boxes; lines run beside frames, where a title would lie below them.
        g.fillText(fitted, x + 10, size > 30 ? y - size * 0.62 : y + Math.max(18, size * 0.66));
      }
    });
  }

  #node(g, node, [x, y, w, h]) {
    const c = this.colors;
    const { drawing } = this;
    const isDim = drawing.model.isFiltered && !drawing.shown.has(node.i);
    g.globalAlpha = isDim ? 0.22 : 1;
    const isHub = node.role === 'Hub';
    const isFocus = drawing.focus === node.i;
    g.beginPath();
    if (node.kind === 'VirtualWan') cloud(g, x, y, w, h);
    else g.roundRect(x, y, w, h, node.kind === 'ClientPool' || node.kind === 'ConnectedGroup' ? Math.min(h / 2, 18) : node.host === undefined ? 7 : 5);
    g.fillStyle = node.unread ? c.bg : isHub ? c.hub : node.host === undefined ? c.surface : c.sunken;
    g.fill();
    g.setLineDash(node.unread ? [5, 4] : node.role === 'Isolated' ? [1.5, 3] : []);
    const thin = 0.6 / this.zoom;
    g.lineWidth = Math.max(isHub ? 2 : 1.1, thin);
    g.strokeStyle = node.mark ? c[node.mark.toLowerCase()] : node.unread ? c.unknown : isHub ? c.accent : node.isNetwork ? c.muted : c.line;
    if (node.mark) g.lineWidth = Math.max(2.5, thin * 2);
    g.stroke();
    g.setLineDash([]);
    if (drawing.passed.has(node.i)) {
      g.lineWidth = Math.max(2.5, thin * 2);
      g.strokeStyle = c.accent;
      g.stroke();
    }
    if (isFocus) {
      g.beginPath();
      g.roundRect(x - 4, y - 4, w + 8, h + 8, 10);
      g.lineWidth = 3;
      g.strokeStyle = c.accent;
      g.stroke();
    }
    this.#text(g, node, x, y, w, h);
    if (node.mark) badge(g, x + w - 2, y + 2, 9, MARKS[node.mark], c[node.mark.toLowerCase()], c.onAccent);
    const worst = node.findings.find((f) => f.severity === 'Error') ?? node.findings.find((f) => f.severity === 'Warning');
    if (worst && this.zoom > 0.3 && node.host === undefined) {
      g.fillStyle = worst.severity === 'Error' ? c.broken : c.outofsync;
      g.beginPath();
      g.moveTo(x + w - 12, y + 15);
      g.lineTo(x + w - 8, y + 7);
      g.lineTo(x + w - 4, y + 15);
      g.closePath();
      if (!node.mark) g.fill();
    }
  }

  #text(g, node, x, y, w, h) {
    const c = this.colors;
    const isGuest = node.host !== undefined;
    if ((isGuest ? 10 : 12) * this.zoom < 3.4) return;
    if (isGuest) {
      const size = Math.min(11, h * 0.6);
      icon(g, node.kind, x + 5, y + (h - 12) / 2, 12, node.unread ? c.unknown : c.accent);
      g.font = `500 ${size}px ${SANS}`;
      g.fillStyle = c.ink;
      g.fillText(fit(g, node.label, w - 26), x + 21, y + h / 2 + 0.5);
      return;
    }
    const first = node.guests.length ? Math.min(...node.guests.map((n) => this.drawing.box(n.i)[1])) - y : h;
    icon(g, node.kind, x + 8, y + 9, 14, node.unread ? c.unknown : node.role === 'Hub' ? c.accent : c.muted);
    g.font = `600 12.5px ${SANS}`;
    g.fillStyle = c.ink;
    g.fillText(fit(g, node.label, w - 40), x + 27, y + 17);
    const lines = node.unread ? ['not read', ...node.lines] : node.lines;
    const most = Math.max(0, Math.floor((first - 28) / 13.5));
    g.fillStyle = c.muted;
    lines.slice(0, most).forEach((line, i) => {
      const isLast = i === most - 1 && lines.length > most;
      g.font = `${line.includes('/') ? `10.5px ${MONO}` : `italic 11px ${SANS}`}`;
      g.fillText(fit(g, isLast ? `${line} +${lines.length - most}` : line, w - 18), x + 10, y + 36 + i * 13.5);
    });
  }

  // What a line alone cannot say: a cross where it is broken, a bar where access is off, its mark of a plan, its two regions.
  #links(g) {
    const c = this.colors;
    if (this.zoom < 0.25) return;
    for (const link of this.drawing.model.links) {
      const sign = { Broken: '\u00d7', Closed: '\u2013', Waiting: '\u2026', OutOfSync: '\u2260' }[link.health];
      if (!(sign || link.mark || link.global) || link.from === link.to) continue;
      const edge = this.drawing.cy.getElementById(`e${link.i}`);
      if (!edge.visible()) continue;
      const at = edge.midpoint();
      if (!this.#isSeen([at.x - 20, at.y - 20, 40, 40])) continue;
      g.globalAlpha = edge.hasClass('dim') ? 0.2 : 1;
      if (link.global) {
        // On a ground of its own: other links may run below it.
        g.font = `500 10px ${SANS}`;
        g.fillStyle = c.bg;
        g.fillRect(at.x + 10, at.y - 15, g.measureText('global').width + 4, 12);
        g.fillStyle = c.muted;
        g.fillText('global', at.x + 12, at.y - 9);
      }
      if (sign) badge(g, at.x, at.y, 7.5, sign, c[link.health.toLowerCase()], c.onAccent);
      if (link.mark) badge(g, at.x + (sign ? 17 : 0), at.y, 8.5, MARKS[link.mark], c[link.mark.toLowerCase()], c.onAccent);
    }
    g.globalAlpha = 1;
  }

  #way(g) {
    const { way, cy } = this.drawing;
    if (!way) return;
    const c = this.colors;
    const scale = Math.max(1, 0.85 / this.zoom);
    const taken = new Map();
    way.hops.forEach((hop, i) => {
      const at = hop.link >= 0 ? cy.getElementById(`e${hop.link}`).midpoint() : this.#corner(hop);
      if (!at) return;
      const key = `${Math.round(at.x / 8)} ${Math.round(at.y / 8)}`;
      const nth = taken.get(key) ?? 0;
      taken.set(key, nth + 1);
      const isEnd = i === way.hops.length - 1 && way.verdict !== 'Reachable';
      const fillWith = isEnd ? (way.verdict === 'Unknown' ? c.unknown : c.broken) : c.accent;
      badge(g, at.x + nth * 26 * scale, at.y, 12 * scale, isEnd ? `${i + 1}${way.verdict === 'Unknown' ? '?' : '\u00d7'}` : String(i + 1), fillWith, c.onAccent, c.surface);
    });
  }

  #corner(hop) {
    if (hop.from < 0) return null;
    const [x, y, w] = this.drawing.box(hop.from);
    return { x: x + w, y };
  }
}
