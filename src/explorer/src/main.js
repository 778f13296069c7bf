import { byId, counted, el, fill, say } from './dom.js';
import { read } from './data.js';
import { Details } from './details.js';
import { Drawing } from './drawing.js';
import { legend } from './legend.js';
import { Lists } from './lists.js';
import { Matrix } from './matrix.js';
import { HEALTH, Model } from './model.js';
import { PathFinder } from './path.js';
import { Reach } from './reach.js';
import { colors, themeSwitch } from './theme.js';

const TABS = ['drawing', 'matrix', 'list', 'findings'];

async function start() {
  const root = document.documentElement;
  const model = new Model(await read('picture'));
  byId('title').textContent = model.title;
  heading(model);
  legend(model);
  filters(model);
  byId('sides').hidden = !model.isPlan;
  let reach = null;
  let path = null;
  const sides = [];
  const sideOf = (number) => (sides[number] ??= new Reach(reach.sides[number]));
  const reachOf = () => sideOf(model.side === 'before' ? 0 : reach.sides.length - 1);
  const beforeOf = () => (model.side === 'both' && reach.sides.length > 1 ? sideOf(0) : null);
  const events = {
    chosen: (node, moves = false) => { drawing.select(node.i); details.node(node, moves); },
    linkChosen: (link, moves = false) => { drawing.select(-1); details.link(link, moves); },
    cleared: () => { drawing.select(-1); details.clear(); },
    from: (node) => path?.set('from', node),
    to: (node) => path?.set('to', node),
    trace: (way, ends) => drawing.trace(way, ends),
    pair: (a, b) => { tab('drawing'); path?.show(a, b); byId('path-result').scrollIntoView({ block: 'nearest' }); },
  };
  const drawing = new Drawing(model, byId('stage'), events);
  const details = new Details(model, events);
  const lists = new Lists(model, events);
  const matrix = new Matrix(model, reachOf, beforeOf, events);
  details.clear();
  drawing.refresh();
  let open = 'drawing';
  let matching = drawing.shown;

  function tab(which, moves = false) {
    open = which;
    for (const t of TABS) {
      byId(`tab-${t}`).setAttribute('aria-selected', String(t === which));
      byId(`tab-${t}`).tabIndex = t === which ? 0 : -1;
      byId(`panel-${t}`).hidden = t !== which;
    }
    if (moves) byId(`tab-${which}`).focus();
    update();
  }

  function update() {
    if (open === 'matrix' && reach) matrix.reset(matching);
    if (open === 'list') lists.show(matching);
    if (open === 'findings') lists.findings(matching);
  }

  function refilter() {
    for (const field of Object.keys(model.filter)) model.filter[field] = byId(`filter-${field}`).value.trim();
    matching = model.matching();
    drawing.refresh(matching);
    const all = model.nodes.filter((n) => model.isThere(n)).length;
    byId('shown').textContent = model.isFiltered ? `${matching.size.toLocaleString('en')} of ${counted(all, 'thing')}` : '';
    byId('filter-clear').hidden = !model.isFiltered;
    say(model.isFiltered ? `${matching.size} of ${all} match.` : 'Nothing is filtered.');
    update();
  }

  TABS.forEach((t, i) => {
    byId(`tab-${t}`).addEventListener('click', () => tab(t));
    byId(`tab-${t}`).addEventListener('keydown', (e) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
      if (step) tab(TABS[(i + step + TABS.length) % TABS.length], true);
    });
  });
  byId('toolbar').addEventListener('submit', (e) => {
    e.preventDefault();
    refilter();
    const first = [...matching].find((i) => drawing.visible.has(i));
    if (model.filter.text && first !== undefined) events.chosen(model.nodes[first]);
  });
  let wait;
  byId('filter-text').addEventListener('input', () => { clearTimeout(wait); wait = setTimeout(refilter, 80); });
  for (const field of ['region', 'subscription', 'health', 'kind']) byId(`filter-${field}`).addEventListener('change', refilter);
  byId('filter-clear').addEventListener('click', () => {
    Object.keys(model.filter).forEach((f) => { byId(`filter-${f}`).value = ''; });
    refilter();
    byId('filter-text').focus();
  });
  const show = () => {
    const isHub = byId('view').value === 'Hub';
    byId('hub-field').hidden = !isHub;
    drawing.show(byId('view').value, Number(byId('hub').value));
  };
  byId('view').addEventListener('change', show);
  byId('hub').addEventListener('change', show);
  fill(byId('hub'), ...model.views.Overview.frames.map((f, i) => el('option', { value: i }, f.title)));
  byId('view').value = model.view;
  byId('fit').addEventListener('click', () => drawing.fit());
  byId('zoom-in').addEventListener('click', () => drawing.zoomBy(1.3));
  byId('zoom-out').addEventListener('click', () => drawing.zoomBy(1 / 1.3));
  byId('print').addEventListener('click', toPaper);
  byId('sides').addEventListener('change', (e) => {
    model.look(e.target.value);
    changed();
    refilter();
    details.again();
    if (byId('from').value && byId('to').value) path?.ask();
  });
  document.addEventListener('keydown', (e) => {
    if (e.key === 'Escape') events.cleared();
    if (e.key === 'p' && (e.ctrlKey || e.metaKey) && !e.shiftKey) { e.preventDefault(); toPaper(); }
  });
  const changed = () => {
    const c = colors();
    drawing.restyle(c);
    matrix.colors = c;
    matrix.paint();
  };
  addEventListener('afterprint', () => {
    delete root.dataset.printing;
    changed();
    drawing.resize();
    tab(open);
  });

  // On paper: light colours, the whole drawing, everything in tables. A canvas needs a moment to be painted anew.
  function paper() {
    if (root.dataset.printing) return;
    root.dataset.printing = 'yes';
    lists.show(matching, Infinity);
    lists.findings(matching, Infinity);
    changed();
    drawing.resize();
    drawing.fit();
  }

  addEventListener('beforeprint', paper);

  async function toPaper() {
    paper();
    for (let i = 0; i < 4; i++) await new Promise((resolve) => { requestAnimationFrame(resolve); });
    print();
  }

  themeSwitch(byId('theme'), changed);
  if (model.view === 'Hub') show();
  else drawing.fit();
  performance.mark('drawn');

  // Who reaches whom is read once the drawing stands.
  await new Promise((resolve) => { requestAnimationFrame(() => setTimeout(resolve)); });
  reach = await read('reach');
  path = new PathFinder(model, reachOf, events);
  path.unseen = reach.unseen;
  if (model.way) path.given(model.way);
  if (open === 'matrix') update();
  root.dataset.ready = 'yes';
  performance.mark('ready');
}

function heading(model) {
  fill(byId('counts'), ...model.counts.map(([n, one, many]) => el('li', { 'data-count': many }, el('b', {}, n.toLocaleString('en')), ` ${n === 1 ? one : many}`)));
  byId('read-at').textContent = model.readAt ? `Read ${model.readAt}` : '';
  byId('tab-findings').textContent = `Findings (${model.findings.length})`;
  if (model.notes.length) byId('read-at').append(`${model.readAt ? ' \u00b7 ' : ''}${counted(model.notes.length, 'note')}`);
}

function filters(model) {
  const options = (id, first, values) => fill(byId(id), el('option', { value: '' }, first), ...values.map(([v, text]) => el('option', { value: v }, text)));
  const distinct = (of) => [...new Set(model.nodes.map(of).filter(Boolean))].sort().map((v) => [v, v]);
  options('filter-region', 'All regions', distinct((n) => n.region));
  options('filter-subscription', 'All subscriptions', distinct((n) => n.subscription));
  options('filter-health', 'All states', Object.entries(HEALTH).filter(([h]) => model.links.some((l) => l.health === h)));
  options('filter-kind', 'All kinds', Object.entries(model.terms).filter(([k]) => model.nodes.some((n) => n.kind === k)));
}

start().catch((fault) => {
  byId('title').textContent = 'This page could not be shown';
  byId('live').textContent = String(fault);
  throw fault;
});
