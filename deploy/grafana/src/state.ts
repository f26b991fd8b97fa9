// State: how large the stores are, how they work, how they are restored, what the process uses.
import type { Page } from './frame';
import { lines, stat } from './panels';
import { max, min, quantile, rate, ratio, series, sum } from './query';

const size = [
  lines({
    title: 'Keys',
    description:
      'Rows in the open stores, about. It grows with every article until versions.head_age lets ' +
      'go of the oldest.',
    unit: 'short',
    width: 8,
    queries: [{ expr: sum(series('dateline_state_keys'), 'stage'), legend: '{{stage}}' }],
  }),
  lines({
    title: 'Bytes',
    description:
      'Rows that count, files on disk, and write buffers that are not in a file yet. Files much ' +
      'above the rows that count: compaction is behind. Write buffers have one limit for all.',
    unit: 'bytes',
    width: 8,
    queries: [
      { expr: sum(series('dateline_state_live_bytes')), legend: 'live rows' },
      { expr: sum(series('dateline_state_sst_bytes')), legend: 'files' },
      { expr: sum(series('dateline_state_memtable_bytes')), legend: 'write buffers' },
    ],
  }),
  lines(
    {
      title: 'Disk free',
      description:
        'Share of the volume of the stores that is free, by process. Below 15 % DatelineDiskLow ' +
        'fires. State can be lost: a larger volume costs one restore.',
      unit: 'percentunit',
      width: 8,
      queries: [
        {
          expr: min(
            ratio(
              series('dateline_state_disk_free_bytes'),
              series('dateline_state_disk_size_bytes'),
            ),
            'instance',
          ),
          legend: '{{instance}}',
        },
      ],
    },
    { limits: { above: 0.15 } },
  ),
];

const kHits = rate('dateline_state_cache_lookups_total', 'result="hit"');

const work = [
  lines({
    title: 'Reads and writes',
    description:
      'p99 of one read (every 64th is measured) and of one batch written. Reads above some ' +
      'hundred microseconds go to the disk: give state.cache more.',
    unit: 's',
    width: 8,
    queries: [
      {
        expr: quantile(0.99, 'dateline_state_read_duration_seconds', '', 'stage'),
        legend: 'read: {{stage}}',
      },
      {
        expr: quantile(0.99, 'dateline_state_apply_duration_seconds', '', 'stage'),
        legend: 'write: {{stage}}',
      },
    ],
  }),
  lines({
    title: 'Cache hits',
    description:
      'Share of look-ups that the block cache of the stores answered. Falling while keys grow: ' +
      'the state has outgrown state.cache.',
    unit: 'percentunit',
    width: 8,
    queries: [
      {
        expr: ratio(sum(kHits), sum(rate('dateline_state_cache_lookups_total'))),
        legend: 'hits',
      },
    ],
  }),
  lines({
    title: 'Stalls and compaction',
    description:
      'Seconds a second that writes waited for compaction, and what compaction has still to ' +
      'rewrite (right). Stalls above 0.05: the volume is too slow.',
    unit: 's',
    width: 8,
    queries: [
      { expr: sum(rate('dateline_state_stall_seconds_total')), legend: 'stalled' },
      {
        expr: sum(series('dateline_state_compaction_pending_bytes')),
        legend: 'pending',
        unit: 'bytes',
      },
    ],
  }),
];

const restore = [
  lines({
    title: 'Left to restore',
    description:
      'Changelog records still to be read before all partitions are live, at most, and the ' +
      'partitions that wait (right). Flat above zero: /readyz?verbose names the partition.',
    unit: 'short',
    width: 8,
    queries: [
      {
        expr: sum(series('dateline_restore_remaining_records'), 'stage'),
        legend: 'records: {{stage}}',
      },
      {
        expr: sum(series('dateline_restoring_partitions'), 'stage'),
        legend: 'partitions: {{stage}}',
        unit: 'none',
      },
    ],
  }),
  lines({
    title: 'Restores',
    description:
      'Changelog records read back a second, and restores by kind (right): a tail after a ' +
      'restart with the disk kept, all of it without. Many full ones: pods lose their disks.',
    unit: 'ops',
    width: 8,
    queries: [
      {
        expr: sum(rate('dateline_restored_records_total'), 'stage'),
        legend: 'records: {{stage}}',
      },
      {
        expr: sum(`increase(${series('dateline_restores_total')}[$__rate_interval])`, 'kind'),
        legend: 'restores: {{kind}}',
        unit: 'short',
      },
    ],
  }),
  lines({
    title: 'Time of a restore',
    description:
      'p99 of how long one partition took. So long its sites stand still when a pod is lost.',
    unit: 's',
    width: 8,
    queries: [
      {
        expr: quantile(0.99, 'dateline_restore_duration_seconds', '', 'stage'),
        legend: 'p99: {{stage}}',
      },
    ],
  }),
];

const process = [
  lines({
    title: 'CPU',
    description: 'Cores used, by process. Near the limit of the container it is throttled.',
    unit: 'short',
    width: 6,
    queries: [{ expr: sum(rate('process_cpu_seconds_total'), 'instance'), legend: '{{instance}}' }],
  }),
  lines({
    title: 'Memory',
    description:
      'Resident memory, by process, and its share of what the container may use (right). ' +
      '`dateline validate` prints what the limits add up to; above 90 % DatelineMemoryHigh ' +
      'fires.',
    unit: 'bytes',
    width: 6,
    queries: [
      { expr: max(series('process_resident_memory_bytes'), 'instance'), legend: '{{instance}}' },
      {
        expr: max(
          ratio(series('process_resident_memory_bytes'), series('dateline_memory_limit_bytes')),
        ),
        legend: 'most of its limit',
        unit: 'percentunit',
      },
    ],
  }),
  lines({
    title: 'Descriptors',
    description: 'Open file descriptors as a share of those allowed. Files of the stores are most.',
    unit: 'percentunit',
    width: 6,
    queries: [
      {
        expr: max(ratio(series('process_open_fds'), series('process_max_fds')), 'instance'),
        legend: '{{instance}}',
      },
    ],
  }),
  stat(
    {
      title: 'Restarts and age',
      description:
        'How often a process began anew under one name in the time shown, and how long the ' +
        'youngest has been there.',
      unit: 'short',
      width: 6,
      queries: [
        {
          expr: sum(`changes(${series('process_start_time_seconds')}[$__range])`),
          legend: 'restarts',
        },
        {
          expr: min(`time() - ${series('process_start_time_seconds')}`),
          legend: 'youngest',
          unit: 's',
        },
      ],
    },
    { names: true },
  ),
];

export const state: Page = {
  uid: 'dateline-state',
  title: 'Dateline: state',
  description:
    'How large the stores are, how they work, how they are restored, what the process uses.',
  rows: [
    { title: 'Size', panels: size },
    { title: 'Work', panels: work },
    { title: 'Restore', panels: restore },
    { title: 'Process', panels: process },
  ],
};
