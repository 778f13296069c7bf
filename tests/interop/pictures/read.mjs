// Reads every picture below a folder with programs that are not ours, and prints what is in it as JSON.
import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { JSDOM } from 'jsdom';

const { window } = new JSDOM('<!doctype html><body></body>', { pretendToBeVisual: true });
globalThis.window = window;
globalThis.navigator ??= window.navigator;
for (const name of ['document', 'Element', 'HTMLElement', 'SVGElement', 'Node', 'NodeFilter', 'DocumentFragment', 'DOMParser',
  'XMLSerializer', 'HTMLTemplateElement', 'HTMLFormElement', 'NamedNodeMap', 'MouseEvent', 'KeyboardEvent', 'Event']) {
  globalThis[name] = window[name];
}

const { default: mermaid } = await import('mermaid');
const { default: MarkdownIt } = await import('markdown-it');
const { GraphDataModel, ModelXmlSerializer } = await import('@maxgraph/core');
mermaid.initialize({ startOnLoad: false, securityLevel: 'strict', logLevel: 'fatal' });

// What stands in a label for a reader, and which elements it would make.
function shown(html) {
  const body = window.document.createElement('div');
  body.innerHTML = html;
  const elements = [...body.querySelectorAll('*')].map(e => e.tagName.toLowerCase());
  for (const br of body.querySelectorAll('br')) br.replaceWith('\n');
  return { text: body.textContent, elements: [...new Set(elements)] };
}

// Mermaid keeps an entity in a form of its own until it writes the page.
const decoded = text => text.replace(/ﬂ°°/g, '&#').replace(/ﬂ°/g, '&').replace(/¶ß/g, ';');

async function readMermaid(text) {
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
  const frames = db.getSubGraphs();
  return {
    nodes: [...db.getVertices().values()].map(v => ({ id: v.id, ...shown(decoded(v.text ?? '')), classes: v.classes })),
    edges: db.getEdges().map(e => ({ from: e.start, to: e.end, stroke: e.stroke, type: e.type, ...shown(decoded(e.text)), style: e.style ?? [] })),
    frames: frames.map(f => ({ id: f.id, ...shown(decoded(f.title)), nodes: f.nodes })),
    title: shown(decoded(db.getAccTitle())).text,
  };
}

function readDrawIo(text) {
  const file = new window.DOMParser().parseFromString(text, 'text/xml');
  return [...file.querySelectorAll('diagram')].map(page => {
    const model = new GraphDataModel();
    new ModelXmlSerializer(model).import(new window.XMLSerializer().serializeToString(page.querySelector('mxGraphModel')));
    const cells = Object.entries(model.cells).map(([id, cell]) => ({ id, cell }));
    const label = cell => shown(cell.value?.getAttribute?.('label') ?? '');
    return {
      name: page.getAttribute('name'),
      vertices: cells.filter(c => c.cell.vertex).map(({ id, cell }) => ({
        id, parent: cell.parent?.id ?? null, kind: cell.value.getAttribute('kind'), name: cell.value.getAttribute('name'), ...label(cell),
        x: cell.geometry.x, y: cell.geometry.y, width: cell.geometry.width, height: cell.geometry.height,
      })),
      edges: cells.filter(c => c.cell.edge).map(({ id, cell }) => ({
        id, from: cell.source?.id ?? null, to: cell.target?.id ?? null, points: cell.geometry.points?.length ?? 0, ...label(cell),
      })),
    };
  });
}

// The map first.
async function readSplit(folder) {
  const read = [];
  for (const name of readdirSync(folder).sort((a, b) => a.length - b.length)) {
    const text = readFileSync(join(folder, name), 'utf8');
    read.push({ size: text.length, ...await readMermaid(text).catch(e => ({ nodes: [], edges: [], frames: [], error: `${name}: ${e.message ?? e}`.slice(0, 2000) })) });
  }
  return read;
}

async function readMarkdown(text) {
  const markdown = new MarkdownIt({ html: true, linkify: true });
  const tokens = markdown.parse(text, {});
  const result = { signs: signs(markdown.render(text)), tables: [], html: [], links: [], diagrams: [], headings: [], listed: 0 };
  let heading = '', row = null, inHeading = false, inHead = false;
  for (const token of tokens) {
    if (token.type === 'heading_open') inHeading = true;
    if (token.type === 'heading_close') inHeading = false;
    if (token.type === 'table_open') result.tables.push({ heading, columns: [], rows: [] });
    if (token.type === 'thead_open') inHead = true;
    if (token.type === 'thead_close') inHead = false;
    if (token.type === 'tr_open') row = [];
    if (token.type === 'list_item_open') result.listed++;
    if (token.type === 'tr_close') {
      const table = result.tables.at(-1);
      if (inHead) table.columns = row; else table.rows.push(row);
      row = null;
    }
    if (token.type === 'html_block') result.html.push(token.content);
    if (token.type === 'fence' && token.info === 'mermaid') result.diagrams.push({ heading, size: token.content.length, ...await readMermaid(token.content) });
    if (token.type === 'inline') {
      const visible = token.children.map(c => c.type === 'softbreak' ? '\n' : c.content ?? '').join('');
      result.html.push(...token.children.filter(c => c.type === 'html_inline').map(c => c.content));
      result.links.push(...token.children.filter(c => c.type === 'link_open').map(c => c.attrGet('href')));
      if (inHeading) { heading = visible; result.headings.push(visible); }
      if (row) row.push(visible);
    }
  }
  return result;
}

// What GitHub looks for in the text of a finished page, outside code: mentions, numbers of issues, emoji.
function signs(html) {
  const body = window.document.createElement('div');
  body.innerHTML = html;
  for (const code of body.querySelectorAll('code, pre')) code.replaceWith(window.document.createElement('hr'));
  const found = [], walk = window.document.createTreeWalker(body, window.NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) found.push(...walk.currentNode.data.match(/@\w|#\d|:[\w+-]+:/g) ?? []);
  return found;
}

const [folder] = process.argv.slice(2);
const found = {};
for (const name of readdirSync(folder).sort()) {
  const split = join(folder, name, 'split');
  const [mmd, drawio, md] = ['mmd', 'drawio', 'md'].map(e => join(folder, name, `picture.${e}`));
  try {
    found[name] = {
      mermaid: existsSync(mmd) ? await readMermaid(readFileSync(mmd, 'utf8')).catch(e => ({ error: `${e.message ?? e}`.slice(0, 2000) })) : null,
      drawio: existsSync(drawio) ? readDrawIo(readFileSync(drawio, 'utf8')) : null,
      split: existsSync(split) ? await readSplit(split) : null,
      markdown: existsSync(md) ? await readMarkdown(readFileSync(md, 'utf8')) : null,
    };
  } catch (error) {
    found[name] = { error: `${error.message ?? error}`.slice(0, 2000) };
  }
}

process.stdout.write(JSON.stringify(found), () => process.exit(0));
