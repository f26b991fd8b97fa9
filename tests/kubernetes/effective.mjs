// tests/kubernetes/effective.mjs
//
// What a pod's process would make of its arguments, variables and files: asks the binary itself.
// Must not know: what is right.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { containerOf, dateline, kindOf, podOf, root, work } from './manifests.mjs';

// Volumes as folders, secrets with something in each file that the configuration names.
function mount(folder, one, objects) {
  for (const volume of podOf(one).spec.volumes) {
    const target = path.join(folder, volume.name);
    mkdirSync(target);
    const map = kindOf(objects, 'ConfigMap')
      .find((each) => each.metadata.name === volume.configMap?.name);
    for (const [file, text] of Object.entries(map?.data ?? {})) {
      writeFileSync(path.join(target, file), text);
    }
    if (volume.secret) writeFileSync(path.join(target, 'password'), 'secret');
    if (volume.secret) writeFileSync(path.join(target, 'ca.crt'), 'certificate');
  }
}

function variables(one) {
  const value = (each) => each.value ?? `${one.metadata.name}-0`;
  return Object.fromEntries(containerOf(one).env.map((each) => [each.name, value(each)]));
}

// [the verb's words, --config and --set of all the rest]
export function argumentsOf(one) {
  const { args } = containerOf(one);
  const verb = args.filter((each) => !each.startsWith('--'));
  const flags = args.filter((each) => each.startsWith('--config=') || each.startsWith('--set='));
  const stages = args.find((each) => each.startsWith('--stages='));
  return { verb, flags: stages ? [...flags, `--set=stages=${stages.slice(9)}`] : flags, all: args };
}

function ask(one, objects, words) {
  const folder = mkdtempSync(path.join(work, 'pod-'));
  try {
    mount(folder, one, objects);
    const places = containerOf(one).volumeMounts;
    const inside = (text) => places.reduce(
      (all, { name, mountPath }) => all.replaceAll(`${mountPath}/`, `${folder}/${name}/`), text);
    for (const { name } of podOf(one).spec.volumes.filter((each) => each.configMap)) {
      for (const file of ['dateline.yaml', 'kafka.yaml']) rewrite(path.join(folder, name, file), inside);
    }
    const flags = argumentsOf(one).flags.map(inside);
    const env = { PATH: process.env.PATH, ...variables(one) };
    return spawnSync(dateline, [...words, ...flags], { encoding: 'utf8', env });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function rewrite(file, change) {
  try {
    writeFileSync(file, change(readFileSync(file, 'utf8')));
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}

// {status, said}: of `dateline validate --no-connect`.
export function validate(one, objects) {
  const { status, stdout, stderr } = ask(one, objects, ['validate', '--no-connect', '--deny-warnings']);
  return { status, said: stdout + stderr };
}

// path -> value, of `dateline config show`.
export function settingsOf(one, objects) {
  const { stdout, stderr, status } = ask(one, objects, ['config', 'show', '--format=json']);
  if (status !== 0) throw new Error(`config show: ${stderr}`);
  return new Map(stdout.trim().split('\n').map(JSON.parse).map(({ key, value }) => [key, value]));
}

export const help = (verb) => spawnSync(dateline, [...verb, '--help'], { encoding: 'utf8' });

// What the status server answers to, as its room says.
export function servedPaths() {
  const source = readFileSync(path.join(root, 'services/adapters/status/routes.cc'), 'utf8');
  const list = source.match(/kPaths\[\] = \{([^}]*)\}/)[1];
  return [...list.matchAll(/"([^"]+)"/g)].map(([, each]) => each);
}
