// What an ordinary run does not move, each with its reason. A query that is named here may answer
// zeros only; every other one must show something.
const wellRun = 'nothing went wrong in the run';

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
  {
    panel: 'Partitions',
    legend: 'restoring: {{stage}}',
    reason: 'so small a state is restored between two scrapes',
  },
  { panel: 'Left to restore', reason: 'so small a state is restored between two scrapes' },
  { panel: 'Overlay', reason: 'it may be empty whenever it is scraped' },
  { panel: 'Lag, live and lane', legend: 'lane: {{topic}}', reason: 'the lane is not late' },
  { panel: 'Paused by', reason: 'nothing holds the replay back' },
  { panel: 'Bytes against the limit', legend: 'limit', reason: 'the replay has none for bytes' },
];

// Why this query may show zeros only; null: it must not.
export function mayBeStill(panel, legend) {
  const found = kStill.find(
    (one) => one.panel === panel && (one.legend === undefined || one.legend === legend),
  );
  return found?.reason ?? null;
}
