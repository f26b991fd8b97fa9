// What can be said of deploy/compose without Docker: the library that Docker Compose loads files
// with takes the file, all that it mounts or builds from is there, and what one part says of another
// is so. Each check is seen to fail once, on a file with one thing changed.
//
//   node check.mjs <root of the repository> <a folder with node_modules> <the loader>
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const [root, modules, loader] = process.argv.slice(2);
const yaml = createRequire(path.resolve(modules, 'package.json'))('js-yaml');

const folder = path.join(root, 'deploy/compose');
const read = (file) => yaml.load(readFileSync(path.join(folder, file), 'utf8'));

// Why it would not be loaded; nothing if it would.
function refused(compose) {
  const file = path.join(modules, 'compose.yaml');
  writeFileSync(file, yaml.dump(compose));
  const { status, stderr } = spawnSync(loader, [file], { encoding: 'utf8' });
  return status === 0 ? [] : [`not loaded: ${stderr}`];
}

// "./a:/b:ro" -> {from: "./a", to: "/b"}; "/b" and "name:/b" are no files of ours.
function mountsOf(compose) {
  return Object.entries(compose.services).flatMap(([service, { volumes = [] }]) =>
    volumes
      .map((text) => text.split(':'))
      .filter(([from, to]) => to && from.startsWith('.'))
      .map(([from, to, mode]) => ({ service, from, to, mode })),
  );
}

// The folder of images comes with the image; until it is there nothing can be built from it.
function buildsOf(compose) {
  const builds = Object.values(compose.services).map((one) => one.build).filter(Boolean);
  const files = builds.map((one) => path.join(folder, one.context, one.dockerfile));
  const waiting = files.filter((file) => !existsSync(path.dirname(file)));
  return { files: files.filter((file) => !waiting.includes(file)), waiting };
}

function judge(compose) {
  const problems = refused(compose);
  if (problems.length > 0) return problems;
  const expect = (holds, what) => holds || problems.push(what);
  const services = Object.entries(compose.services);
  const mounts = mountsOf(compose);
  for (const { service, from, mode } of mounts) {
    expect(existsSync(path.join(folder, from)), `${service} mounts ${from}, which is not there`);
    expect(mode === 'ro', `${service} can write to ${from}`);
  }
  for (const file of buildsOf(compose).files) expect(existsSync(file), `there is no ${file}`);
  for (const [name, { image, ports = [], depends_on: needs = {} }] of services) {
    expect(/:v?\d+\.\d+\.\d+$/.test(image ?? ''), `${name}: the image ${image} has no version`);
    for (const port of ports) {
      expect(port.startsWith('127.0.0.1:'), `${name}: ${port} is open to all`);
    }
    for (const needed of Array.isArray(needs) ? needs : Object.keys(needs)) {
      expect(needed in compose.services, `${name} needs ${needed}, which is not there`);
    }
  }
  return [...problems, ...judgeMonitoring(compose, mounts)];
}

// What the files beside it say must be where the containers have it.
function judgeMonitoring(compose, mounts) {
  const problems = [];
  const expect = (holds, what) => holds || problems.push(what);
  const has = (service, file) =>
    mounts.some((one) => one.service === service && one.to === file);
  for (const rules of read('prometheus.yaml').rule_files) {
    expect(has('prometheus', `/etc/prometheus/${rules}`), `Prometheus does not see ${rules}`);
  }
  const scraped = read('prometheus.yaml').scrape_configs[0].dns_sd_configs[0].names[0];
  expect(scraped in compose.services, `Prometheus scrapes ${scraped}, which is not there`);
  const boards = read('grafana/dashboards.yaml').providers[0].options.path;
  for (const name of ['overview', 'kafka', 'state', 'backfill']) {
    expect(has('grafana', `${boards}/${name}.json`), `Grafana does not see ${name}.json`);
  }
  const source = new URL(read('grafana/datasource.yaml').datasources[0].url);
  expect(source.hostname in compose.services, `Grafana asks ${source}, which is not there`);
  const [host, port] = read('dateline.yaml').kafka.brokers.split(':');
  const listeners = compose.services[host]?.environment.KAFKA_ADVERTISED_LISTENERS ?? '';
  expect(listeners.includes(`//${host}:${port}`), `no broker is known as ${host}:${port}`);
  return problems;
}

// One thing changed each; all of them must be seen.
const kSpoilers = {
  'an unknown key': (one) => (one.services.kafka.imaeg = 'x'),
  'a wrong type': (one) => (one.services.kafka.ports = 'none'),
  'a file that is not there': (one) => one.services.dateline.volumes.push('./nowhere:/x:ro'),
  'a writable file': (one) => (one.services.topics.volumes[0] = './dateline.yaml:/x'),
  'no version': (one) => (one.services.grafana.image = 'grafana/grafana:latest'),
  'an open port': (one) => (one.services.kafka.ports = ['9092:9092']),
  'a missing service': (one) => delete one.services.topics,
  'rules not mounted': (one) => one.services.prometheus.volumes.splice(1, 1),
  'nothing to scrape': (one) => delete one.services.dateline,
  'a board not mounted': (one) => one.services.grafana.volumes.splice(3, 1),
  'no Prometheus': (one) => delete one.services.prometheus,
  'another listener': (one) =>
    (one.services.kafka.environment.KAFKA_ADVERTISED_LISTENERS = 'INSIDE://kafka:19093'),
};

const problems = judge(read('compose.yaml'));
for (const file of buildsOf(read('compose.yaml')).waiting) {
  console.log(`not there yet: ${path.relative(root, file)}`);
}
for (const [what, spoil] of Object.entries(kSpoilers)) {
  const compose = read('compose.yaml');
  spoil(compose);
  if (judge(compose).length <= problems.length) problems.push(`not seen: ${what}`);
}
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}
