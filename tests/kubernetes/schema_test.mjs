// Every object keeps to its schema. Kubernetes' own schemas as packages give them let unknown fields
// pass, so each object is also printed as a typed TypeScript literal, in which the compiler refuses
// what is not in its type. Strimzi's kinds have no such package: the API server checks those.
//
//   node schema_test.mjs <root of the repository> <a folder that prepare.sh made>
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { finish, idOf, installations, objectsOf, podOf, require, work } from './manifests.mjs';

const elsewhere = ['kafka.strimzi.io/v1'];
const packages = {
  'keda.sh/v1alpha1': '@kubernetes-models/keda/keda.sh/v1alpha1',
  'monitoring.coreos.com/v1': '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1',
};
const moduleOf = (version) => packages[version] ?? `kubernetes-models/${version}`;

function invalid(one) {
  try {
    new (require(moduleOf(one.apiVersion))[one.kind])(one).validate();
    return undefined;
  } catch (error) {
    return error.message;
  }
}

// One file a kind; what the compiler says of line n is about object n.
function untyped(objects) {
  const folder = mkdtempSync(path.join(work, 'types-'));
  const kinds = Map.groupBy?.(objects, (one) => one.kind) ?? new Map(
    [...new Set(objects.map((one) => one.kind))]
      .map((kind) => [kind, objects.filter((one) => one.kind === kind)]));
  for (const [kind, list] of kinds) {
    const lines = list.map((one) => `of(${JSON.stringify(one)});`);
    writeFileSync(path.join(folder, `${kind}.ts`),
      `import type { I${kind} } from '${moduleOf(list[0].apiVersion)}'; ` +
      `function of(one: I${kind}) { return one; }\n${lines.join('\n')}\n`);
  }
  const options = { strict: true, noEmit: true, skipLibCheck: true, module: 'nodenext',
    moduleResolution: 'nodenext', target: 'es2022', types: [] };
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options }));
  try {
    execFileSync(process.execPath,
      [path.join(work, 'node_modules/typescript/bin/tsc'), '--pretty', 'false', '-p', folder],
      { encoding: 'utf8', cwd: folder, maxBuffer: 64 << 20 });
    return [];
  } catch (error) {
    return error.stdout.split('\n').filter((line) => /error TS/.test(line)).map((line) => {
      const [, kind, at, text] = line.match(/^(\w+)\.ts\((\d+),\d+\): (.*)$/) ?? [];
      return kind ? `${idOf(kinds.get(kind)[at - 2])}: ${text}` : line;
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const distinct = new Map();
for (const installation of installations) {
  for (const one of objectsOf(installation)) distinct.set(JSON.stringify(one), one);
}
const objects = [...distinct.values()].filter((one) => !elsewhere.includes(one.apiVersion));
const problems = objects.map((one) => [one, invalid(one)]).filter(([, what]) => what)
  .map(([one, what]) => `${idOf(one)}: ${what}`);

// Both ways must be seen to refuse, so something is broken for each.
const broken = structuredClone(objects.find((one) => one.kind === 'Deployment'));
broken.metadata.name = 'broken';
podOf(broken).spec.containers[0].readOnly = true;
const [said, ...rest] = untyped([...objects, broken]);
if (!said?.startsWith('Deployment/broken') || !said.includes('readOnly')) {
  problems.push(`the compiler lets an unknown field pass: ${said}`);
}
problems.push(...rest);
broken.spec.replicas = 'two';
if (!invalid(broken)) problems.push('a number that is a word is accepted');

finish(problems, `${objects.length} objects of ${new Set(objects.map((one) => one.kind)).size} kinds`);
