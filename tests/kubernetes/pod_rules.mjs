// tests/kubernetes/pod_rules.mjs
//
// What must hold of every pod, and of what makes and ends pods. A rule yields what is wrong; its
// break_ makes one thing wrong, and the rule must then say so.
import {
  componentOf, containerOf, idOf, kindOf, longRunning, matches, podOf, withPods,
} from './manifests.mjs';
import { servedPaths, settingsOf, validate } from './effective.mjs';

const seconds = (text) => Number(text.match(/^(\d+)s$/)[1]);
const mib = (text) => ({ Mi: 1, Gi: 1024 })[text.slice(-2)] * Number(text.slice(0, -2));
const port = (address) => Number(address.split(':').at(-1));
const kClean = 'clean';
const writable = ['/tmp', '/var/lib/dateline'];

function* wrong(one, wanted, found = {}) {
  for (const [what, value] of Object.entries(wanted)) {
    if (found?.[what] !== value) yield `${idOf(one)}: ${what} is ${found?.[what]}, not ${value}`;
  }
}

export const podRules = [
  {
    name: 'pods are restricted, as one user without rights',
    *check(objects) {
      for (const one of withPods(objects)) {
        const { spec } = podOf(one);
        yield* wrong(one, { runAsNonRoot: true, runAsUser: 65532, runAsGroup: 65532, fsGroup: 65532 },
          spec.securityContext);
        yield* wrong(one, { type: 'RuntimeDefault' }, spec.securityContext.seccompProfile);
        yield* wrong(one, { automountServiceAccountToken: false, enableServiceLinks: false,
          hostNetwork: undefined, hostPID: undefined, hostIPC: undefined }, spec);
        for (const container of [...spec.containers, ...(spec.initContainers ?? [])]) {
          yield* wrong(one, { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true,
            privileged: undefined }, container.securityContext);
          if (String(container.securityContext?.capabilities?.drop) !== 'ALL') yield `${idOf(one)}: capabilities`;
        }
      }
    },
    break_: (one) => { podOf(one).spec.securityContext.runAsGroup = 0; },
  },
  {
    name: 'the account has no rights and no token',
    *check(objects) {
      for (const one of kindOf(objects, 'ServiceAccount')) {
        yield* wrong(one, { automountServiceAccountToken: false }, one);
      }
      const accounts = kindOf(objects, 'ServiceAccount').map((one) => one.metadata.name);
      for (const one of withPods(objects)) {
        const name = podOf(one).spec.serviceAccountName;
        if (!accounts.includes(name)) yield `${idOf(one)}: no ServiceAccount ${name}`;
      }
      for (const one of kindOf(objects, 'Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding')) {
        yield `${idOf(one)}: rights`;
      }
    },
    break_: (one) => { podOf(one).spec.serviceAccountName = 'other'; },
  },
  {
    name: 'pods write to the state and /tmp alone, and both have a size',
    *check(objects) {
      for (const one of withPods(objects)) {
        const mounts = containerOf(one).volumeMounts;
        const open = mounts.filter((each) => !each.readOnly).map((each) => each.mountPath).sort();
        if (String(open) !== String(writable)) yield `${idOf(one)}: writes to ${open}`;
        const claims = (one.spec.volumeClaimTemplates ?? []).map((each) => each.metadata.name);
        const volumes = podOf(one).spec.volumes.map((each) => each.name);
        for (const { name } of mounts) {
          if (![...claims, ...volumes].includes(name)) yield `${idOf(one)}: no volume ${name}`;
        }
        for (const volume of podOf(one).spec.volumes) {
          if (volume.emptyDir && !volume.emptyDir.sizeLimit) yield `${idOf(one)}: ${volume.name} has no limit`;
          if (volume.hostPath) yield `${idOf(one)}: a path of the node`;
        }
      }
    },
    break_: (one) => { delete containerOf(one).volumeMounts.at(-1).readOnly; },
  },
  {
    name: 'images are named by a version',
    *check(objects) {
      for (const one of withPods(objects)) {
        const { image } = containerOf(one);
        const tag = image.split('/').at(-1).split(':')[1];
        if (!tag || tag === 'latest') yield `${idOf(one)}: image ${image}`;
      }
    },
    break_: (one) => { containerOf(one).image = 'dateline:latest'; },
  },
  {
    name: 'the configuration is good, and its memory fits into the limit, which is the request',
    *check(objects) {
      for (const one of longRunning(objects)) {
        const { requests, limits } = containerOf(one).resources;
        yield* wrong(one, { memory: limits.memory }, requests);
        yield* wrong(one, { cpu: undefined }, limits);
        const { status, said } = validate(one, objects);
        if (status !== 0) yield `${idOf(one)}: ${said}`;
        const budget = Number(said.match(/memory: (\d+) MiB/)?.[1]);
        if (!(budget <= mib(limits.memory))) yield `${idOf(one)}: ${limits.memory} for ${budget} MiB`;
      }
    },
    break_: (one) => { Object.values(containerOf(one).resources).forEach((each) => { each.memory = '640Mi'; }); },
  },
  {
    name: 'workers are said, for without a CPU limit the cgroup gives those of the node',
    *check(objects) {
      for (const one of longRunning(objects)) {
        const settings = settingsOf(one, objects);
        const stages = settings.get('stages');
        const workers = stages.flatMap((stage) => (stage === kClean ? [stage, 'backfill'] : [stage]))
          .map((lane) => settings.get(`workers.${lane}`));
        if (workers.some((count) => count === 0)) yield `${idOf(one)}: workers of ${stages}`;
        const cpus = Number(containerOf(one).resources.requests.cpu);
        if (cpus < Math.max(...workers)) yield `${idOf(one)}: ${cpus} CPUs for ${workers} workers`;
      }
    },
    break_: (one) => { containerOf(one).args.push('--set=workers.version=0', '--set=workers.clean=0'); },
  },
  {
    name: 'probes ask paths and the port that the binary serves, at the agreed pace',
    *check(objects) {
      const pace = { startupProbe: ['/startupz', 2, 30], livenessProbe: ['/livez', 20, 3],
        readinessProbe: ['/readyz', 5, 2] };
      for (const one of longRunning(objects)) {
        const container = containerOf(one);
        const ports = new Map(container.ports.map((each) => [each.name, each.containerPort]));
        const listen = port(settingsOf(one, objects).get('http.listen'));
        for (const [probe, [path, period, failures]] of Object.entries(pace)) {
          const { httpGet, ...times } = container[probe] ?? {};
          yield* wrong(one, { path }, httpGet);
          yield* wrong(one, { periodSeconds: period, failureThreshold: failures }, times);
          if (!servedPaths().includes(path)) yield `${idOf(one)}: nobody serves ${path}`;
          if (ports.get(httpGet?.port) !== listen) yield `${idOf(one)}: ${probe} asks another port`;
        }
      }
    },
    break_: (one) => { const { httpGet } = containerOf(one).readinessProbe ?? { httpGet: {} }; httpGet.path = '/ready'; },
    about: longRunning,
  },
  {
    name: 'rollouts take one pod at a time; only a stage without state may surge',
    *check(objects) {
      for (const one of longRunning(objects)) {
        yield* wrong(one, { minReadySeconds: 30 }, one.spec);
        if (one.kind === 'StatefulSet') {
          yield* wrong(one, { podManagementPolicy: 'Parallel' }, one.spec);
          continue;
        }
        const surge = componentOf(one) === kClean;
        yield* wrong(one, { progressDeadlineSeconds: 3600 }, one.spec);
        yield* wrong(one, { maxSurge: surge ? 1 : 0, maxUnavailable: surge ? 0 : 1 },
          one.spec.strategy.rollingUpdate);
      }
    },
    break_: (one) => { one.spec.minReadySeconds = 0; },
    about: longRunning,
  },
  {
    name: 'a pod has more time to end than its shutdown_timeout',
    *check(objects) {
      for (const one of withPods(objects)) {
        const grace = podOf(one).spec.terminationGracePeriodSeconds;
        yield* wrong(one, { terminationGracePeriodSeconds: 60 }, podOf(one).spec);
        const timeout = seconds(settingsOf(one, objects).get('shutdown_timeout'));
        if (grace < timeout + 10) yield `${idOf(one)}: ${grace} s for a drain of ${timeout} s`;
        if (containerOf(one).lifecycle) yield `${idOf(one)}: hooks`;
      }
    },
    break_: (one) => { podOf(one).spec.terminationGracePeriodSeconds = 30; },
  },
  {
    name: 'a pod is named in its transactional id',
    *check(objects) {
      for (const one of withPods(objects)) {
        const env = new Map(containerOf(one).env.map((each) => [each.name, each]));
        const from = env.get('DATELINE_INSTANCE')?.valueFrom?.fieldRef?.fieldPath;
        if (from !== 'metadata.name') yield `${idOf(one)}: instance from ${from}`;
      }
    },
    break_: (one) => { containerOf(one).env.shift(); },
  },
  {
    name: 'selectors find their own pods and no others',
    *check(objects) {
      const pods = withPods(objects).map((one) => [idOf(one), podOf(one).metadata.labels]);
      const found = (selector) => pods.filter(([, labels]) => matches(selector, labels)).map(([id]) => id);
      for (const one of longRunning(objects)) {
        const selector = one.spec.selector.matchLabels;
        if (String(found(selector)) !== idOf(one)) yield `${idOf(one)}: selects ${found(selector)}`;
        for (const spread of podOf(one).spec.topologySpreadConstraints) {
          const selected = found(spread.labelSelector.matchLabels);
          if (String(selected) !== idOf(one)) yield `${idOf(one)}: spreads ${selected}`;
        }
        const zones = podOf(one).spec.topologySpreadConstraints.map((each) => each.topologyKey);
        if (!zones.includes('topology.kubernetes.io/zone')) yield `${idOf(one)}: not spread over zones`;
      }
    },
    break_: (one) => { podOf(one).spec.topologySpreadConstraints[0].labelSelector.matchLabels = {}; },
    about: longRunning,
    within: 'split + backfill + dead-redrive + strimzi',
  },
];
