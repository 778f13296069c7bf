// Makes the page's parts into the folder that is given, or where Core embeds them from. Nothing but the lock file, these
// sources and esbuild decides what comes out.
import { build } from 'esbuild';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const target = process.argv[2] ?? join(here, '..', 'AzNetHelper.Core', 'Rendering', 'Explorer');
const common = { absWorkingDir: here, bundle: true, minify: true, charset: 'ascii', target: ['chrome109', 'firefox115', 'safari16.4'], logLevel: 'warning' };

const { version } = JSON.parse(await readFile(join(here, 'node_modules', 'cytoscape', 'package.json'), 'utf8'));
const licence = (await readFile(join(here, 'node_modules', 'cytoscape', 'LICENSE'), 'utf8')).replaceAll('\r\n', '\n').trim();

await mkdir(target, { recursive: true });
await build({ ...common, entryPoints: ['src/main.js'], outfile: join(target, 'explorer.js'), format: 'iife', legalComments: 'inline',
  banner: { js: `/*! Contains cytoscape ${version}:\n${licence}\n*/` } });
await build({ ...common, entryPoints: ['src/explorer.css'], outfile: join(target, 'explorer.css') });

await writeFile(join(target, 'LICENSES.txt'), `explorer.js contains cytoscape ${version}\n\n${licence}\n`);
