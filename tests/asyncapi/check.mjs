// What proto/ says of the topics, held against the service: AsyncAPI's parser accepts the document,
// its addresses are the configuration's topics, and the golden outputs keep to the article's schema.
// Each check is seen to fail once, on a document or an output with one thing changed.
//
//   node check.mjs <root of the repository> <a folder with node_modules>
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const [root, modules] = process.argv.slice(2);
const require = createRequire(path.resolve(modules, 'package.json'));
const { Parser, fromFile } = require('@asyncapi/parser');
const Ajv2020 = require('ajv/dist/2020').default;

const read = (file) => readFileSync(path.join(root, file), 'utf8');
const problems = [];
const expect = (holds, what) => {
  if (!holds) problems.push(what);
};

const file = path.join(root, 'proto/asyncapi.yaml');
const parser = new Parser();
const serious = (diagnostics) => diagnostics.filter((one) => one.severity === 0);
const tell = (one) => `${one.range.start.line + 1}: ${one.path.join('.')}: ${one.message}`;

const { document, diagnostics } = await fromFile(parser, file).parse();
for (const one of serious(diagnostics)) problems.push(`proto/asyncapi.yaml:${tell(one)}`);
const broken = read('proto/asyncapi.yaml').replace("'#/channels/raw'", "'#/channels/nowhere'");
expect(serious((await parser.parse(broken, { source: file })).diagnostics).length > 0,
       'a channel that is not there is accepted');

// The topics of the configuration, by their keys: "  raw: articles.raw" under "topics:".
const topicsOf = (yaml) => {
  const section = yaml.split(/^topics:\n/m)[1].split(/^\S/m)[0];
  return new Map([...section.matchAll(/^ {2}(\w+): (.*)$/gm)].map(([, key, name]) => [key, name]));
};
const configured = topicsOf(read('config/dateline.yaml'));
expect(configured.size >= 5, 'the topics of config/dateline.yaml are not found');
if (document) {
  const documented = new Map(document.channels().all().map((one) => [one.id(), one.address()]));
  documented.delete('changelog');  // named by app and generation
  for (const [key, name] of configured) {
    expect(documented.get(key) === name, `topics.${key} is ${name}, documented: ${documented.get(key)}`);
  }
  for (const key of documented.keys()) {
    expect(configured.has(key), `there is no topics.${key}`);
  }
}

const validate = new Ajv2020({ strict: false, allErrors: true })
  .compile(JSON.parse(read('proto/article.schema.json')));
for (const name of ['version_corrected.json', 'version_withdrawn.json']) {
  const version = JSON.parse(read(`tests/golden/${name}`));
  expect(validate(version), `${name}: ${JSON.stringify(validate.errors)}`);
  version.ninjs.uri = 'urn:other';
  expect(!validate(version), `${name}: a wrong uri is accepted`);
}

if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}
