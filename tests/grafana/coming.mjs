// Metrics that dashboards already ask for and the service does not show yet, each with its reason.
// Whoever adds one of them to the service takes its line away here; lint.mjs reminds of that.
const replay = 'backfill is not there yet';
const reload = 'the configuration is not read again while the service runs yet';

export const kComing = new Map([
  ['dateline_replay_records_total', { type: 'counter', labels: ['result'], reason: replay }],
  ['dateline_replay_bytes_total', { type: 'counter', labels: [], reason: replay }],
  ['dateline_replay_planned_records', { type: 'gauge', labels: [], reason: replay }],
  ['dateline_replay_progress_ratio', { type: 'gauge', labels: [], reason: replay }],
  ['dateline_replay_eta_seconds', { type: 'gauge', labels: [], reason: replay }],
  ['dateline_replay_rate_limit_records', { type: 'gauge', labels: [], reason: replay }],
  ['dateline_replay_rate_limit_bytes', { type: 'gauge', labels: [], reason: replay }],
  ['dateline_replay_paused', { type: 'gauge', labels: ['cause'], reason: replay }],
  [
    'dateline_config_last_reload_success_timestamp_seconds',
    { type: 'gauge', labels: [], reason: reload },
  ],
]);
