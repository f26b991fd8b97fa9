// Every installation keeps every rule, and every rule is seen to refuse what breaks it. Beside
// these: a second generation shares nothing with the first but the input, generated manifests are
// what their sources say, and Jobs call the binary as its help says.
//
//   node policy_test.mjs <root of the repository> <a folder that prepare.sh made> <dateline>
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { clusterRules } from './cluster_rules.mjs';
import { argumentsOf, help, settingsOf } from './effective.mjs';
import {
  finish, idOf, installations, kindOf, longRunning, matches, objectsOf, podOf, root, withPods, work,
} from './manifests.mjs';
import { podRules } from './pod_rules.mjs';

const problems = [];
const rules = [...podRules, ...clusterRules];
const installation = (name) => installations.find((one) => one.name === name);

for (const one of installations) {
  const objects = objectsOf(one);
  for (const rule of rules) {
    for (const what of rule.check(objects)) problems.push(`${one.name}: ${rule.name}: ${what}`);
  }
}

// The first installation that has what a rule is about, with one thing wrong.
function broken(rule) {
  const candidates = rule.within ? [installation(rule.within)] : installations;
  for (const one of candidates) {
    const objects = objectsOf(one);
    const about = rule.breaks ? kindOf(objects, rule.breaks) : (rule.about ?? withPods)(objects);
    if (about.length === 0) continue;
    rule.break_(about[0]);
    return objects;
  }
  return [];
}
for (const rule of rules) {
  if ([...rule.check(broken(rule))].length === 0) problems.push(`cannot refuse: ${rule.name}`);
}

function* between(first, second) {
  const names = new Set(first.map(idOf));
  for (const one of second) if (names.has(idOf(one))) yield `${idOf(one)} is in both`;
  for (const one of longRunning(first)) {
    for (const other of longRunning(second)) {
      const selects = matches(one.spec.selector.matchLabels, podOf(other).metadata.labels);
      if (selects) yield `${idOf(one)} selects the pods of ${idOf(other)}`;
      const [ours, theirs] = [one, other].map((each, i) => settingsOf(each, i ? second : first));
      for (const key of ['generation', 'topics.clean', 'topics.versions']) {
        if (ours.get(key) === theirs.get(key)) yield `${idOf(other)}: ${key} is that of ${idOf(one)}`;
      }
    }
  }
}
for (const [one, other] of [['small', 'small + generation'],
  ['small', 'small + persistent + generation/from-raw'], ['split', 'split + generation/from-raw'],
  ['production', 'production + generation']]) {
  const pair = [one, other].map((name) => objectsOf(installation(name)));
  for (const what of between(...pair)) problems.push(`${other}: ${what}`);
}
const small = objectsOf(installation('small'));
if ([...between(small, small)].length < 5) problems.push('an installation beside itself is accepted');

const made = spawnSync(process.execPath,
  [path.join(root, 'deploy/kubernetes/generate.mjs'), work, '--check'], { encoding: 'utf8' });
if (made.status !== 0) problems.push(made.stderr.trim());

let unchecked = '';
const jobs = ['small + backfill + dead-redrive', 'small + make-generation'].flatMap((name) =>
  kindOf(objectsOf(installation(name)), 'Job', 'CronJob'));
for (const one of jobs) {
  const { verb, all } = argumentsOf(one);
  const { stdout } = help(verb);
  if (!stdout.includes(`Usage: dateline ${verb.join(' ')}`)) {
    unchecked += `\nSKIPPED of this test: there is no \`dateline ${verb.join(' ')}\` yet, so nobody ` +
      `has checked the arguments of ${idOf(one)}`;
    continue;
  }
  const known = `${stdout}\n${help([]).stdout}`;
  for (const flag of all.filter((each) => each.startsWith('--')).map((each) => each.split('=')[0])) {
    if (!new RegExp(`${flag}\\b`).test(known)) problems.push(`${idOf(one)}: no flag ${flag}`);
  }
}

finish(problems, `${installations.length} installations keep ${rules.length} rules${unchecked}`);
