import { byId, counted, el, fill, name, say } from './dom.js';
import { SANS, fit } from './strokes.js';

const NAMES = 150;
const LARGEST = 34;
const VERDICTS = ['Reachable', 'Partial', 'Blocked', 'Unknown'];

/** Everybody with everybody, on a canvas that paints only what is in sight. */
export class Matrix {
  constructor(model, reachOf, beforeOf, events) {
    Object.assign(this, { model, reachOf, beforeOf, events, cell: 0, at: [-1, -1] });
    [this.view, this.canvas, this.space, this.told] = ['matrix-view', 'matrix-canvas', 'matrix-space', 'matrix-told'].map(byId);
    this.view.addEventListener('scroll', () => this.paint());
    this.canvas.addEventListener('mousemove', (e) => { const at = this.#cellAt(e); if (at) this.#go(at, false); });
    this.canvas.addEventListener('click', (e) => { const at = this.#cellAt(e); if (at) { this.#go(at, false); this.#open(); } });
    this.view.addEventListener('keydown', (e) => this.#key(e));
    this.view.addEventListener('wheel', (e) => { if (e.ctrlKey) { e.preventDefault(); this.zoomBy(e.deltaY < 0 ? 1.25 : 0.8); } }, { passive: false });
    byId('matrix-order').addEventListener('change', () => this.reset());
    byId('matrix-in').addEventListener('click', () => this.zoomBy(1.4));
    byId('matrix-out').addEventListener('click', () => this.zoomBy(1 / 1.4));
    byId('matrix-fit').addEventListener('click', () => { this.cell = 0; this.layout(); });
    new ResizeObserver(() => this.layout()).observe(this.view);
  }

  /** Sorts anew: after another order, other filters, or another side of a plan. */
  reset(matching = this.matching) {
    this.matching = matching;
    this.reach = this.reachOf();
    this.before = this.beforeOf();
    byId('matrix-grid').hidden = !this.reach.hasCells;
    this.rows = this.reach.nets.map((node, row) => ({ node: this.model.nodes[node], row })).filter((r) => matching.has(r.node.i));
    const by = byId('matrix-order').value;
    const frames = this.model.views[by === 'Region' ? 'Region' : by === 'Subscription' ? 'Subscription' : 'Overview'].frames;
    const group = new Map(frames.flatMap((f, i) => f.nodes.map((n) => [n, [i, f.title]])));
    this.rows.forEach((r) => { [r.group, r.title] = by === 'Name' ? [0, ''] : group.get(r.node.i) ?? [frames.length, '']; });
    const order = new Intl.Collator('en', { numeric: true });
    this.rows.sort((a, b) => a.group - b.group || (b.node.role === 'Hub') - (a.node.role === 'Hub') || order.compare(a.node.full, b.node.full));
    this.at = [-1, -1];
    this.#table();
    this.layout();
  }

  layout() {
    if (!this.rows || this.view.clientWidth === 0) return;
    const count = Math.max(1, this.rows.length);
    this.cell = this.cell === 0 ? Math.min(LARGEST, Math.max(1, Math.floor((Math.min(this.view.clientWidth, this.view.clientHeight) - NAMES - 4) / count)))
      : Math.min(LARGEST, Math.max(1, this.cell));
    this.head = this.cell >= 9 ? NAMES : 12;
    this.space.style.width = this.space.style.height = `${this.head + count * this.cell}px`;
    const ratio = devicePixelRatio || 1;
    [this.canvas.width, this.canvas.height] = [this.view.clientWidth * ratio, this.view.clientHeight * ratio];
    this.canvas.style.width = `${this.view.clientWidth}px`;
    this.canvas.style.height = `${this.view.clientHeight}px`;
    this.paint();
  }

  zoomBy(factor) {
    const wanted = Math.min(LARGEST, Math.max(1, factor > 1 ? Math.ceil(this.cell * factor) : Math.floor(this.cell * factor)));
    const middle = [(this.view.scrollLeft + this.view.clientWidth / 2) / this.cell, (this.view.scrollTop + this.view.clientHeight / 2) / this.cell];
    this.cell = wanted;
    this.layout();
    this.view.scrollLeft = middle[0] * this.cell - this.view.clientWidth / 2;
    this.view.scrollTop = middle[1] * this.cell - this.view.clientHeight / 2;
  }

  paint() {
    if (!this.rows || !this.colors || !this.reach.hasCells || this.asked) return;
    this.asked = true;
    requestAnimationFrame(() => { this.asked = false; this.#now(); });
  }

  #now() {
    const { cell, head, rows, reach, colors: c } = this;
    const g = this.canvas.getContext('2d');
    const ratio = devicePixelRatio || 1;
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    const [w, h, left, top] = [this.view.clientWidth, this.view.clientHeight, this.view.scrollLeft, this.view.scrollTop];
    g.fillStyle = c.surface;
    g.fillRect(0, 0, w, h);
    const tints = { Reachable: c.reachable, Partial: c.partial, Blocked: c.blocked, Unknown: c.doubt };
    const gap = cell >= 5 ? 1 : 0;
    const [x0, x1] = [Math.floor(left / cell), Math.min(rows.length, Math.ceil((left + w - head) / cell))];
    const [y0, y1] = [Math.floor(top / cell), Math.min(rows.length, Math.ceil((top + h - head) / cell))];
    for (let y = Math.max(0, y0); y < y1; y++) {
      for (let x = Math.max(0, x0); x < x1; x++) {
        const [px, py] = [head + x * cell - left, head + y * cell - top];
        if (x === y) {
          g.fillStyle = c.line;
          g.fillRect(px, py, cell - gap, cell - gap);
          continue;
        }
        const { verdict } = reach.verdict(rows[y].row, rows[x].row);
        const was = this.#was(rows[y], rows[x]);
        g.fillStyle = tints[verdict];
        g.fillRect(px, py, cell - gap, cell - gap);
        if (cell >= 8) sign(g, verdict, px, py, cell - gap, verdict === 'Blocked' ? c.broken : c.sign);
        if (was && was.verdict !== verdict) corner(g, px, py, cell - gap, c.ink);
      }
    }
    this.#names(g, [x0, x1, y0, y1], [w, h, left, top]);
    const [row, column] = this.at;
    if (row >= 0) {
      g.strokeStyle = c.ink;
      g.lineWidth = 2;
      g.strokeRect(head + column * cell - left - 1, head + row * cell - top - 1, cell + 1, cell + 1);
    }
  }

  // What a pair was before the plan; null where the page shows one side alone, or one of the two is new.
  #was(a, b) {
    const [row, other] = [a, b].map((r) => this.before?.row.get(r.node.i));
    return row === undefined || other === undefined ? null : this.before.verdict(row, other);
  }

  #names(g, [x0, x1, y0, y1], [w, h, left, top]) {
    const { cell, head, rows, colors: c } = this;
    g.fillStyle = c.surface;
    g.fillRect(0, 0, w, head - 1);
    g.fillRect(0, 0, head - 1, h);
    const [row, column] = this.at;
    const size = Math.min(12, cell - 1);
    const label = (r, isAt) => {
      g.font = `${isAt ? 700 : 400} ${size}px ${SANS}`;
      g.fillStyle = isAt ? c.accent : c.ink;
      return fit(g, r.node.label, head - 20);
    };
    g.textBaseline = 'middle';
    for (let y = Math.max(0, y0); y < y1; y++) {
      const py = head + y * cell - top;
      if (py + cell / 2 < head) continue;
      if (head === NAMES) g.fillText(label(rows[y], y === row), 8, py + cell / 2);
      this.#group(g, y, 2, py, 3, cell);
    }
    for (let x = Math.max(0, x0); x < x1; x++) {
      const px = head + x * cell - left;
      if (px + cell / 2 < head) continue;
      if (head === NAMES) {
        const text = label(rows[x], x === column);
        g.save();
        g.translate(px + cell / 2, head - 6);
        g.rotate(-Math.PI / 2);
        g.fillText(text, 0, 0);
        g.restore();
      }
      this.#group(g, x, px, 2, cell, 3);
    }
    g.fillStyle = c.surface;
    g.fillRect(0, 0, head - 1, head - 1);
  }

  // Groups follow each other in two shades, as a band beside the cells.
  #group(g, i, x, y, w, h) {
    g.fillStyle = this.rows[i].group % 2 ? this.colors.muted : this.colors.accent;
    g.fillRect(x, y, w, h);
  }

  #cellAt(event) {
    const box = this.canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const at = [Math.floor((y - this.head + this.view.scrollTop) / this.cell), Math.floor((x - this.head + this.view.scrollLeft) / this.cell)];
    return x > this.head && y > this.head && at.every((i) => i >= 0 && i < this.rows.length) ? at : null;
  }

  #go(at, isKey) {
    if (!this.rows?.[at[0]] || !this.rows[at[1]] || (at[0] === this.at[0] && at[1] === this.at[1])) return;
    this.at = at;
    const [a, b] = [this.rows[at[0]], this.rows[at[1]]];
    const told = a === b ? null : this.reach.verdict(a.row, b.row);
    const was = told ? this.#was(a, b) : null;
    const words = told ? [was && was.verdict !== told.verdict ? `${was.verdict} before, ${told.verdict} after` : told.verdict, told.by && `by ${told.by}`, told.why].filter(Boolean).join(', ') : 'the same network';
    fill(this.told, name(a.node.full), ' \u2013 ', name(b.node.full), ': ', el('strong', {}, words));
    if (isKey) {
      say(`${a.node.label} to ${b.node.label}: ${words}`);
      const sees = (i, scroll, room) => Math.min(Math.max(scroll, (i + 1) * this.cell - (room - this.head)), i * this.cell);
      this.view.scrollTop = sees(at[0], this.view.scrollTop, this.view.clientHeight);
      this.view.scrollLeft = sees(at[1], this.view.scrollLeft, this.view.clientWidth);
    }
    this.paint();
  }

  #open() {
    const [a, b] = [this.rows[this.at[0]], this.rows[this.at[1]]];
    if (a && b && a !== b) this.events.pair(a.node, b.node);
  }

  #key(event) {
    if (!this.rows?.length || !this.reach.hasCells) return;
    const last = this.rows.length - 1;
    const [row, column] = this.at;
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageUp: [-10, 0], PageDown: [10, 0],
      Home: [0, -last], End: [0, last] }[event.key];
    if (step) this.#go(row < 0 ? [0, Math.min(1, last)] : [row + step[0], column + step[1]].map((i) => Math.min(last, Math.max(0, i))), true);
    else if (event.key === 'Enter') this.#open();
    else if (event.key === '+' || event.key === '=') this.zoomBy(1.4);
    else if (event.key === '-') this.zoomBy(1 / 1.4);
    else return;
    event.preventDefault();
  }

  // The same by groups, in numbers: for those who do not see the cells, and for estates that have too many of them.
  #table() {
    const counts = new Map();
    if (this.reach.hasCells) {
      for (let y = 0; y < this.rows.length; y++) {
        for (let x = y + 1; x < this.rows.length; x++) {
          const [a, b] = [this.rows[y], this.rows[x]];
          const key = `${a.group} ${b.group}`;
          if (!counts.has(key)) counts.set(key, { a: a.title || 'All', b: b.title || 'All', Reachable: 0, Partial: 0, Blocked: 0, Unknown: 0 });
          counts.get(key)[this.reach.verdict(a.row, b.row).verdict]++;
        }
      }
    }
    const rows = this.reach.hasCells ? [...counts.values()] : this.reach.hubs;
    const total = (verdict) => rows.reduce((sum, r) => sum + r[verdict], 0);
    byId('matrix-changed').hidden = this.before === null;
    byId('matrix-title').textContent = this.reach.hasCells
      ? `${this.model.isPlan ? (this.model.side === 'before' ? 'Before the plan, ' : 'After the plan, ') : ''}${counted(this.rows.length, 'network')}: ${VERDICTS.filter((v) => total(v) > 0).map((v) => `${total(v).toLocaleString('en')} pairs ${v.toLowerCase()}`).join(', ')}`
      : `${this.reach.size.toLocaleString('en')} networks are too many for a cell each pair: by hub, in pairs`;
    fill(byId('matrix-table'), el('caption', {}, 'Pairs of networks by group'),
      el('thead', {}, el('tr', {}, ...['One group', 'Other group', ...VERDICTS].map((h, i) => el('th', { scope: 'col', class: i > 1 ? 'number' : null }, h)))),
      el('tbody', {}, ...rows.slice(0, 2000).map((r) => el('tr', {}, el('th', { scope: 'row' }, name(r.a)), el('td', {}, r.a === r.b ? 'among themselves' : name(r.b)),
        ...VERDICTS.map((v) => el('td', { class: `number ${r[v] ? v.toLowerCase() : 'zero'}` }, r[v].toLocaleString('en')))))));
    byId('matrix-more').textContent = rows.length > 2000 ? `And ${rows.length - 2000} more rows: Test-VNetTransitivity -All -GroupBy Hub lists all.` : '';
  }
}

// A corner marks what a plan changes.
function corner(g, x, y, size, ink) {
  g.fillStyle = ink;
  g.beginPath();
  g.moveTo(x + size, y);
  g.lineTo(x + size, y + size * 0.45);
  g.lineTo(x + size * 0.55, y);
  g.closePath();
  g.fill();
}

function sign(g, verdict, x, y, size, ink) {
  if (verdict === 'Reachable') return;
  g.strokeStyle = ink;
  g.fillStyle = ink;
  g.lineWidth = Math.max(1.2, size / 10);
  const [a, b] = [size * 0.3, size * 0.7];
  g.beginPath();
  if (verdict === 'Blocked') {
    g.moveTo(x + a, y + a); g.lineTo(x + b, y + b); g.moveTo(x + b, y + a); g.lineTo(x + a, y + b);
    g.stroke();
  } else if (verdict === 'Partial') {
    g.moveTo(x + a, y + b); g.lineTo(x + b, y + a);
    g.stroke();
  } else {
    g.arc(x + size / 2, y + size / 2, size / 9, 0, Math.PI * 2);
    g.fill();
  }
}
