// deploy/kubernetes/generate.mjs
//
// Writes the manifests that say again what another file of the repository says first:
//   components/strimzi/topics.yaml               from config/topics.yaml
//   components/monitoring/prometheusrule.yaml    from deploy/prometheus/{rules,alerts}.yaml
//
//   node generate.mjs <a folder with the package yaml> [--check]
//
// --check writes nothing, names each file that is not what it would be, and ends with 1.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, '../..');
const [modules, option] = process.argv.slice(2);
const { parse, stringify } = createRequire(path.resolve(modules, 'package.json'))('yaml');
const read = (file) => readFileSync(path.join(root, file), 'utf8');

const labels = { 'app.kubernetes.io/name': 'dateline', 'app.kubernetes.io/part-of': 'dateline' };
const head = (source) => `# Made from ${source} by ../../generate.mjs: change that, never this.\n`;
const print = (objects) =>
  objects.map((one) => stringify(one, { lineWidth: 0, aliasDuplicateObjects: false })).join('---\n');

// What correctness needs of a cluster besides, where a plan leaves it to the broker's defaults.
const topic = ({ name, partitions, config }) => ({
  apiVersion: 'kafka.strimzi.io/v1',
  kind: 'KafkaTopic',
  metadata: { name, labels: { ...labels, 'strimzi.io/cluster': 'kafka' } },
  spec: { partitions, replicas: 3, config: { ...config, 'min.insync.replicas': '2' } },
});

const rule = (groups) => ({
  apiVersion: 'monitoring.coreos.com/v1',
  kind: 'PrometheusRule',
  metadata: { name: 'dateline', labels },
  spec: { groups },
});

function* made() {
  yield ['components/strimzi/topics.yaml',
    head('config/topics.yaml') + print(parse(read('config/topics.yaml')).topics.map(topic))];
  const rules = ['rules', 'alerts'].map((name) => `deploy/prometheus/${name}.yaml`);
  const groups = rules.flatMap((file) => parse(read(file)).groups);
  yield ['components/monitoring/prometheusrule.yaml',
    head('deploy/prometheus/{rules,alerts}.yaml') + print([rule(groups)])];
}

let stale = 0;
for (const [file, text] of made()) {
  const target = path.join(here, file);
  if (existsSync(target) && readFileSync(target, 'utf8') === text) continue;
  if (option === '--check') {
    console.error(`deploy/kubernetes/${file} is not what its source says: node generate.mjs`);
    stale = 1;
  } else {
    writeFileSync(target, text);
    console.log(`wrote ${file}`);
  }
}
process.exitCode = stale;
