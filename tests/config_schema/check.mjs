// The schema and the reader say the same: config/dateline.yaml is good for both, and of each small
// configuration here both say good, or both say bad.
//
//   node check.mjs <root of the repository> <a folder with node_modules> <the binary>
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const [root, modules, binary] = process.argv.slice(2);
const require = createRequire(path.resolve(modules, 'package.json'));
const Ajv2020 = require('ajv/dist/2020').default;
const YAML = require('yaml');

const read = (file) => readFileSync(path.join(root, file), 'utf8');
const problems = [];

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, strictTypes: false });
const validate = ajv.compile(JSON.parse(read('config/dateline.schema.json')));

if (!validate(YAML.parse(read('config/dateline.yaml')))) {
  problems.push(`config/dateline.yaml: ${ajv.errorsText(validate.errors)}`);
}

const good = [
  '',
  'app: news\n',
  'app: 7\n',
  'log:\n',
  'log: {level: debug, levels: {adapters.kafka: debug}}\n',
  'stages: [version]\n',
  'commit: {interval: 200ms, records: 7, bytes: 8MiB}\n',
  'commit: {records: "7", bytes: 1048576}\n',
  'dead: {bodies: false}\n',
  'kafka: {properties: {linger.ms: 5, security.protocol: ssl}}\n',
  'input: {fields: {html: [html, rawHtml]}}\n',
  'input: {text_prefix: no}\n',
  'workers: {clean: "${env:WORKERS:-2}"}\n',
  'commit: {interval: "${env:INTERVAL:-1s}"}\n',
];
const bad = [
  '- a\n',
  'apps: news\n',
  'kafka: {brokerz: a:1}\n',
  'kafka: [a]\n',
  'app: [a]\n',
  'app: ""\n',
  'app: a b\n',
  'stages: [clean, link]\n',
  'stages: [clean, clean]\n',
  'stages: []\n',
  'stages: clean\n',
  'workers: {clean: -1}\n',
  'workers: {clean: 257}\n',
  'workers: {clean: 1.5}\n',
  'commit: {interval: 200}\n',
  'commit: {interval: 1w}\n',
  'commit: {records: 0}\n',
  'commit: {bytes: 8MB}\n',
  'dead: {bodies: yes}\n',
  'dead: {bodies: 1}\n',
  'log: {level: loud}\n',
  'log: {levels: {stream: loud}}\n',
  'log: {levels: {streams: debug}}\n',
  'dead: {skip_bodies: [http_state]}\n',
  'kafka: {properties: {a: [b]}}\n',
  'input: {fields: {html: html}}\n',
  'input: {fields: {body: [html]}}\n',
];
const file = path.join(modules, 'case.yaml');
const reads = (yaml) => {
  writeFileSync(file, yaml);
  const { status } = spawnSync(binary, ['config', 'show', '-c', file], { env: {} });
  if (status !== 0 && status !== 78) problems.push(`${JSON.stringify(yaml)} ends with ${status}`);
  return status === 0;
};
for (const [yamls, wanted] of [[good, true], [bad, false]]) {
  for (const yaml of yamls) {
    const name = JSON.stringify(yaml);
    if (validate(YAML.parse(yaml)) !== wanted) problems.push(`the schema takes ${name}: ${!wanted}`);
    if (reads(yaml) !== wanted) problems.push(`the reader takes ${name}: ${!wanted}`);
  }
}

if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}
