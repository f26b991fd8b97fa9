// Every query of every dashboard, asked of a real Prometheus that scrapes the real service under
// load: all must answer, and show something but zeros; what may stand still is named in still.mjs.
// Prints what each panel showed.
//
//   node alive.mjs <root of the repository> <folder with checks/node_modules> <program of load.cc>
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import readline from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

import { Asking, strangeValues, toLegend } from './asking.mjs';
import { makeReader } from './promql.mjs';
import { mayBeStill } from './still.mjs';

const [root, work, program] = process.argv.slice(2);
const kPatienceMs = 120_000;
const kBetweenLooksMs = 500;
const kShownMax = 6;
const kVariables = { namespace: '.*', job: '.+', instance: '.+', __rate_interval: '10s',
                     __range: '10m', __interval: '5s' };

const children = [];
process.on('exit', () => children.forEach((child) => child.kill('SIGKILL')));

function start(command, args, stdio) {
  const child = spawn(command, args, { stdio });
  children.push(child);
  child.ended = new Promise((resolve) => child.on('exit', (code) => resolve(code)));
  return child;
}

async function await_(what, condition) {
  const until = Date.now() + kPatienceMs;
  for (;;) {
    const found = await condition();
    if (found) return found;
    if (Date.now() > until) throw new Error(`in vain: ${what}`);
    await pause(kBetweenLooksMs);
  }
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

// Prometheus finds it from now on.
function addTarget(name, address) {
  const target = [{ targets: [address], labels: { namespace: 'news' } }];
  writeFileSync(path.join(work, 'prometheus/targets', `${name}.json`), JSON.stringify(target));
}

async function startPrometheus() {
  const folder = path.join(work, 'prometheus');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const rules = ['rules.yaml', 'alerts.yaml']
    .map((name) => path.join(root, 'deploy/prometheus', name))
    .filter(existsSync);
  writeFileSync(path.join(folder, 'prometheus.yml'), JSON.stringify({
    global: { scrape_interval: '1s', evaluation_interval: '1s' },
    rule_files: rules,
    scrape_configs: [{
      job_name: 'dateline',
      file_sd_configs: [{ files: [`${folder}/targets/*.json`], refresh_interval: '1s' }],
    }],
  }));
  mkdirSync(path.join(folder, 'targets'));
  const port = await freePort();
  const log = openSync(path.join(folder, 'log'), 'w');
  const child = start('prometheus', [
    `--config.file=${folder}/prometheus.yml`,
    `--storage.tsdb.path=${folder}/data`,
    `--web.listen-address=127.0.0.1:${port}`,
  ], ['ignore', log, log]);
  const base = `http://127.0.0.1:${port}`;
  child.ended.then(() => { child.gone = true; });
  await await_('Prometheus', async () => {
    if (child.gone) throw new Error(readFileSync(path.join(folder, 'log'), 'utf8'));
    return fetch(`${base}/-/ready`).then((answer) => answer.ok, () => false);
  });
  return new Asking(base, kVariables);
}

// The service: `next()` is the next line that it says, `order` makes it do something.
async function startLoad() {
  const child = start(program, [], ['pipe', 'pipe', 'inherit']);
  const lines = readline.createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${path.basename(program)} left with ${await child.ended}`);
    return value;
  };
  const order = async (word) => {
    child.stdin.write(`${word}\n`);
    return next();
  };
  return { child, next, order };
}

const boards = ['overview', 'kafka', 'state', 'backfill'].map((name) =>
  JSON.parse(readFileSync(path.join(root, `deploy/grafana/${name}.json`))));

function allQueries() {
  return boards.flatMap((board) => {
    let row = '';
    return board.panels.flatMap((panel) => {
      if (panel.type === 'row') row = panel.title;
      return (panel.targets ?? []).map((target) => ({
        board: board.title, row, panel: panel.title, legend: target.legendFormat,
        expr: target.expr, instant: target.instant,
        still: mayBeStill(panel.title, target.legendFormat),
      }));
    });
  });
}

// They are on all boards alike.
function allAnnotations() {
  return boards[0].annotations.list.map(({ name, target, titleFormat }) => ({
    board: boards[0].title, row: 'Annotations', panel: name, legend: titleFormat,
    expr: target.expr, instant: false, still: null,
  }));
}

const moves = (series) => series.some(({ values }) => values.some((value) => value !== 0));

async function look(asking, query) {
  query.series = await asking.series(query.expr, query.instant);
  return moves(query.series) || (query.still !== null && query.series.length > 0);
}

async function lookAtAll(asking, queries) {
  let left = queries;
  const until = Date.now() + kPatienceMs;
  while (left.length > 0 && Date.now() < until) {
    const answers = await Promise.all(left.map((query) => look(asking, query)));
    left = left.filter((_, index) => !answers[index]);
    if (left.length > 0) await pause(kBetweenLooksMs);
  }
  // Once more, all at one time: what was true early may have grown since.
  await Promise.all(queries.map((query) => look(asking, query)));
  return left;
}

const short = (value) => (Number.isInteger(value) ? String(value) : value.toPrecision(3));

function describe({ legend, series, instant }) {
  const shown = series.map(({ labels, values }) => ({
    name: toLegend(legend, labels), last: values.at(-1), most: Math.max(...values),
  }));
  shown.sort((a, b) => b.most - a.most);
  const lines = shown.slice(0, kShownMax).map(({ name, last, most }) =>
    `      ${name}: ${short(last)}${instant ? '' : `, at most ${short(most)}`}`);
  if (shown.length > kShownMax) lines.push(`      and ${shown.length - kShownMax} more`);
  return lines;
}

function print(queries) {
  let heading = '';
  for (const query of queries) {
    const now = `${query.board} / ${query.row} / ${query.panel}`;
    if (now !== heading) console.log(now);
    heading = now;
    describe(query).forEach((line) => console.log(line));
    if (query.still && !moves(query.series)) {
      console.log(`      ${query.legend}: zeros, since ${query.still}`);
    }
  }
}

const load = await startLoad();
const first = await load.next();
if (first.startsWith('SKIPPED')) {
  console.log(`${first}. Nobody has seen the dashboards alive.`);
  process.exit(77);
}
const asking = await startPrometheus();
addTarget('service', first.replace(/^at /, ''));
const flows = 'sum(rate(dateline_records_produced_total{stage="version"}[10s])) > 0';
await await_('articles', async () => (await asking.series(flows, true)).length > 0);
await load.order('crash');
await load.order('lose');
for (const order of ['replay', 'files']) {
  addTarget(order, (await load.order(order)).replace(/^at /, ''));
}

const queries = [...allQueries(), ...allAnnotations()];
const dead = await lookAtAll(asking, queries);
print(queries);
for (const { name, query } of boards[0].templating.list.filter((one) => one.type === 'query')) {
  const choices = await asking.choices(query.query);
  console.log(`variable ${name}: ${choices.join(', ')}`);
  if (choices.length === 0) dead.push({ panel: `variable ${name}`, legend: '', expr: query.query });
}
const read = makeReader(path.join(work, 'checks'));
for (const query of queries) {
  for (const strange of await strangeValues(asking, read, query)) {
    dead.push({ panel: query.panel, legend: strange, expr: query.expr });
  }
}
load.child.stdin.end();
const left = await load.child.ended;

for (const { panel, legend, expr } of dead) console.error(`dead: ${panel}, ${legend}: ${expr}`);
if (left !== 0) console.error(`the service left with ${left}`);
if (dead.length > 0 || left !== 0) process.exit(1);
console.log(`${queries.length} queries of ${boards.length} dashboards are alive`);
process.exit(0);
