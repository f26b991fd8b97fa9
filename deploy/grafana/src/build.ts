// Writes the dashboards as JSON into a folder: node build.js <folder>. The same sources give the
// same bytes.
import { writeFileSync } from 'node:fs';
import * as path from 'node:path';

import { backfill } from './backfill';
import { makeDashboard } from './frame';
import { kafka } from './kafka';
import { overview } from './overview';
import { state } from './state';

const folder = process.argv[2];
if (!folder) throw new Error('usage: node build.js <folder>');

for (const [name, page] of Object.entries({ overview, kafka, state, backfill })) {
  const json = JSON.stringify(makeDashboard(page), null, 2);
  writeFileSync(path.join(folder, `${name}.json`), `${json}\n`);
}
