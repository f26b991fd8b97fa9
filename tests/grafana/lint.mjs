// Holds the committed dashboards against rules.mjs, and each rule against a dashboard that breaks
// it.
//
//   node lint.mjs <root of the repository> <a folder with node_modules>
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { readMetrics } from './metrics.mjs';
import { makeReader } from './promql.mjs';
import { kRules } from './rules.mjs';
import { kSpoilers } from './spoilt.mjs';

const [root, modules] = process.argv.slice(2);

// Grafana asks the browser for its language to make a list of units.
globalThis.navigator ??= { language: 'en', languages: ['en'] };
const require = createRequire(path.resolve(modules, 'package.json'));
const groups = require('@grafana/data').getValueFormats();
const units = new Set(groups.flatMap((group) => group.submenu.map((unit) => unit.value)));

const context = { metrics: readMetrics(root), units, read: makeReader(path.resolve(modules)) };
const names = ['overview', 'kafka', 'state', 'backfill'];
const read = (name) => JSON.parse(readFileSync(path.join(root, `deploy/grafana/${name}.json`)));
const problems = [];
for (const name of names) {
  for (const [rule, judge] of Object.entries(kRules)) {
    const found = judge(read(name), { ...context, name });
    problems.push(...found.map((problem) => `${name}.json: ${rule}: ${problem}`));
  }
}
for (const [rule, judge] of Object.entries(kRules)) {
  const board = read('kafka');
  kSpoilers[rule](board);
  if (judge(board, { ...context, name: 'kafka' }).length === 0) {
    problems.push(`${rule} does not see what is wrong with a dashboard that breaks it`);
  }
}

if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}
console.log(`${names.length} dashboards keep to ${Object.keys(kRules).length} rules`);
