// tests/kubernetes/manifests.mjs
//
// Every way to install that is tested: an overlay with components, and the chart's values that
// stand for the same. Renders both, as objects.
// Must not know: what is right about them.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

export const [root, work, dateline] = process.argv.slice(2).map((one) => path.resolve(one));
export const require = createRequire(path.join(work, 'package.json'));
const { parse, parseAllDocuments } = require('yaml');
export { parse };

const split = ['-f', 'values-split.yaml'];
const production = ['-f', 'values-production.yaml'];
const on = (...keys) => keys.flatMap((key) => ['--set', `${key}.enabled=true`]);
const g2 = (from) => ['--set', 'generation.name=g2', '--set', `generation.from=${from}`];

// overlay, components, values of the chart
const table = [
  ['small', [], []],
  ['split', [], split],
  ['production', [], production],
  ['small', ['monitoring', 'dashboards'], on('monitoring', 'dashboards')],
  ['small', ['networkpolicy'], on('networkPolicy')],
  ['small', ['backfill', 'dead-redrive'], on('backfill', 'deadRedrive')],
  ['small', ['make-generation'], on('makeGeneration')],
  ['small', ['persistent'], on('persistent')],
  ['small', ['generation'], g2('candidates')],
  ['small', ['persistent', 'generation/from-raw'], [...on('persistent'), ...g2('raw')]],
  ['split', ['keda'], [...split, ...on('keda')]],
  ['split', ['keda', 'persistent'], [...split, ...on('keda', 'persistent')]],
  ['split', ['hpa'], [...split, ...on('hpa')]],
  ['split', ['backfill', 'dead-redrive', 'strimzi'],
    [...split, ...on('backfill', 'deadRedrive', 'strimzi')]],
  ['split', ['make-generation', 'strimzi'], [...split, ...on('makeGeneration', 'strimzi')]],
  ['split', ['generation/from-raw'], [...split, ...g2('raw')]],
  ['production', ['generation'], [...production, ...g2('candidates')]],
  ['production', ['backfill', 'dead-redrive', 'persistent'], undefined],
];

export const installations = table.map(([overlay, components, values]) => ({
  name: [overlay, ...components].join(' + '), overlay, components, values,
}));

const run = (program, args, cwd) => {
  try {
    return execFileSync(path.join(work, 'bin', program), args,
      { cwd, encoding: 'utf8', maxBuffer: 64 << 20, stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    throw new Error(`${program} ${args.join(' ')}\n${error.stderr}`);
  }
};

const read = (text) => parseAllDocuments(text).map((one) => {
  if (one.errors.length > 0) throw one.errors[0];
  return one.toJS();
}).filter((one) => one !== null);

// A kustomization of one's own in a copy of the tree, as a user would write it.
export function kustomize(overlay, components) {
  const folder = path.join(root, 'deploy/kubernetes');
  if (components.length === 0) return read(run('kubectl', ['kustomize', `${folder}/overlays/${overlay}`]));
  const copy = mkdtempSync(path.join(work, 'deploy-'));
  try {
    for (const part of ['kubernetes', 'grafana/kustomization.yaml', 'grafana/overview.json',
      'grafana/kafka.json', 'grafana/state.json', 'grafana/backfill.json']) {
      const from = path.join(root, 'deploy', part);
      if (existsSync(from)) cpSync(from, path.join(copy, part), { recursive: true });
    }
    const own = path.join(copy, 'kubernetes/overlays/own');
    mkdirSync(own);
    writeFileSync(path.join(own, 'kustomization.yaml'), JSON.stringify({
      apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', namespace: 'dateline',
      resources: [`../${overlay}`], components: components.map((one) => `../../components/${one}`),
    }));
    return read(run('kubectl', ['kustomize', own]));
  } finally {
    rmSync(copy, { recursive: true });
  }
}

export const helm = (values) => read(run('helm',
  ['template', 'dateline', '.', '--namespace', 'dateline', ...values], path.join(root, 'deploy/helm')));

const rendered = new Map();
export function objectsOf(installation) {
  const { name, overlay, components } = installation;
  if (!rendered.has(name)) rendered.set(name, kustomize(overlay, components));
  return structuredClone(rendered.get(name));
}

// Of what is in an installation.
export const kindOf = (objects, ...kinds) => objects.filter((one) => kinds.includes(one.kind));
export const idOf = (one) => `${one.kind}/${one.metadata.name}`;
export function podOf(one) {
  if (one.kind === 'CronJob') return one.spec.jobTemplate.spec.template;
  return ['Deployment', 'StatefulSet', 'Job'].includes(one.kind) ? one.spec.template : undefined;
}
export const withPods = (objects) => objects.filter(podOf);
export const longRunning = (objects) => kindOf(objects, 'Deployment', 'StatefulSet');
export const containerOf = (one) => podOf(one).spec.containers[0];
export const componentOf = (one) => podOf(one).metadata.labels['app.kubernetes.io/component'];
export const matches = (selector, labels) =>
  Object.entries(selector).every(([key, value]) => labels[key] === value);

export function finish(problems, what) {
  if (problems.length > 0) {
    console.error(problems.join('\n'));
    process.exit(1);
  }
  console.log(what);
}
