import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import {
  accessible, ask, check, close, counts, end, expected, folder, latency, open, panelOf, same, timesOf, totalsOf, typing,
} from './browser.mjs';

const TABS = ['drawing', 'matrix', 'list', 'findings'];

try {
  for (const size of expected.sizes) await ofSize(size);
  await large(expected.large);
  await details(expected.details);
  await paths(expected.paths);
  await byKeys(expected.paths);
  await plan(expected.plan);
  await way(expected.way);
  await hostile(expected.hostile);
  await alone(expected.one);
  await repaired(expected.repaired);
  await sides(expected.sides);
  await states(expected.paths.page);
  await accessibility(expected.paths.page, TABS);
  await accessibility(expected.plan.page, ['drawing', 'matrix', 'list'], 'plan, ');
} finally {
  await end();
}

async function ofSize({ page: file, networks, counted, totals, search, region }) {
  const page = await open(file);
  const times = await timesOf(page);
  await check(`${networks}: shows the counts of the picture`, async () => same(await counts(page), counted));
  const typed = await latency(page, typing(search.text));
  await check(`${networks}: finds what is searched for`, async () =>
    same(await page.textContent('#shown'), `${search.found.toLocaleString('en')} of ${search.of.toLocaleString('en')} ${search.of === 1 ? 'thing' : 'things'}`));
  await page.click('#filter-clear');
  await check(`${networks}: filters by region`, async () => {
    await page.selectOption('#filter-region', region.name);
    same((await page.textContent('#shown')).split(' ')[0], region.found.toLocaleString('en'));
    await page.selectOption('#filter-region', '');
  });
  const matrix = await latency(page, "async () => document.getElementById('tab-matrix').click()");
  await check(`${networks}: the matrix adds up to the engine's verdicts`, async () => same(await totalsOf(page), totals));
  const cell = await latency(page, `async () => { const c = document.getElementById('matrix-canvas'), b = c.getBoundingClientRect();
    c.dispatchEvent(new MouseEvent('mousemove', { clientX: b.left + b.width / 5, clientY: b.top + b.height / 2 })); }`);
  await check(`${networks}: paper has every network`, async () => {
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    same(await page.$$eval('#lists section:first-child tbody tr', (rows) => rows.length), networks);
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  });
  await page.click('#tab-list');
  await check(`${networks}: the list has every network`, async () => {
    while (await page.$('#lists section:first-child > button')) await page.click('#lists section:first-child > button');
    same(await page.$$eval('#lists section:first-child tbody tr', (rows) => rows.length), networks);
  });
  await page.click('#tab-drawing');
  const zoom = await latency(page, "async () => document.getElementById('zoom-in').click()");
  console.log(`time ${networks} VNets: first paint ${times.paint} ms, drawn ${times.drawn} ms, verdicts read ${times.ready} ms; search ${typed} ms, matrix ${matrix} ms, its cell ${cell} ms, zoom ${zoom} ms`);
  await close(page, String(networks));
}

// So many that no pair has a cell of its own: drawing, search and the table by hub have to do.
async function large({ page: file, networks, counted, totals, search }) {
  const page = await open(file);
  const times = await timesOf(page);
  await check(`${networks}: shows the counts of the picture`, async () => same(await counts(page), counted));
  const typed = await latency(page, typing(search.text));
  await check(`${networks}: finds what is searched for`, async () => same((await page.textContent('#shown')).split(' ')[0], search.found.toLocaleString('en')));
  await page.click('#filter-clear');
  const matrix = await latency(page, "async () => document.getElementById('tab-matrix').click()");
  await check(`${networks}: the table by hub adds up to the engine's verdicts`, async () => same(await totalsOf(page), totals));
  await page.click('#tab-drawing');
  const zoom = await latency(page, "async () => document.getElementById('zoom-in').click()");
  await check(`${networks}: says what to ask of a pair`, async () => {
    await ask(page, search.name, search.other);
    same((await page.textContent('#path-result')).includes(`Test-VNetTransitivity '${search.name}' '${search.other}'`), true);
  });
  console.log(`time ${networks} VNets: first paint ${times.paint} ms, drawn ${times.drawn} ms, verdicts read ${times.ready} ms; search ${typed} ms, matrix ${matrix} ms, zoom ${zoom} ms`);
  await close(page, String(networks));
}

async function details({ page: file, networks, clicked }) {
  const page = await open(file);
  await check('a click in the drawing opens the details', async () => {
    const at = await page.evaluate((i) => {
      const box = document.getElementById('cy').getBoundingClientRect();
      const { x, y } = document.getElementById('cy')._cyreg.cy.getElementById(`n${i}`).renderedPosition();
      return [box.left + x, box.top + y];
    }, clicked.number);
    await page.mouse.click(...at);
    same(await page.textContent('#details-title'), clicked.name);
  });
  await check('details are those of the topology and its audit', async () => {
    await page.click('#tab-list');
    same(await panelOf(page, networks.map((n) => n.name)), networks);
    same(await page.$$eval('#details a, #findings a', (links) => links.every((a) => a.href.startsWith('https://') && a.rel === 'noreferrer')), true);
  });
  await close(page, 'details');
}

async function sides({ page: file, changed, removed, before, after, text }) {
  const page = await open(file);
  const subnets = async () => (await panelOf(page, null)).subnets.map((s) => `${s.name} ${s.prefixes}`);
  await check('a network that a plan changes is told, and searched, as it is on each side', async () => {
    await page.click('#tab-list');
    await panelOf(page, [changed]);
    for (const [side, wanted, found] of [['before', before, '1'], ['after', after, '0'], ['both', after, '0'], ['before', before, '1']]) {
      await page.fill('#filter-text', '');
      await page.check(`input[value=${side}]`);
      same(await subnets(), wanted.subnets, side);
      same((await panelOf(page, null)).prefixes, wanted.prefixes, side);
      await page.fill('#filter-text', text);
      await page.waitForFunction((n) => document.getElementById('shown').textContent.startsWith(`${n} of`), found);
    }
    await page.fill('#filter-text', '');
    await page.waitForFunction(() => document.getElementById('shown').textContent === '');
    await panelOf(page, [removed.name]);
    same(await subnets(), removed.subnets);
    await page.check('input[value=after]');
    same((await page.textContent('#details')).includes('Not there after the plan.'), true);
  });
  await close(page, 'sides');
}

async function paths({ page: file, answers, cells, elsewhere }) {
  const page = await open(file);
  await check('links go where the layout leads them', () => corners(page, file));
  for (const answer of answers) {
    await check(`tells ${answer.verdict}: ${answer.name}`, async () => {
      await ask(page, answer.from, answer.to);
      const told = await page.evaluate(() => ({ headline: document.querySelector('.headline').textContent,
        hops: [...document.querySelectorAll('#path-result .leg li')].map((l) => l.textContent),
        fixes: [...document.querySelectorAll('.remedies li')].map((l) => l.textContent),
        stops: document.querySelectorAll('#path-result li.stop').length, command: document.querySelector('#path-result .command code').textContent }));
      same(told, { headline: `${answer.verdict} ${answer.headline}`, hops: answer.hops, fixes: answer.fixes, stops: answer.stops, command: answer.command });
    });
  }
  await check('a name that is nobody\'s is said to be so', async () => {
    await ask(page, 'nobody', answers[0].to);
    same(await page.textContent('#path-result .problem'), 'No network that was read is called \u201cnobody\u201d.');
  });
  await check('one hub by itself says what it leaves out', async () => {
    await page.selectOption('#view', 'Hub');
    same(parseInt(await page.textContent('#elsewhere'), 10) || 0, elsewhere);
    await page.selectOption('#view', 'Overview');
    same(await page.textContent('#elsewhere'), '');
  });
  await check('paper gets light colours, the drawing and the tables', async () => {
    const paper = await page.evaluate(async () => {
      const seen = await new Promise((resolve) => {
        window.print = () => resolve({ color: getComputedStyle(document.documentElement).colorScheme,
          shown: ['panel-drawing', 'panel-list', 'panel-findings', 'panel-matrix', 'toolbar'].map((id) => document.getElementById(id).checkVisibility()) });
        document.getElementById('print').click();
      });
      dispatchEvent(new Event('afterprint'));
      return { ...seen, after: document.getElementById('panel-list').checkVisibility() };
    });
    same(paper, { color: 'light', shown: [true, true, true, false, false], after: false });
  });
  await check('every cell of the matrix is the engine\'s verdict', async () => {
    await page.click('#tab-matrix');
    await page.selectOption('#matrix-order', 'Name');
    await page.focus('#matrix-view');
    const found = await page.evaluate((count) => {
      const view = document.getElementById('matrix-view');
      const press = (key) => view.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
      const all = [];
      press('ArrowRight');
      press('Home');
      for (let row = 0; row < count; row++) {
        for (let column = 0; column < count; column++) {
          if (row !== column) all.push(document.getElementById('matrix-told').textContent.replaceAll(/[\u2066-\u2069]/g, ''));
          press('ArrowRight');
        }
        press('Home');
        press('ArrowDown');
      }
      return all.sort();
    }, cells.networks);
    same(found, cells.told);
  });
  await check('its policy refuses what would load or run', async () => {
    const refused = await page.evaluate(async () => {
      const seen = [];
      document.addEventListener('securitypolicyviolation', (e) => seen.push(e.effectiveDirective));
      const script = document.createElement('script');
      script.textContent = 'window.hit = 1';
      document.body.append(script);
      await fetch('https://example.invalid/').catch(() => {});
      await new Promise((resolve) => { setTimeout(resolve, 100); });
      return { seen: seen.sort(), hit: window.hit ?? null };
    });
    same(refused, { seen: ['connect-src', 'script-src-elem'], hit: null });
    page.told.faults.length = 0;
    page.told.requests.length = 0;
  });
  await close(page, 'paths');
}

// The library is given corners as distances from a line; what it makes of them has to be the corners again.
async function corners(page, file) {
  const [, packed, text] = /id="picture"( data-packed="deflate")?>([^<]*)</.exec(await readFile(join(folder, file), 'utf8'));
  const { ways } = JSON.parse(packed ? inflateRawSync(Buffer.from(text, 'base64')).toString('utf8') : text).views.Overview;
  const drawn = await page.evaluate(() => {
    const { cy } = document.getElementById('cy')._cyreg;
    const at = ({ x, y }) => [x, y];
    return cy.edges().map((e) => [e.id(), [at(e.sourceEndpoint()), ...(e.segmentPoints() ?? []).map(at), at(e.targetEndpoint())]]);
  });
  same(drawn.length, ways.length, 'the number of links');
  for (const [id, points] of drawn) {
    const way = ways[Number(id.slice(1))];
    if (way.length < 6) continue;
    const isThere = points.flat().length === way.length && points.flat().every((v, i) => Math.abs(v - way[i]) < 0.6);
    if (!isThere) throw new Error(`the way of ${id} is ${points.flat().map(Math.round)} and should be ${way}`);
  }
}

async function byKeys({ page: file, first }) {
  const page = await open(file);
  await check('by keys alone: from the first key to the details of a network', async () => {
    await page.keyboard.press('Tab');
    same(await page.evaluate(() => document.activeElement.textContent), 'To the networks');
    await page.keyboard.press('Enter');
    for (let i = 0; i < 12 && await page.evaluate(() => document.activeElement.id !== 'stage'); i++) await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowRight');
    const said = await page.textContent('#live');
    await page.keyboard.press('Enter');
    same(await page.evaluate(() => document.activeElement.id), 'details-title');
    same(said.startsWith(`${await page.textContent('#details-title')}, `), true, `"${said}"`);
    await page.keyboard.press('Escape');
    same(await page.textContent('#details-title'), 'Details');
  });
  await check('by keys alone: tabs, a cell of the matrix and its path', async () => {
    await page.focus('#tab-drawing');
    await page.keyboard.press('ArrowRight');
    same(await page.evaluate(() => document.activeElement.id), 'tab-matrix');
    await page.focus('#matrix-view');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    same(await page.isVisible('#stage'), true);
    same((await page.textContent('#path-result .headline')).length > 10, true);
    same(await page.inputValue('#from') !== '', true, first);
  });
  await close(page, 'keys');
}

async function plan({ page: file, from, to, added }) {
  const page = await open(file);
  const verdict = async (side) => {
    await page.check(`input[value=${side}]`);
    await ask(page, from, to);
    return page.textContent('#path-result .headline strong');
  };
  await check('a plan: before it, after it, and what it adds', async () => {
    same(await verdict('before'), 'Before the plan: Blocked');
    same(await verdict('after'), 'After the plan: Reachable');
    await page.check('input[value=both]');
    await page.click('#tab-list');
    same((await page.$$eval('#lists section:last-child tbody tr', (rows) => rows.filter((r) => r.textContent.includes('Peering, Added')).length)) > 0, added);
    await page.check('input[value=before]');
    same(await page.$$eval('#lists section:last-child tbody tr', (rows) => rows.filter((r) => r.textContent.includes('Added')).length), 0);
  });
  await close(page, 'plan');
}

async function way({ page: file, ...wanted }) {
  const page = await open(file);
  await check('the way that the page was made for stands there from the start', async () => same(await page.evaluate(() => ({
    headline: document.querySelector('.headline').textContent,
    hops: [...document.querySelectorAll('#path-result .leg li')].map((l) => l.textContent),
    stops: document.querySelectorAll('#path-result li.stop').length,
    remedies: [...document.querySelectorAll('.remedies li')].map((l) => l.textContent),
    text: document.querySelector('#path-result pre').textContent })), wanted));
  await close(page, 'way');
}

async function alone(file) {
  const page = await open(file);
  await check('a network by itself has a matrix of nobody', async () => {
    await page.click('#tab-matrix');
    await page.focus('#matrix-view');
    for (const key of ['ArrowRight', 'ArrowDown', 'Enter', 'End']) await page.keyboard.press(key);
    same((await page.textContent('#matrix-title')).startsWith('1 network:'), true);
    await page.fill('#filter-text', 'nothing is called so');
    await page.waitForFunction(() => document.getElementById('shown').textContent.startsWith('0 of'));
    await page.focus('#matrix-view');
    await page.keyboard.press('ArrowRight');
  });
  await close(page, 'one');
}

async function repaired(file) {
  const page = await open(file);
  await check('each side of a plan tells its own state of what the plan changes', async () => {
    await page.click('#tab-list');
    for (const [side, state] of [['before', 'HalfMissing'], ['after', 'Connected'], ['before', 'HalfMissing'], ['both', 'Connected']]) {
      await page.check(`input[value=${side}]`);
      same(await page.$$eval('#lists section:last-child tbody .state', (states) => states.map((s) => s.textContent)), [state]);
    }
  });
  await close(page, 'repaired');
}

async function states(file) {
  const page = await open(file);
  await check('a state asks for links in that state, and a link opens by the keyboard', async () => {
    await page.click('#tab-list');
    const told = () => page.$$eval('#lists section:last-child tbody tr', (rows) => rows.map((r) => r.children[3].querySelector('.state').className.split(' ').at(-1)));
    const all = await told();
    await page.selectOption('#filter-health', 'Broken');
    same(await told(), all.filter((s) => s === 'broken'));
    same(all.includes('broken') && all.includes('good'), true);
    await page.focus('#lists section:last-child tbody tr td:nth-child(4) button');
    await page.keyboard.press('Enter');
    same((await page.textContent('#details-title')).startsWith('Peering: '), true);
    same(await page.evaluate(() => document.activeElement.id), 'details-title');
    same((await page.textContent('#details')).includes('/virtualNetworkPeerings/'), true);
  });
  await close(page, 'states');
}

async function hostile({ page: file, names, title, searched }) {
  const page = await open(file);
  await check('hostile names are names', async () => {
    same([await page.title(), await page.textContent('#title')], [title, title]);
    await page.click('#tab-list');
    const rows = await page.$$eval('#lists section:first-child tbody th', (cells) => cells.map((c) => c.textContent));
    same(rows.sort(), [...names].sort());
    for (const name of names.slice(0, 3)) {
      await page.locator('#lists section:first-child tbody th button').filter({ hasText: name }).first().click();
      same(await page.textContent('#details-title'), name);
    }
    await page.fill('#filter-text', searched);
    await page.waitForFunction(() => document.getElementById('shown').textContent.startsWith('1 of'));
    same(await page.evaluate(() => [window.hit ?? null, document.images.length, document.scripts.length]), [null, 0, 1]);
  });
  await close(page, 'hostile');
}

async function accessibility(file, tabs, what = '') {
  for (const scheme of ['light', 'dark']) {
    const page = await open(file, scheme);
    for (const tab of tabs) {
      await page.click(`#tab-${tab}`);
      if (tab === 'list') await page.click('#lists tbody th button');
      if (tab === 'findings') await ask(page, expected.paths.answers[0].from, expected.paths.answers[0].to);
      await check(`axe-core finds no serious fault: ${what}${tab}, ${scheme}`, async () => same(await accessible(page), []));
    }
    await close(page, `${what}${scheme}`);
  }
}
