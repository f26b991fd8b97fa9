// What deploy/kubernetes and deploy/helm give, on a real API server with real controllers and nodes
// that are not there: strict fields, foreign kinds, admission of restricted pods, rights,
// disruption budgets under a drain, and the ends of Jobs.
//
//   node control_plane_test.mjs <root of the repository> <a folder that prepare.sh made>
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { apply, attempt, await_, evict, get, kubectl, patchStatus } from './cluster/kubectl.mjs';
import {
  containerOf, finish, idOf, installations, kindOf, longRunning, objectsOf, podOf, root, withPods, work,
} from './manifests.mjs';

const problems = [];
const expect = (holds, what) => {
  if (!holds) problems.push(what);
};
const installation = (name) => objectsOf(installations.find((one) => one.name === name));

const podsOf = (component) =>
  get('pods', '-l', `app.kubernetes.io/component=${component}`).items
    .filter((one) => !one.metadata.deletionTimestamp);
const isReady = (pod) =>
  pod.status.conditions?.some((each) => each.type === 'Ready' && each.status === 'True');
const readyPods = (component, count) => await_(`${count} ready pods of ${component}`, () => {
  const ready = podsOf(component).filter(isReady);
  return ready.length === count && ready;
});

function prepare() {
  for (const file of readdirSync(path.join(work, 'cluster/crds')).filter((one) => one.endsWith('.yaml'))) {
    kubectl(['apply', '--server-side', '-f', path.join(work, 'cluster/crds', file)]);
  }
  kubectl(['wait', '--for=condition=Established', 'crd', '--all', '--timeout=60s']);
  const restricted = Object.fromEntries(['enforce', 'warn', 'audit']
    .map((mode) => [`pod-security.kubernetes.io/${mode}`, 'restricted']));
  const namespace = (name) =>
    ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: restricted } });
  const node = (index) => ({
    apiVersion: 'v1', kind: 'Node',
    metadata: { name: `node-${index}`, labels: {
      'topology.kubernetes.io/zone': `zone-${index}`, 'kubernetes.io/hostname': `node-${index}` } },
    status: { allocatable: { cpu: '16', memory: '64Gi', pods: '110', 'ephemeral-storage': '200Gi' } },
  });
  kubectl(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List',
    items: [namespace('dateline'), namespace('chart'), ...[0, 1, 2].map(node)] }));
  kubectl(['wait', '--for=condition=Ready', 'node', '--all', '--timeout=60s']);
}

function acceptsEveryInstallation() {
  for (const { name } of installations) {
    const refused = apply(installation(name), '--dry-run=server');
    expect(!refused, `${name}: ${refused}`);
  }
}

function refusesWhatIsWrong() {
  const unknown = installation('small');
  containerOf(longRunning(unknown)[0]).readOnly = true;
  expect(apply(unknown, '--dry-run=server')?.includes('readOnly'), 'an unknown field is accepted');
  const kafka = kindOf(installation('production'), 'KafkaUser');
  kafka[0].spec.authorization.acls[0].operations = ['Look'];
  expect(apply(kafka, '--dry-run=server')?.includes('Look'), 'an unknown operation is accepted');
  const root_ = installation('small');
  podOf(longRunning(root_)[0]).spec.securityContext = {};
  expect(apply(root_, '--dry-run=server')?.includes('PodSecurity'), 'pods as root are not warned of');
}

// Admission looks at pods; a Deployment whose pods are refused only says so in its conditions.
function runsRestrictedPods() {
  const refused = apply(installation('production'));
  expect(!refused, `production: ${refused}`);
  for (const stage of ['clean', 'version']) {
    kubectl(['scale', 'deployment', `dateline-${stage}`, '--replicas=3']);
    const pods = readyPods(stage, 3);
    const nodes = new Set(pods.map((pod) => pod.spec.nodeName));
    expect(nodes.size === 3, `${stage} is on ${[...nodes]} only`);
    const [{ spec }] = pods;
    const volumes = spec.volumes.map((volume) => Object.keys(volume).find((key) => key !== 'name'));
    expect(!volumes.includes('projected'), `${stage} has a token`);
  }
  const bad = kindOf(installation('small'), 'Deployment')[0];
  bad.metadata.name = 'bad';
  podOf(bad).spec.containers[0].securityContext.capabilities = {};
  apply([bad]);
  await_('the refusal of its pods', () => get('deployment', 'bad').status.conditions
    ?.some((each) => each.type === 'ReplicaFailure' && each.message.includes('PodSecurity')));
  kubectl(['delete', 'deployment', 'bad']);
  for (const { status, metadata } of get('deployments').items) {
    const failed = status.conditions.find((each) => each.type === 'ReplicaFailure');
    expect(!failed, `${metadata.name}: ${failed?.message}`);
  }
}

function hasNoRights() {
  const as = ['--as', 'system:serviceaccount:dateline:dateline'];
  for (const [verb, what] of [['get', 'pods'], ['list', 'secrets'], ['get', 'configmaps'],
    ['create', 'pods'], ['delete', 'deployments.apps'], ['get', 'kafkatopics.kafka.strimzi.io']]) {
    const { stdout } = attempt(['auth', 'can-i', verb, what, ...as]);
    expect(stdout.trim() === 'no', `the account may ${verb} ${what}`);
  }
  expect(attempt(['auth', 'can-i', 'get', 'pods']).stdout.trim() === 'yes', 'nobody may anything');
}

// A drain takes one pod of each workload; the next one has to wait until that is back, unless it
// is not ready itself.
function drainsWithinTheBudget() {
  const nodes = ['node-0', 'node-1', 'node-2'];
  for (const node of nodes) kubectl(['cordon', node]);
  kubectl(['drain', 'node-0', '--delete-emptydir-data', '--timeout=60s']);
  for (const stage of ['clean', 'version']) {
    await_(`a pod of ${stage} that finds no node`, () =>
      podsOf(stage).some((pod) => pod.status.phase === 'Pending'));
    const running = () => podsOf(stage).filter((pod) => pod.spec.nodeName);
    expect(running().length === 2, `${stage}: ${running().length} pods are left`);
    const [first, second] = running().map((pod) => pod.metadata.name);
    expect(evict(first)?.includes('disruption budget'), `${stage}: the budget lets a second pod go`);
    patchStatus('pod', second, { conditions: [{ type: 'Ready', status: 'False' }] });
    await_('the budget to see it', () =>
      get('pdb', `dateline-${stage}`).status.currentHealthy === 1);
    const why = evict(second);
    expect(!why, `${stage}: a pod that is not ready blocks the drain: ${why}`);
  }
  for (const node of nodes) kubectl(['uncordon', node]);
  for (const stage of ['clean', 'version']) readyPods(stage, 3);
}

// What a container that ended with a code does to its Job.
function endsJobsByTheirCode() {
  const jobs = kindOf(installation('split + backfill + dead-redrive + strimzi'), 'Job', 'CronJob',
    'ConfigMap');
  const refused = apply(jobs);
  expect(!refused, `Jobs: ${refused}`);
  const running = (except) => await_('a pod of the Job', () =>
    podsOf('backfill').find((pod) => pod.metadata.name !== except && pod.status.phase === 'Running'));
  const end = (pod, exitCode) => patchStatus('pod', pod.metadata.name, {
    phase: 'Failed',
    containerStatuses: pod.status.containerStatuses.map((each) => ({ ...each, ready: false,
      state: { terminated: { exitCode, reason: 'Error' } } })),
  });
  const stopped = running();
  end(stopped, 75);
  const again = running(stopped.metadata.name);
  const { status } = get('job', 'dateline-backfill');
  expect(!status.failed, `a pod that was stopped counts as failed: ${status.failed}`);
  end(again, 78);
  const failed = await_('the end of the Job', () => get('job', 'dateline-backfill').status.conditions
    ?.find((each) => each.type === 'Failed'));
  expect(failed.reason === 'PodFailurePolicy', `78 fails the Job as ${failed.reason}`);
  expect(podsOf('dead-redrive').length === 0, 'the suspended CronJob has run');
  kubectl(['create', 'job', 'redrive-1', '--from=cronjob/dateline-dead-redrive']);
  await_('the redrive asked for', () => podsOf('dead-redrive').length === 1);
}

// A changed file is another ConfigMap, which rolls the Deployment; the old one serves the way back.
function rollsWithItsConfiguration() {
  const helm = (...args) => execFileSync('helm', [...args, '--namespace', 'chart'],
    { cwd: path.join(root, 'deploy/helm'), encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const mounted = () => get('deployment', 'dateline', '-n', 'chart').spec.template.spec.volumes
    .find((each) => each.configMap).configMap.name;
  helm('install', 'dateline', '.');
  const first = mounted();
  helm('upgrade', 'dateline', '.', '--set', 'config.log.level=debug');
  expect(mounted() !== first, 'another configuration has the same name');
  await_('a second ReplicaSet', () => get('replicasets', '-n', 'chart').items.length === 2);
  helm('rollback', 'dateline');
  expect(mounted() === first, 'the way back leads elsewhere');
  expect(get('configmap', first, '-n', 'chart').metadata.name === first, 'its file is gone');
}

const steps = [prepare, acceptsEveryInstallation, refusesWhatIsWrong, runsRestrictedPods, hasNoRights,
  drainsWithinTheBudget, endsJobsByTheirCode, rollsWithItsConfiguration];
for (const step of steps) {
  const begin = Date.now();
  step();
  console.log(`${step.name}: ${((Date.now() - begin) / 1000).toFixed(1)} s`);
  if (problems.length > 0) break;
}
const count = installations.flatMap((one) => objectsOf(one)).length;
finish(problems, `${count} objects of ${installations.length} installations were accepted, `
  + `${withPods(installation('production')).map(idOf)} run`);
