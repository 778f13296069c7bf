// A real browser on pages of several sizes: one start, many checks; a line each.
import { chromium } from 'playwright-core';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export const folder = process.argv[2];
export const expected = JSON.parse(await readFile(join(folder, 'expected.json'), 'utf8'));
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const patience = 60_000;

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });

/** Runs a check and says how it went. */
export async function check(name, work) {
  try {
    await work();
    console.log(`ok ${name}`);
  } catch (fault) {
    console.log(`BAD ${name}: ${String(fault.message ?? fault).split('\n').slice(0, 6).join(' | ')}`);
  }
}

export function same(found, wanted, what = '') {
  const [a, b] = [found, wanted].map((v) => JSON.stringify(v));
  if (a !== b) throw new Error(`${what} is ${a?.slice(0, 400)} and should be ${b?.slice(0, 400)}`);
}

/** A page, with everything that it asked for or complained of. */
export async function open(file, scheme = 'light') {
  const page = await browser.newPage({ viewport: { width: 1360, height: 860 }, colorScheme: scheme });
  page.setDefaultTimeout(patience);
  const url = pathToFileURL(join(folder, file)).href;
  const told = { requests: [], faults: [] };
  page.on('request', (r) => { if (r.url() !== url) told.requests.push(r.url().slice(0, 80)); });
  page.on('console', (m) => { if (['error', 'warning'].includes(m.type())) told.faults.push(m.text()); });
  page.on('pageerror', (e) => told.faults.push(String(e)));
  page.on('dialog', (d) => { told.faults.push('a dialog'); d.dismiss(); });
  await page.goto(url);
  await page.waitForSelector('html[data-ready]', { state: 'attached' });
  return Object.assign(page, { told });
}

export async function close(page, name) {
  await check(`${name}: nothing is asked for and nothing complained of`, () => same([page.told.requests, page.told.faults], [[], []]));
  await page.close();
}

/** How long something takes until the next picture is painted. */
export const latency = (page, work) => page.evaluate(async (source) => {
  const start = performance.now();
  await globalThis.eval(`(${source})`)();
  await new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); });
  return Math.round(performance.now() - start);
}, work.toString());

export async function accessible(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  return violations.filter((v) => ['serious', 'critical'].includes(v.impact))
    .map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => `${n.target} ${n.any[0]?.message ?? ''}`).join('; ')}`);
}

export const counts = (page) => page.$$eval('#counts li', (items) => Object.fromEntries(items.map((i) => [i.dataset.count, Number(i.querySelector('b').textContent.replaceAll(',', ''))])));

export async function ask(page, from, to) {
  await page.fill('#from', from);
  await page.fill('#to', to);
  await page.press('#to', 'Enter');
}

export const timesOf = (page) => page.evaluate(() => ({ paint: Math.round(performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1),
  drawn: Math.round(performance.getEntriesByName('drawn')[0].startTime), ready: Math.round(performance.getEntriesByName('ready')[0].startTime) }));

/** Types into the search, and waits until it has found. */
export const typing = (text) => `async () => { const f = document.getElementById('filter-text'); f.value = '${text}';
    f.dispatchEvent(new Event('input')); while (document.getElementById('shown').textContent === '') await new Promise((r) => setTimeout(r)); }`;

/** The sums of the table below the matrix, a verdict each. */
export const totalsOf = (page) => page.$$eval('#matrix-table tbody tr', (rows) => rows.reduce(
  (sums, row) => [...row.querySelectorAll('.number')].map((cell, i) => (sums[i] ?? 0) + Number(cell.textContent.replaceAll(',', ''))), []));

/** What the panel says of a network that is chosen in the list, or of the one that it shows. */
export const panelOf = (page, names) => page.evaluate((chosen) => {
  const facts = (list) => {
    const all = {};
    let key;
    for (const child of list?.children ?? []) {
      if (child.tagName === 'DT') all[key = child.textContent] = [];
      else all[key].push(child.textContent);
    }
    return all;
  };
  const texts = (selector, of = document.getElementById('details')) => [...of.querySelectorAll(selector)].map((e) => e.textContent.trim());
  const told = () => {
    const tags = [...document.querySelectorAll('#details > section')].find((s) => / tags?$/.test(s.firstChild.textContent));
    return { name: texts('#details-title')[0], prefixes: facts(document.querySelector('#details > dl')).Prefixes ?? [],
      subnets: [...document.querySelectorAll('#details .subnet')].map((s) => ({ name: texts('summary bdi', s)[0], prefixes: texts('summary .mono', s)[0], facts: facts(s.querySelector('dl')) })),
      tags: facts(tags?.querySelector('dl')), findings: texts('.finding p:nth-child(2)') };
  };
  return chosen === null ? told() : chosen.map((name) => {
    [...document.querySelectorAll('#lists section:first-child tbody th button')].find((b) => b.textContent === name).click();
    return told();
  });
}, names);

export const end = () => browser.close();
