// What an ordinary run does not move, each with its reason. A query that is named here may answer
// zeros only, or nothing if it says so; every other one must show something.
const wellRun = 'nothing went wrong in the run';
const noReplay = 'no replay ran';

const kStill = [
  { panel: 'Alerts and rebuilds', reason: wellRun },
  { panel: 'Rebuilds and retries', reason: wellRun },
  { panel: 'Errors of the client', reason: wellRun },
  { panel: 'Brokers and compression', legend: 'uncompressed', reason: wellRun },
  { panel: 'Limits and log', legend: 'limit: {{limit}}', reason: 'no text came near a limit' },
  { panel: 'Limits and log', legend: 'log: {{level}}', reason: wellRun },
  {
    panel: 'Methods and flags',
    legend: 'flag: {{flag}}',
    reason: 'invented stories have nothing odd',
  },
  { panel: 'Stalls and compaction', reason: 'so small a state needs no compaction' },
  { panel: 'Left to restore', reason: 'so small a state is restored between two scrapes' },
  { panel: 'Overlay', reason: 'it may be empty whenever it is scraped' },
  { panel: 'Lag, live and lane', legend: 'lane: {{topic}}', reason: 'the lane is not late' },
];

// Why this query may stand still: {reason, empty}; null: it must not.
export function mayBeStill(panel, legend, expr) {
  if (expr.includes('dateline_replay_')) return { reason: noReplay, empty: true };
  const found = kStill.find(
    (one) => one.panel === panel && (one.legend === undefined || one.legend === legend),
  );
  return found ? { reason: found.reason, empty: false } : null;
}
