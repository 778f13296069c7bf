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

export const end = () => browser.close();
