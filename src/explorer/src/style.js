import { HEALTH } from './model.js';

const DASHES = { OutOfSync: [10, 4], Waiting: [6, 5], Closed: [2, 4], Broken: [4, 4], Unknown: [2, 5] };

/** How cytoscape draws links: a colour and a dash for each state, arrows for transit and forwarded traffic. Nodes are painted apart. */
export function styleOf(c) {
  const style = [
    { selector: 'node', style: { shape: 'rectangle', width: 'data(w)', height: 'data(h)', 'background-opacity': 0, 'border-width': 0,
      'overlay-opacity': 0, 'z-index': 'data(depth)', 'z-index-compare': 'manual' } },
    { selector: 'edge', style: { width: 1.8, 'curve-style': 'straight', 'line-color': c.good, 'arrow-scale': 0.9, 'overlay-opacity': 0,
      'z-index': 0, 'z-index-compare': 'manual', 'target-arrow-color': c.good, 'source-arrow-color': c.good,
      'mid-target-arrow-color': c.good, 'mid-source-arrow-color': c.good } },
    { selector: 'edge[curve]', style: { 'curve-style': 'data(curve)', 'segment-weights': 'data(ws)', 'segment-distances': 'data(ds)',
      'edge-distances': 'endpoints', 'source-endpoint': 'data(sp)', 'target-endpoint': 'data(tp)' } },
    { selector: 'edge[self]', style: { 'curve-style': 'bezier', 'loop-direction': '45deg' } },
    { selector: '.gone', style: { display: 'none' } },
    { selector: '.dim', style: { opacity: 0.15 } },
    { selector: '.on', style: { width: 4, 'z-index': 3, 'line-color': c.accent, 'target-arrow-color': c.accent, 'source-arrow-color': c.accent,
      'mid-target-arrow-color': c.accent, 'mid-source-arrow-color': c.accent } },
  ];
  for (const health of Object.keys(HEALTH)) {
    const color = c[health.toLowerCase()];
    style.splice(4, 0, { selector: `.${health}`, style: { 'line-color': color, 'target-arrow-color': color, 'source-arrow-color': color,
      'mid-target-arrow-color': color, 'mid-source-arrow-color': color,
      ...(DASHES[health] ? { 'line-style': 'dashed', 'line-dash-pattern': DASHES[health] } : {}) } });
  }
  for (const mark of ['Added', 'Changed', 'Removed']) {
    style.splice(-2, 0, { selector: `.${mark}`, style: { width: 3.5, 'line-color': c[mark.toLowerCase()] } });
  }
  style.splice(-2, 0, { selector: '.membership', style: { 'line-color': c.muted, 'line-style': 'dotted', width: 1.4 } });
  const ends = [['transit', 1, 'target-arrow-shape', 'triangle'], ['transit', 2, 'source-arrow-shape', 'triangle'],
    ['forwarded', 1, 'mid-target-arrow-shape', 'vee'], ['forwarded', 2, 'mid-source-arrow-shape', 'vee']];
  ends.forEach(([of, bit, arrow, shape]) => style.push({ selector: `.${of}${bit}`, style: { [arrow]: shape } }));
  return style;
}
