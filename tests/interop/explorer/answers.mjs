// Reads the data of pages as the page itself does, and tells every answer again in the words of ReachabilityAnswer.Explain().
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inflateRawSync } from 'node:zlib';

const [folder, sources] = process.argv.slice(2);
const { Reach } = await import(pathToFileURL(join(sources, 'reach.js')));
const expected = JSON.parse(await readFile(join(folder, 'answers.json'), 'utf8'));

function block(page, id) {
  const [, packed, text] = new RegExp(`<script type="application/json" id="${id}"( data-packed="deflate")?>([^<]*)</script>`).exec(page);
  return JSON.parse(packed ? inflateRawSync(Buffer.from(text, 'base64')).toString('utf8') : text);
}

function way(title, legs, [a, b]) {
  if (legs.total === 0) return '';
  let text = `${title}, from ${a} to ${b}:\n`;
  for (const leg of legs.list) {
    if (legs.total > 1) text += `  For ${leg.destination}:\n`;
    leg.hops.forEach((hop, i) => { text += `  ${i + 1}. ${hop.text}.\n`; });
    text += `  ${leg.end}\n`;
  }
  return legs.total > 3 ? `${text}  And ${legs.total - 3} more ways: .Hops and -Detailed have all.\n` : text;
}

function told(answer, a, b) {
  let text = `${answer.words.replace('{a}', () => a).replace('{b}', () => b)}\n`;
  text += way('There', answer.there, [a, b]) + way('Back', answer.back, [b, a]);
  for (const [isDoubt, title] of [[false, 'What is in the way:\n'], [true, 'What is not known:\n']]) {
    const list = answer.reasons.filter((r) => r.isDoubt === isDoubt);
    if (list.length) text += title + list.map((r) => `  - ${r.text}\n`).join('');
  }
  if (answer.verdict !== 'Reachable') {
    const isFound = answer.fix === 'found';
    text += isFound ? 'What to do (tried on a copy of these networks: it works, and nobody else loses anything):\n'
      : answer.verdict === 'Unknown' ? 'What to do:\n' : 'What to do (no small change was found that helps and takes nothing from anybody):\n';
    text += answer.remedies.map((r) => (r.startsWith('Mind: ') ? `  ${r}\n` : `  - ${r}\n`)).join('');
    if (isFound) text += '  It is the plan in .Fix: pipe it to Invoke-VNetPlan, with -WhatIf first.\n';
  }
  return text + answer.notices.map((n) => `Note: ${n}\n`).join('');
}

let count = 0;
for (const { page, pairs } of expected) {
  const text = await readFile(join(folder, page), 'utf8');
  const picture = block(text, 'picture');
  const [side] = block(text, 'reach').sides;
  const reach = new Reach(side);
  const rowOf = new Map(picture.nodes.map((n, i) => [n.id?.toLowerCase(), reach.row.get(i)]).filter(([, row]) => row !== undefined));
  if (pairs.length !== (reach.size * (reach.size - 1)) / 2) throw new Error(`${page}: ${pairs.length} pairs expected, ${reach.size} networks found`);
  for (const pair of pairs) {
    const [a, b] = [rowOf.get(pair.a), rowOf.get(pair.b)];
    const found = told(reach.answer(a, b), pair.source, pair.destination);
    if (found !== pair.text) throw new Error(`${page}: the page says\n${found}\nand the engine\n${pair.text}`);
    const [one, other] = [reach.answer(a, b), reach.answer(b, a)];
    if (JSON.stringify([one.there, one.back]) !== JSON.stringify([other.back, other.there])) throw new Error('The way back is not the way back.');
    count++;
  }
}
console.log(`ok ${count} answers`);
