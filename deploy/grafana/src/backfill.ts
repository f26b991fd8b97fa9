// Backfill: how far a replay is, how fast it goes, what comes of it, what it costs live traffic.
import type { Page } from './frame';
import { lines, stat } from './panels';
import { increase, max, min, quantile, rate, ratio, series, sum } from './query';

// By the name that the lane's topic has if nobody chose another. What a replay itself has still to
// read is no lag of anybody.
const kLane = 'stage!="replay", topic=~".+[.]backfill"';
const kLive = 'stage!="replay", topic!~".+[.]backfill"';

const progress = [
  stat({
    title: 'Progress',
    description: 'Share of the planned records that are dealt with, of the slowest replay.',
    unit: 'percentunit',
    width: 6,
    queries: [{ expr: min(series('dateline_replay_progress_ratio')), legend: 'done' }],
  }),
  stat({
    title: 'Time left',
    description: 'As it goes now. It grows while the feeder waits for live traffic.',
    unit: 's',
    width: 6,
    queries: [{ expr: max(series('dateline_replay_eta_seconds')), legend: 'left' }],
  }),
  stat(
    {
      title: 'Records',
      description:
        'Planned (an upper bound), copied to the lane, and left out by filters, by the processes ' +
        'that run now.',
      unit: 'short',
      width: 6,
      queries: [
        { expr: sum(series('dateline_replay_planned_records')), legend: 'planned' },
        { expr: sum(increase('dateline_replay_records_total'), 'result'), legend: '{{result}}' },
      ],
    },
    { names: true },
  ),
  stat(
    {
      title: 'Paused by',
      description:
        '1 while the feeder waits: live traffic is late, the lane has enough unread records, or ' +
        'somebody said so. The first two end by themselves.',
      unit: 'short',
      width: 6,
      queries: [{ expr: max(series('dateline_replay_paused'), 'cause'), legend: '{{cause}}' }],
    },
    { names: true, limits: { warning: 1 } },
  ),
];

const pace = [
  lines({
    title: 'Records against the limit',
    description:
      'Records copied and filtered a second, and the limit that was set; 0 is none. Below the ' +
      'limit while nothing pauses: reading the source is the slow part.',
    unit: 'ops',
    width: 12,
    queries: [
      { expr: sum(rate('dateline_replay_records_total'), 'result'), legend: '{{result}}' },
      { expr: max(series('dateline_replay_rate_limit_records')), legend: 'limit' },
    ],
  }),
  lines({
    title: 'Bytes against the limit',
    description: 'Bytes copied a second, and the limit that was set; 0 is none.',
    unit: 'Bps',
    width: 12,
    queries: [
      { expr: sum(rate('dateline_replay_bytes_total')), legend: 'copied' },
      { expr: max(series('dateline_replay_rate_limit_bytes')), legend: 'limit' },
    ],
  }),
];

const effect = [
  lines(
    {
      title: 'Verdicts of the lane',
      description:
        'What the replayed records were judged to be. A plain replay of what was already read ' +
        'gives resent ones; older ones are pages that live traffic has overtaken.',
      unit: 'ops',
      width: 8,
      queries: [
        {
          expr: sum(rate('dateline_verdicts_total', 'lane="backfill"'), 'verdict'),
          legend: '{{verdict}}',
        },
      ],
    },
    { stacked: true },
  ),
  lines({
    title: 'Dead letters meanwhile',
    description:
      'The five most frequent reasons, of both lanes together. Letters that are replayed without ' +
      'a repair die again for the same reason.',
    unit: 'ops',
    width: 8,
    queries: [
      {
        expr: `topk(5, ${sum(rate('dateline_dead_letters_total'), 'stage', 'reason')})`,
        legend: '{{stage}}: {{reason}}',
      },
    ],
  }),
  lines({
    title: 'Skipped in files',
    description:
      'What stands in files and is no event, by its reason: records of a WARC without a page, ' +
      'images, what is damaged or too large. None while a topic is replayed.',
    unit: 'ops',
    width: 8,
    queries: [
      {
        expr: `topk(5, ${sum(rate('dateline_replay_skipped_total'), 'reason')})`,
        legend: '{{reason}}',
      },
    ],
  }),
];

const kBusy = sum(rate('dateline_worker_busy_seconds_total', 'phase!="poll"'), 'stage');

const cost = [
  lines({
    title: 'Lag, live and lane',
    description:
      'Age of the oldest uncommitted record. Only the lane may be late; when another topic is, ' +
      'the feeder stops by itself.',
    unit: 's',
    width: 8,
    queries: [
      {
        expr: max(series('dateline_consumer_lag_seconds', kLive), 'topic'),
        legend: 'live: {{topic}}',
      },
      {
        expr: max(series('dateline_consumer_lag_seconds', kLane), 'topic'),
        legend: 'lane: {{topic}}',
      },
    ],
  }),
  lines(
    {
      title: 'Live end to end',
      description:
        'p99 from raw append to commit of live records: what readers notice of the backfill.',
      unit: 's',
      width: 8,
      queries: [
        { expr: quantile(0.99, 'dateline_end_to_end_seconds', 'lane="live"'), legend: 'p99' },
      ],
    },
    { limits: { warning: 60 } },
  ),
  lines({
    title: 'Busy',
    description:
      'Share of their time in which the workers of a stage do not wait for records. Near 1 the ' +
      'backfill takes what live traffic may need: lower the rate, or add pods.',
    unit: 'percentunit',
    width: 8,
    queries: [
      { expr: ratio(kBusy, sum(series('dateline_workers'), 'stage')), legend: '{{stage}}' },
    ],
  }),
];

export const backfill: Page = {
  uid: 'dateline-backfill',
  title: 'Dateline: backfill',
  description:
    'How far a replay is, how fast it goes, what comes of it, what it costs live traffic.',
  rows: [
    { title: 'Progress', panels: progress },
    { title: 'Rate', panels: pace },
    { title: 'Effect', panels: effect },
    { title: 'Cost', panels: cost },
  ],
};
