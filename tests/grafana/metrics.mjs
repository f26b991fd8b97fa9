// The metrics that a dashboard may ask for: name -> {type, labels}. They are those of
// deploy/prometheus/metrics.md, which the service itself writes, and the records of rules.yaml.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

// Set by Prometheus when it scrapes.
const kOfTarget = ['namespace', 'job', 'instance'];

export function readMetrics(root) {
  const folder = path.join(root, 'deploy/prometheus');
  const metrics = new Map();
  for (const { metric, type, labels } of readTables(path.join(folder, 'metrics.md'))) {
    const listed = [...labels.matchAll(/`(\w+)`/g)].map((one) => one[1]);
    add(metrics, metric.replaceAll('`', ''), type, listed);
  }
  if (metrics.size < 50) throw new Error('the table of metrics.md is not found');
  const rules = path.join(folder, 'rules.yaml');
  if (existsSync(rules)) addRecords(metrics, readFileSync(rules, 'utf8'));
  return metrics;
}

// Its rows, each as {name of the column: cell}.
function readTables(file) {
  const rows = readFileSync(file, 'utf8').split('\n').filter((line) => line.startsWith('|'));
  const cells = rows.map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()));
  const names = cells[0];
  return cells
    .filter(([first]) => first.startsWith('`'))
    .map((row) => Object.fromEntries(names.map((name, index) => [name, row[index]])));
}

function add(metrics, name, type, labels) {
  const all = [...kOfTarget, ...labels];
  if (type !== 'histogram') return metrics.set(name, { type, labels: all });
  metrics.set(`${name}_bucket`, { type: 'counter', labels: [...all, 'le'] });
  for (const part of ['sum', 'count']) {
    metrics.set(`${name}_${part}`, { type: 'counter', labels: all });
  }
  return metrics;
}

// "  - record: job_stage:dateline_faults:ratio_rate5m": the first part names what it is kept by.
function addRecords(metrics, yaml) {
  for (const [, name] of yaml.matchAll(/^\s*- record: (\S+)$/gm)) {
    metrics.set(name, { type: 'gauge', labels: [...kOfTarget, ...name.split(':')[0].split('_')] });
  }
}
