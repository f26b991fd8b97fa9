// Overview: is all well, what flows, what fails, how late is it, what are the texts like.
import type { Page } from './frame';
import { heatmap, lines, stat } from './panels';
import { count, increase, max, quantile, rate, ratio, series, sum } from './query';

// Pages that are no articles, or were not there: what crawlers met, no fault of ours.
const kNoFault = 'not_article|no_article|http_status';

const kLive = 'lane="live"';

// An alert keeps only the labels of its own query; one about a missing job has none.
const kFiring =
  'ALERTS{alertname=~"Dateline.*", alertstate="firing", namespace=~"$namespace", job=~"$job|"}';

const health = [
  stat(
    {
      title: 'Pods',
      description:
        'Processes that answer /readyz with 200, of those that are scraped. Fewer ready ones for ' +
        'longer than a restore takes: look at the State dashboard, then at /readyz?verbose.',
      unit: 'short',
      width: 8,
      queries: [
        { expr: sum(series('dateline_ready')), legend: 'ready' },
        { expr: count(series('dateline_ready')), legend: 'scraped' },
      ],
    },
    { names: true },
  ),
  stat(
    {
      title: 'Versions',
      description: 'How many processes run which build. Two builds: a rollout goes on, or hangs.',
      unit: 'short',
      width: 8,
      queries: [{ expr: count(series('dateline_build_info'), 'version'), legend: '{{version}}' }],
    },
    { names: true },
  ),
  stat(
    {
      title: 'Alerts and rebuilds',
      description:
        'Alerts that fire now (runbooks.md has a heading for each), and how often a producer was ' +
        'thrown away in the time shown. A few rebuilds come with every rollout; many are a ' +
        'reason to look at commits.',
      unit: 'short',
      width: 8,
      queries: [
        { expr: `count(${kFiring}) or vector(0)`, legend: 'alerts' },
        { expr: sum(increase('dateline_rebuilds_total')), legend: 'rebuilds' },
      ],
    },
    { names: true, limits: { warning: 1, bad: 20 } },
  ),
];

const flow = [
  lines({
    title: 'Records in and out',
    description:
      'Records whose effects are committed, by the topic they came from, and records written, by ' +
      'the topic they went to. articles.clean is what readers get; the changelog is the state.',
    unit: 'ops',
    width: 8,
    queries: [
      {
        expr: sum(rate('dateline_records_consumed_total'), 'topic'),
        legend: 'in: {{topic}}',
      },
      {
        expr: sum(rate('dateline_records_produced_total'), 'topic'),
        legend: 'out: {{topic}}',
      },
    ],
  }),
  lines({
    title: 'Bytes in and out',
    description:
      'The same in bytes before compression. It grows by itself when crawlers send larger pages.',
    unit: 'Bps',
    width: 8,
    queries: [
      { expr: sum(rate('dateline_consumed_bytes_total'), 'stage'), legend: 'in: {{stage}}' },
      { expr: sum(rate('dateline_produced_bytes_total'), 'stage'), legend: 'out: {{stage}}' },
    ],
  }),
  lines(
    {
      title: 'Verdicts',
      description:
        'What each candidate was judged to be. Duplicates are most of any crawl; new and revised ' +
        'are what readers wait for. No new ones while records come in: crawlers go in circles.',
      unit: 'ops',
      width: 8,
      queries: [{ expr: sum(rate('dateline_verdicts_total'), 'verdict'), legend: '{{verdict}}' }],
    },
    { stacked: true },
  ),
];

const errors = [
  lines({
    title: 'Dead letters by reason',
    description:
      'Records that became dead letters: the ten most frequent reasons. `dateline dead list --by ' +
      'reason` shows them with examples.',
    unit: 'ops',
    width: 8,
    queries: [
      {
        expr: `topk(10, ${sum(rate('dateline_dead_letters_total'), 'stage', 'reason')})`,
        legend: '{{stage}}: {{reason}}',
      },
    ],
  }),
  lines(
    {
      title: 'Faults',
      description:
        'The share of records that we could not read. Pages that are no articles, or that were ' +
        'not there any more, do not count. Above 2 % DatelineFaults fires.',
      unit: 'percentunit',
      width: 8,
      queries: [
        {
          expr: ratio(
            sum(rate('dateline_dead_letters_total', `reason!~"${kNoFault}"`), 'stage'),
            sum(rate('dateline_records_consumed_total'), 'stage'),
          ),
          legend: '{{stage}}',
        },
      ],
    },
    { limits: { warning: 0.02, bad: 0.2 } },
  ),
  lines({
    title: 'Limits and log',
    description:
      'How often a named limit of the configuration acted (the five most frequent), and log ' +
      'lines at warning and error. An error line is written for a person who must act.',
    unit: 'ops',
    width: 8,
    queries: [
      {
        expr: `topk(5, ${sum(rate('dateline_limits_total'), 'limit')})`,
        legend: 'limit: {{limit}}',
      },
      {
        expr: sum(rate('dateline_log_lines_total', 'level=~"warning|error"'), 'level'),
        legend: 'log: {{level}}',
      },
    ],
  }),
];

const delay = [
  lines(
    {
      title: 'End to end',
      description:
        'From the append of the raw record to the commit of its article, live lane. Below 5 s ' +
        'for half of them and 60 s for 99 in 100 is the aim; DatelineLatencyHigh fires above.',
      unit: 's',
      width: 8,
      queries: [0.5, 0.95, 0.99].map((q) => ({
        expr: quantile(q, 'dateline_end_to_end_seconds', kLive),
        legend: `p${q * 100}`,
      })),
    },
    { limits: { warning: 60 } },
  ),
  heatmap({
    title: 'End to end, all of them',
    description:
      'The same as a distribution: articles a second by how long they took. Two bands: some ' +
      'partitions wait where others do not.',
    unit: 's',
    width: 8,
    queries: [
      { expr: sum(rate('dateline_end_to_end_seconds_bucket', kLive), 'le'), legend: '{{le}}' },
    ],
  }),
  lines({
    title: 'Freshness and lag',
    description:
      'Freshness: from the fetch of a page to the commit of its article (p95), crawlers and ' +
      'queues before us included. Lag: age of the oldest record not yet committed. Fresh but ' +
      'lagging cannot be; late without lag is the crawlers.',
    unit: 's',
    width: 8,
    queries: [
      {
        expr: quantile(0.95, 'dateline_freshness_seconds', '', 'lane'),
        legend: 'freshness p95: {{lane}}',
      },
      {
        // A replay reads what is old, and is late by nature.
        expr: max(series('dateline_consumer_lag_seconds', 'stage!="replay"'), 'stage', 'topic'),
        legend: 'lag: {{stage}} on {{topic}}',
      },
    ],
  }),
];

const text = [
  lines({
    title: 'Fields found',
    description:
      'In which share of articles a field was found. A step down of one field: a large site was ' +
      'redesigned, or our release is worse; `dateline clean --explain` shows what was seen.',
    unit: 'percentunit',
    width: 12,
    queries: [
      {
        expr: ratio(
          sum(rate('dateline_clean_fields_total', 'found="yes"'), 'field'),
          sum(rate('dateline_clean_fields_total'), 'field'),
        ),
        legend: '{{field}}',
      },
    ],
  }),
  lines({
    title: 'Methods and flags',
    description:
      'Which extractor was believed, and how sure it was; flags tell what is odd about a text. ' +
      'More of low confidence: read some of them.',
    unit: 'ops',
    width: 12,
    queries: [
      {
        expr: sum(rate('dateline_clean_pages_total'), 'method', 'confidence'),
        legend: '{{method}}, {{confidence}}',
      },
      {
        expr: `topk(5, ${sum(rate('dateline_clean_flags_total'), 'flag')})`,
        legend: 'flag: {{flag}}',
      },
    ],
  }),
];

export const overview: Page = {
  uid: 'dateline-overview',
  title: 'Dateline: overview',
  description: 'Is all well, what flows, what fails, how late is it, and what are the texts like.',
  rows: [
    { title: 'Health', panels: health },
    { title: 'Flow', panels: flow },
    { title: 'Errors', panels: errors },
    { title: 'Delay', panels: delay },
    { title: 'Text', panels: text },
  ],
};
