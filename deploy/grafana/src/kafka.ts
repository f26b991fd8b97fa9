// Kafka and commits: who reads what, how transactions go, what the client says, where time goes.
import type { Page } from './frame';
import { lines, stat } from './panels';
import { max, mean, min, quantile, rate, series, sum } from './query';

const groups = [
  lines({
    title: 'Lag by partition',
    description:
      'Records between the end of a partition and what is committed; the marker of a transaction ' +
      'counts, so 1 or 2 means none. One partition far above the others: one large site, or a ' +
      'pod that does not move.',
    unit: 'short',
    width: 8,
    queries: [
      {
        expr: max(series('dateline_consumer_lag_records'), 'stage', 'topic', 'partition'),
        legend: '{{stage}}: {{topic}}/{{partition}}',
      },
    ],
  }),
  lines({
    title: 'Partitions',
    description:
      'Partitions that the processes hold, and those of them that are not live yet. The sum over ' +
      'all processes is the number of partitions of the topic; less: some have no reader.',
    unit: 'short',
    width: 8,
    queries: [
      { expr: sum(series('dateline_assigned_partitions'), 'stage'), legend: 'assigned: {{stage}}' },
      {
        expr: sum(series('dateline_restoring_partitions'), 'stage'),
        legend: 'restoring: {{stage}}',
      },
    ],
  }),
  lines({
    title: 'Rebalances',
    description:
      'Partitions given to or taken from workers. A rollout shows as one short group; lost ones ' +
      'mean that a process was silent for too long.',
    unit: 'ops',
    width: 8,
    queries: [
      {
        expr: sum(rate('dateline_rebalances_total'), 'stage', 'type'),
        legend: '{{stage}}: {{type}}',
      },
    ],
  }),
];

const commits = [
  lines({
    title: 'Commits',
    description:
      'Transactions by outcome. Unknown: the connection broke before the answer; the worker ' +
      'starts anew from what the broker has, so nothing is lost or doubled.',
    unit: 'ops',
    width: 6,
    queries: [
      {
        expr: sum(rate('dateline_commits_total'), 'stage', 'outcome'),
        legend: '{{stage}}: {{outcome}}',
      },
    ],
  }),
  lines({
    title: 'Time of a commit',
    description:
      'From the first record of a transaction to the answer of the broker. It contains ' +
      'commit.interval; what is above it is the broker.',
    unit: 's',
    width: 6,
    queries: [0.5, 0.99].map((q) => ({
      expr: quantile(q, 'dateline_commit_duration_seconds', '', 'stage'),
      legend: `p${q * 100}: {{stage}}`,
    })),
  }),
  lines({
    title: 'Records of a commit',
    description:
      'Input records of one transaction, on average. Few under load: commit.interval is too ' +
      'short, or commit.bytes too small.',
    unit: 'short',
    width: 6,
    queries: [{ expr: mean('dateline_commit_records', 'stage'), legend: '{{stage}}' }],
  }),
  lines({
    title: 'Rebuilds and retries',
    description:
      'Producers thrown away and built anew, by cause, and calls made again. Fenced: another ' +
      'process took the partitions over. Unknown and deadline: look at the brokers.',
    unit: 'ops',
    width: 6,
    queries: [
      {
        expr: sum(rate('dateline_rebuilds_total'), 'stage', 'cause'),
        legend: '{{stage}}: {{cause}}',
      },
      { expr: sum(rate('dateline_retries_total'), 'stage'), legend: 'retries: {{stage}}' },
    ],
  }),
];

const client = [
  lines({
    title: 'Round trip to brokers',
    description: 'Mean time of a request, by broker. One slow broker slows every commit.',
    unit: 's',
    width: 6,
    queries: [
      { expr: max(series('dateline_kafka_broker_rtt_seconds'), 'broker'), legend: '{{broker}}' },
    ],
  }),
  lines({
    title: 'Queues of the client',
    description:
      'Bytes that librdkafka holds: fetched and not yet read, or to be sent. A full producer ' +
      'queue waits for brokers, a full consumer queue for us.',
    unit: 'bytes',
    width: 6,
    queries: [
      {
        expr: sum(series('dateline_kafka_queue_bytes'), 'stage', 'client'),
        legend: '{{stage}}: {{client}}',
      },
    ],
  }),
  lines({
    title: 'Errors of the client',
    description:
      'Errors that librdkafka reported, the five most frequent. Some transport errors come with ' +
      'every restart of a broker.',
    unit: 'ops',
    width: 6,
    queries: [
      {
        expr: `topk(5, ${sum(rate('dateline_kafka_errors_total'), 'client', 'error')})`,
        legend: '{{client}}: {{error}}',
      },
    ],
  }),
  stat(
    {
      title: 'Brokers and compression',
      description:
        'Brokers to which the worst connected process has a connection, and how many processes ' +
        'send uncompressed because a broker refused our compression.',
      unit: 'short',
      width: 6,
      queries: [
        { expr: min(series('dateline_kafka_brokers_up')), legend: 'brokers up' },
        { expr: sum(series('dateline_kafka_uncompressed')), legend: 'uncompressed' },
      ],
    },
    { names: true },
  ),
];

const kBusy = sum(rate('dateline_worker_busy_seconds_total'), 'stage', 'phase');
const kWorkers = sum(series('dateline_workers'), 'stage');

const time = [
  lines(
    {
      title: 'Time of the workers',
      description:
        'Where a worker spends its time, per stage a sum of 1. Poll is waiting for records; ' +
        'without it the stage is busy. Handle near 1: add pods. Commit large: look at the ' +
        'brokers.',
      unit: 'percentunit',
      width: 8,
      queries: [
        { expr: `${kBusy} / on (stage) group_left () ${kWorkers}`, legend: '{{stage}}: {{phase}}' },
      ],
    },
    { stacked: true },
  ),
  lines(
    {
      title: 'Heartbeat',
      description:
        'Since the last beat of the slowest worker. Above 10 s one of them hangs in a call; ' +
        '/livez turns to 503 after its own limit, and Kubernetes restarts the pod.',
      unit: 's',
      width: 8,
      queries: [
        { expr: max(series('dateline_heartbeat_age_seconds'), 'stage'), legend: '{{stage}}' },
      ],
    },
    { limits: { warning: 10 } },
  ),
  lines({
    title: 'Overlay',
    description:
      'State changes of the batch that is not committed yet, of the largest one. At ' +
      'limits.overlay_bytes_max the worker commits early.',
    unit: 'bytes',
    width: 8,
    queries: [{ expr: max(series('dateline_overlay_bytes'), 'stage'), legend: '{{stage}}' }],
  }),
];

export const kafka: Page = {
  uid: 'dateline-kafka',
  title: 'Dateline: Kafka and commits',
  description: 'Who reads what, how transactions go, what the client says, where time goes.',
  rows: [
    { title: 'Groups', panels: groups },
    { title: 'Commits', panels: commits },
    { title: 'Client', panels: client },
    { title: 'Time', panels: time },
  ],
};
