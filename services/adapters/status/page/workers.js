// Workers and their partitions: a cell each, to be reached with the arrow keys.

function classOfPartition(partition) {
  if (partition.phase === 'restoring') return 'p-restoring';
  if (partition.phase === 'asking') return 'p-asking';
  if (partition.lag_seconds > kBadSeconds) return 'p-bad';
  return partition.lag_seconds > kLateSeconds ? 'p-late' : 'p-live';
}

function sayPartition(stage, partition) {
  const where = `${stage}, partition ${partition.partition}: `;
  if (partition.phase === 'asking') return `${where}asks Kafka where it stands.`;
  if (partition.phase === 'restoring') {
    const left = partition.restore_remaining || 0;
    return `${where}restores its state, ${countOf(left, 'changelog record', 'changelog records')} left of ${spellNumber(partition.restore_target || 0)}.`;
  }
  return `${where}live, next offset ${spellNumber(partition.committed)} of ${spellNumber(partition.end)}, ${countOf(partition.lag_records, 'record waits', 'records wait')}, the oldest for ${spellSeconds(partition.lag_seconds)}.`;
}

function showPartition(cell) {
  const line = byId('partition');
  line.cell = cell;
  line.classList.add('is-told');
  setText(line, cell.says);
}

// Arrow keys move among the cells of one worker; Tab goes on to the next.
function moveInCells(event) {
  const cells = [...event.currentTarget.children];
  const at = cells.indexOf(event.target);
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -at, End: cells.length - 1 - at }[event.key];
  if (at < 0 || step === undefined) return;
  event.preventDefault();
  const next = cells[Math.max(0, Math.min(cells.length - 1, at + step))];
  cells.forEach((cell) => { cell.tabIndex = cell === next ? 0 : -1; });
  next.focus();
}

function makeCell() {
  const cell = make('button', { type: 'button', class: 'cell', tabindex: '-1' });
  for (const event of ['focus', 'pointerenter', 'click']) cell.addEventListener(event, () => showPartition(cell));
  return cell;
}

function drawCells(parent, stage, partitions) {
  keyed(parent, partitions, (partition) => partition.partition, makeCell, (cell, partition) => {
    setAttribute(cell, 'class', `cell ${classOfPartition(partition)}`);
    setText(cell, String(partition.partition));
    cell.says = sayPartition(stage, partition);
    setAttribute(cell, 'aria-label', cell.says);
    if (byId('partition').cell === cell) setText(byId('partition'), cell.says);
  });
  const cells = [...parent.children];
  if (cells.length > 0 && !cells.some((cell) => cell.tabIndex === 0)) cells[0].tabIndex = 0;
}

// Where the time of a worker went since the last look: shares of the time passed.
function busyOf(worker, before, seconds) {
  const phases = ['handle', 'send', 'commit', 'apply', 'restore'];
  if (!before || !(seconds > 0)) return phases.map((phase) => [phase, 0]);
  return phases.map((phase) => [phase, Math.max(0, worker.busy_seconds[phase] - before.busy_seconds[phase]) / seconds]);
}

function drawBusy(node, shares, known) {
  keyed(node.busy, shares, (share) => share[0], (share) => make('i', { class: `b-${share[0]}` }), (bar, share) => setWidth(bar, share[1]));
  const busy = sumOf(shares, (share) => share[1]);
  const parts = shares.filter((share) => share[1] >= 0.005).map((share) => `${share[0]} ${Math.round(100 * share[1])}%`);
  if (!known) setText(node.busyWords, '');
  else setText(node.busyWords, busy < 0.005 ? 'waits for records' : `busy ${Math.min(100, Math.round(100 * busy))}%: ${parts.join(', ')}`);
}

function drawRestore(node, restore) {
  node.restore.hidden = !restore;
  if (!restore) {
    node.restoreMost = 0;
    return;
  }
  node.restoreMost = Math.max(node.restoreMost || 0, restore.records_left);
  const done = 1 - restore.records_left / Math.max(1, node.restoreMost);
  setWidth(node.restoreBar, done);
  setAttribute(node.gauge, 'aria-valuenow', String(Math.round(100 * done)));
  const eta = restore.eta_seconds === undefined ? 'rate not known yet' : `about ${spellSeconds(restore.eta_seconds)} left`;
  setText(node.restoreWords, `Restoring ${countOf(restore.partitions, 'partition', 'partitions')}: ${spellNumber(restore.records_left)} records left, ${spellShort(restore.records_per_second)}/s, ${eta}`);
}

function makeWorker(item) {
  const node = make('article', { class: 'card' });
  node.phase = make('span');
  node.beat = make('span');
  node.commits = make('span');
  node.busy = make('div', { class: 'busy', 'aria-hidden': 'true' });
  node.busyWords = make('p', { class: 'busy-words' });
  node.cells = make('div', { class: 'cells', role: 'group', 'aria-label': `Partitions of ${item.name}`, onkeydown: moveInCells });
  node.restoreBar = make('i');
  node.gauge = make('div', { class: 'gauge', role: 'progressbar', 'aria-label': `Restore of ${item.name}`, 'aria-valuemin': '0', 'aria-valuemax': '100' }, node.restoreBar);
  node.restoreWords = make('p', { class: 'gauge-words' });
  node.restore = make('div', {}, node.gauge, node.restoreWords);
  node.append(make('div', { class: 'worker-head' }, make('h3', {}, item.name), node.phase, node.beat, node.commits),
    node.busy, node.busyWords, node.restore, node.cells);
  return node;
}

function drawWorkers(status, before) {
  const seconds = before ? (new Date(status.now) - new Date(before.now)) / 1000 : 0;
  const items = [];
  status.stages.forEach((stage, s) => stage.workers.forEach((worker, w) => {
    const earlier = before && before.stages[s] && before.stages[s].workers[w];
    const name = nameOfStage(status.stages, stage);
    items.push({ name: `${name} ${w}`, stage: name, worker, before: earlier });
  }));
  keyed(byId('worker-list'), items, (item) => item.name, makeWorker, (node, item) => {
    const worker = item.worker;
    setText(node.phase, worker.phase);
    setAttribute(node.phase, 'class', worker.phase === 'running' ? '' : 'is-warn');
    setText(node.beat, `beat ${spellSeconds(worker.heartbeat_age_seconds)} ago`);
    setAttribute(node.beat, 'class', worker.heartbeat_age_seconds > kStuckSeconds ? 'is-bad' : '');
    const unknown = worker.commits_unknown > 0 ? `, ${spellShort(worker.commits_unknown)} unknown` : '';
    setText(node.commits, `${spellShort(worker.commits)} commits${unknown}, ${countOf(worker.partitions.length, 'partition', 'partitions')}`);
    drawBusy(node, busyOf(worker, item.before, seconds), Boolean(item.before) && seconds > 0);
    drawRestore(node, worker.restore);
    drawCells(node.cells, item.stage, worker.partitions);
  });
}
