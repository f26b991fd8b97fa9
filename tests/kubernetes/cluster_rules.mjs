// tests/kubernetes/cluster_rules.mjs
//
// What must hold between objects: budgets, scalers, monitors, network, Jobs, topics and users. Rules
// as in pod_rules.mjs. A rule about a kind that an installation has not says nothing of it.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual as same } from 'node:util';
import {
  componentOf, containerOf, idOf, kindOf, longRunning, matches, parse, podOf, root, withPods,
} from './manifests.mjs';
import { settingsOf } from './effective.mjs';

const topics = () => parse(readFileSync(path.join(root, 'config/topics.yaml'), 'utf8')).topics;
const partitionsOf = (name) => topics().find((each) => each.name === name)?.partitions;
const find = (objects, { kind, name }) =>
  objects.find((one) => one.kind === kind && one.metadata.name === name);
const workloadOf = (objects, scaler) => find(objects, scaler.spec.scaleTargetRef);
const input = { clean: 'topics.raw', version: 'topics.candidates' };

// What the service reads and writes, by stage, as keys of the configuration.
const access = {
  clean: { Read: ['topics.raw', 'topics.candidates'], Write: ['topics.candidates', 'topics.dead'] },
  version: {
    Read: ['topics.candidates', 'topics.takedowns', 'topics.clean', 'topics.versions', 'changelog'],
    Write: ['topics.clean', 'topics.versions', 'topics.dead', 'topics.takedowns', 'changelog'],
  },
};

function* scaling(objects, scaler, max, min) {
  const target = workloadOf(objects, scaler);
  if (!target) {
    yield `${idOf(scaler)}: its target is not there`;
    return;
  }
  if (target.spec.replicas !== undefined) yield `${idOf(target)}: replicas beside a scaler`;
  const stage = componentOf(target);
  const settings = settingsOf(target, objects);
  const partitions = partitionsOf(settings.get(input[stage]));
  const most = partitions / settings.get(`workers.${stage}`);
  if (max !== most) yield `${idOf(scaler)}: at most ${max}, ${partitions} partitions make ${most}`;
  if (min !== 1) yield `${idOf(scaler)}: at least ${min}`;
}

export const clusterRules = [
  {
    name: 'every workload has a budget of its own, which no restoring pod blocks',
    *check(objects) {
      const budgets = kindOf(objects, 'PodDisruptionBudget');
      for (const one of longRunning(objects)) {
        const own = budgets.filter((each) =>
          matches(each.spec.selector.matchLabels, podOf(one).metadata.labels));
        if (own.length !== 1) yield `${idOf(one)}: ${own.length} budgets`;
      }
      for (const one of budgets) {
        if (one.spec.maxUnavailable !== 1) yield `${idOf(one)}: ${one.spec.maxUnavailable}`;
        if (one.spec.unhealthyPodEvictionPolicy !== 'AlwaysAllow') yield `${idOf(one)}: policy`;
      }
    },
    breaks: 'PodDisruptionBudget', break_: (one) => { delete one.spec.unhealthyPodEvictionPolicy; },
  },
  {
    name: 'KEDA scales a stage on its own group, between 1 and what its partitions allow',
    *check(objects) {
      for (const one of kindOf(objects, 'ScaledObject')) {
        yield* scaling(objects, one, one.spec.maxReplicaCount, one.spec.minReplicaCount);
        const target = workloadOf(objects, one);
        if (!target) continue;
        const [{ type, metadata, authenticationRef }] = one.spec.triggers;
        const settings = settingsOf(target, objects);
        const stage = componentOf(target);
        const wanted = {
          bootstrapServers: settings.get('kafka.brokers'),
          consumerGroup: `${settings.get('app')}.${stage}.${settings.get('generation')}`,
          topic: settings.get(input[stage]),
        };
        if (type !== 'kafka') yield `${idOf(one)}: ${type}`;
        for (const [key, value] of Object.entries(wanted)) {
          if (metadata[key] !== value) yield `${idOf(one)}: ${key} ${metadata[key]}, not ${value}`;
        }
        for (const [key, value] of Object.entries(metadata)) {
          if (typeof value !== 'string') yield `${idOf(one)}: ${key} is no string`;
        }
        if (!(Number(metadata.activationLagThreshold) > partitionsOf(metadata.topic))) {
          yield `${idOf(one)}: markers of drained partitions keep it active`;
        }
        const secure = 'security.protocol' in settings.get('kafka.properties');
        if (secure !== (metadata.tls === 'enable')) yield `${idOf(one)}: other security than the pods'`;
        const auth = { kind: 'TriggerAuthentication', name: authenticationRef?.name };
        if (secure && !find(objects, auth)) yield `${idOf(one)}: no ${auth.name}`;
        const { scaleDown } = one.spec.advanced.horizontalPodAutoscalerConfig.behavior;
        const slowly = { type: 'Pods', value: 1, periodSeconds: 300 };
        if (!same(scaleDown.policies, [slowly]) || scaleDown.stabilizationWindowSeconds < 600) {
          yield `${idOf(one)}: pods go quicker than one in five minutes`;
        }
      }
    },
    breaks: 'ScaledObject', break_: (one) => { one.spec.triggers[0].metadata.lagThreshold = 20000; },
  },
  {
    name: 'CPU scales the stage clean alone',
    *check(objects) {
      for (const one of kindOf(objects, 'HorizontalPodAutoscaler')) {
        yield* scaling(objects, one, one.spec.maxReplicas, one.spec.minReplicas);
        if (componentOf(workloadOf(objects, one) ?? one) !== 'clean') yield `${idOf(one)}: another stage`;
        if (kindOf(objects, 'ScaledObject').length > 0) yield `${idOf(one)}: beside KEDA`;
      }
    },
    breaks: 'HorizontalPodAutoscaler', break_: (one) => { one.spec.maxReplicas = 24; },
  },
  {
    name: 'Prometheus scrapes every pod each 15 s; dashboards carry their label',
    *check(objects) {
      for (const one of kindOf(objects, 'PodMonitor')) {
        for (const each of withPods(objects)) {
          const [endpoint] = one.spec.podMetricsEndpoints;
          const named = containerOf(each).ports?.some(({ name }) => name === endpoint.port);
          const seen = matches(one.spec.selector.matchLabels, podOf(each).metadata.labels);
          if (!seen || !named) yield `${idOf(one)}: does not see ${idOf(each)}`;
          if (endpoint.interval !== '15s' || endpoint.path !== '/metrics') yield `${idOf(one)}: endpoint`;
        }
      }
      for (const one of kindOf(objects, 'ConfigMap')) {
        const [file] = Object.keys(one.data);
        if (file.endsWith('.json') && one.metadata.labels.grafana_dashboard !== '1') yield idOf(one);
        if (file.endsWith('.json')) JSON.parse(one.data[file]);
      }
    },
    breaks: 'PodMonitor', break_: (one) => { one.spec.selector.matchLabels.other = 'x'; },
  },
  {
    name: 'the network lets scrapes in, DNS and brokers out, and nothing else',
    *check(objects) {
      for (const one of kindOf(objects, 'NetworkPolicy')) {
        const { podSelector, policyTypes, ingress, egress } = one.spec;
        for (const each of withPods(objects)) {
          if (!matches(podSelector.matchLabels, podOf(each).metadata.labels)) yield `${idOf(one)}: ${idOf(each)}`;
        }
        if (!same(policyTypes, ['Ingress', 'Egress'])) yield `${idOf(one)}: ${policyTypes}`;
        const ports = (rules) => rules.flatMap((rule) => rule.ports.map((each) => each.port));
        if (!same(ports(ingress), [9464])) yield `${idOf(one)}: in ${ports(ingress)}`;
        if (!same(ports(egress), [53, 53, 9092, 9093])) yield `${idOf(one)}: out ${ports(egress)}`;
        if (![...ingress, ...egress].every((rule) => (rule.from ?? rule.to)?.length > 0)) {
          yield `${idOf(one)}: a rule for the whole world`;
        }
        for (const each of longRunning(objects)) {
          const brokers = settingsOf(each, objects).get('kafka.brokers');
          const port = Number(brokers.split(':').at(-1));
          if (!ports(egress).includes(port)) yield `${idOf(one)}: no way to ${brokers}`;
        }
      }
    },
    breaks: 'NetworkPolicy', break_: (one) => { delete one.spec.egress[1].to; },
  },
  {
    name: 'Jobs go on where they stopped, and end where no new pod would help',
    *check(objects) {
      for (const one of kindOf(objects, 'Job', 'CronJob')) {
        const spec = one.kind === 'Job' ? one.spec : one.spec.jobTemplate.spec;
        const { args } = containerOf(one);
        const codes = Object.fromEntries(spec.podFailurePolicy.rules.filter((each) => each.onExitCodes)
          .map((each) => [each.action, each.onExitCodes.values]));
        if (!same(codes, { FailJob: [2, 64, 78], Ignore: [75] })) yield `${idOf(one)}: exit codes`;
        const disrupted = spec.podFailurePolicy.rules.some((each) =>
          each.action === 'Ignore' && each.onPodConditions?.[0].type === 'DisruptionTarget');
        if (!disrupted) yield `${idOf(one)}: a drained node counts as a failure`;
        if (podOf(one).spec.restartPolicy !== 'Never') yield `${idOf(one)}: restarts`;
        if (!spec.activeDeadlineSeconds || !spec.ttlSecondsAfterFinished) yield `${idOf(one)}: for ever`;
        if (!args.includes('--execute')) yield `${idOf(one)}: prints its plan only`;
        if (one.kind === 'CronJob' && one.spec.suspend !== true) yield `${idOf(one)}: runs unasked`;
        if (one.kind === 'CronJob' && one.spec.concurrencyPolicy !== 'Forbid') yield `${idOf(one)}: twice`;
        if (one.kind === 'Job' && !args.some((each) => /^--(id|generation)=/.test(each))) {
          yield `${idOf(one)}: no name to go on under`;
        }
      }
    },
    breaks: 'Job', break_: (one) => { one.spec.podFailurePolicy.rules.pop(); },
  },
  {
    name: 'every topic is made, with three copies of which two must answer',
    *check(objects) {
      const made = kindOf(objects, 'KafkaTopic');
      if (made.length === 0) return;
      for (const { name, partitions, config } of topics()) {
        const spec = made.find((one) => one.metadata.name === name)?.spec;
        const wanted = { ...config, 'min.insync.replicas': '2' };
        if (spec?.partitions !== partitions || spec.replicas !== 3) yield `${name}: ${spec?.partitions}`;
        for (const [key, value] of Object.entries(wanted)) {
          if (spec?.config[key] !== value) yield `${name}: ${key} is ${spec?.config[key]}`;
        }
      }
    },
    breaks: 'KafkaTopic', break_: (one) => { one.spec.replicas = 1; },
  },
  {
    name: 'a user may do what its stage does, and administer nothing but new generations',
    *check(objects) {
      const users = kindOf(objects, 'KafkaUser');
      if (users.length === 0) return;
      for (const user of users) {
        const harmless = ['Read', 'Write', 'Describe', 'DescribeConfigs'];
        if (user.metadata.labels['app.kubernetes.io/component'] === 'make-generation') harmless.push('Create');
        const allowed = user.spec.authorization.acls.flatMap((each) => each.operations);
        const more = allowed.filter((each) => !harmless.includes(each));
        if (more.length > 0) yield `${idOf(user)}: may ${more}`;
      }
      for (const one of longRunning(objects)) {
        const settings = settingsOf(one, objects);
        const stage = componentOf(one);
        const group = `${settings.get('app')}.${stage}.${settings.get('generation')}`;
        const secret = podOf(one).spec.volumes.find((each) => each.name === 'kafka-user').secret.secretName;
        const user = users.find((each) => each.metadata.name === secret);
        const named = containerOf(one).env.find((each) => each.name === 'KAFKA_USER').value;
        if (!user || named !== secret) yield `${idOf(one)}: no user ${secret} (${named})`;
        const may = (type, name, operation) => user?.spec.authorization.acls.some((each) =>
          each.resource.type === type && name.startsWith(each.resource.name) &&
          each.operations.includes(operation));
        for (const [operation, keys] of Object.entries(access[stage])) {
          for (const key of keys) {
            const topic = key === 'changelog' ? `${group}.changelog` : settings.get(key);
            if (!may('topic', topic, operation)) yield `${idOf(user)}: no ${operation} on ${topic}`;
          }
        }
        for (const { name } of topics()) {
          if (!may('topic', name, 'DescribeConfigs')) yield `${idOf(user)}: cannot look at ${name}`;
        }
        if (!may('group', group, 'Read')) yield `${idOf(user)}: no group`;
        if (!may('transactionalId', `${group}.x`, 'Write')) yield `${idOf(user)}: no transactions`;
      }
    },
    breaks: 'KafkaUser', break_: (one) => { one.spec.authorization.acls.pop(); },
  },
  {
    name: 'who keeps state on a volume keeps its place in the group',
    *check(objects) {
      for (const one of kindOf(objects, 'StatefulSet')) {
        const settings = settingsOf(one, objects);
        if (settings.get('kafka.static_membership') !== true) yield `${idOf(one)}: dynamic members`;
        if (!find(objects, { kind: 'Service', name: one.spec.serviceName })) yield `${idOf(one)}: no Service`;
        const claim = one.spec.volumeClaimTemplates?.find((each) => each.metadata.name === 'state');
        if (!claim) yield `${idOf(one)}: no volume`;
      }
      for (const one of kindOf(objects, 'Deployment')) {
        const settings = settingsOf(one, objects);
        if (settings.get('kafka.static_membership') !== false) yield `${idOf(one)}: static members`;
      }
    },
    breaks: 'StatefulSet', break_: (one) => { containerOf(one).env = containerOf(one).env.slice(0, 1); },
  },
  {
    name: 'everything is in one namespace and labelled as Dateline',
    *check(objects) {
      for (const one of objects) {
        if (one.metadata.namespace !== 'dateline') yield `${idOf(one)}: in ${one.metadata.namespace}`;
        if (one.metadata.labels?.['app.kubernetes.io/name'] !== 'dateline') yield `${idOf(one)}: labels`;
      }
    },
    breaks: 'ServiceAccount', break_: (one) => { delete one.metadata.namespace; },
  },
];
