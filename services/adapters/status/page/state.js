// What the process is like, in a word and in a sentence; and the news that it is no more.

const kLateSeconds = 10;
const kBadSeconds = 300;
const kStuckSeconds = 10;

// The word, its colour, and what is wrong.
function judge(status) {
  const wrong = [];
  for (const stage of status.stages) {
    stage.workers.forEach((worker, i) => {
      if (worker.heartbeat_age_seconds > kStuckSeconds && worker.phase !== 'ended') {
        wrong.push(`${nameOfStage(status.stages, stage)} worker ${i} has not moved for ${spellSeconds(worker.heartbeat_age_seconds)} (${worker.phase}).`);
      }
    });
    if (stage.lag_seconds > kBadSeconds) {
      wrong.push(`${nameOfStage(status.stages, stage)} is ${spellSeconds(stage.lag_seconds)} behind.`);
    }
  }
  const down = status.kafka.brokers.filter((broker) => !broker.up);
  if (down.length > 0) wrong.push(`${countOf(down.length, 'broker is', 'brokers are')} not connected.`);
  if (status.draining) return { word: 'Draining', colour: 'is-warn', wrong };
  if (!status.live) return { word: 'Stuck', colour: 'is-bad', wrong };
  const restoring = status.stages.some((stage) => stage.workers.some((worker) => worker.restore));
  if (restoring) return { word: 'Restoring', colour: 'is-warn', wrong };
  if (!status.ready) return { word: 'Not ready', colour: 'is-warn', wrong: [...wrong, ...status.not_ready] };
  if (wrong.length > 0) return { word: 'Ready, but', colour: 'is-warn', wrong };
  return { word: 'Ready', colour: 'is-good', wrong };
}

// A sentence for who comes at three in the morning.
function leadOf(status) {
  const stages = status.stages;
  if (stages.length === 0) return 'runs no stage.';
  const first = stages[0];
  const last = stages[stages.length - 1];
  const lag = Math.max(...stages.map((stage) => stage.lag_seconds));
  const dead = sumOf(stages, (stage) => stage.rates.dead_letters);
  const names = [...new Set(stages.map((stage) => stage.stage))];
  const words = [`${names.join(' and ')}: ${spellShort(first.rates.consumed)} records a second come in, ${spellShort(last.rates.produced)} go out`];
  words.push(lag < 1 ? '; nothing waits for longer than a second.' : `; the oldest waits for ${spellSeconds(lag)}.`);
  if (dead > 0) {
    words.push(` ${spellShare(dead, first.rates.consumed)} become dead letters.`);
  } else {
    words.push(' No dead letters at the moment.');
  }
  return words.join('');
}

function factsOf(status, before) {
  const process = status.process;
  const up = (new Date(status.now) - new Date(process.started)) / 1000;
  const brokers = status.kafka.brokers;
  const facts = [['up for', spellSeconds(Math.max(0, up))], ['memory', spellBytes(process.resident_bytes)]];
  const passed = before ? (new Date(status.now) - new Date(before.now)) / 1000 : 0;
  if (passed > 0 && before.process.started === process.started) {
    facts.push(['CPU', `${Math.round(100 * (process.cpu_seconds - before.process.cpu_seconds) / passed)}%`]);
  }
  if (process.disk_size_bytes) {
    const free = process.disk_free_bytes / process.disk_size_bytes;
    facts.push(['disk free', `${spellBytes(process.disk_free_bytes)} (${Math.round(100 * free)}%)`, free < 0.15 ? 'is-bad' : '']);
  }
  const connected = brokers.filter((broker) => broker.up).length;
  facts.push(['brokers', `${connected} of ${brokers.length} connected`, connected < brokers.length ? 'is-bad' : '']);
  const errors = status.log_lines.error || 0;
  const warnings = status.log_lines.warning || 0;
  facts.push(['log', `${countOf(errors, 'error', 'errors')}, ${countOf(warnings, 'warning', 'warnings')}`, errors > 0 ? 'is-bad' : '']);
  facts.push(['configuration', status.config_hash]);
  return facts;
}

function drawHead(status, before) {
  const verdict = judge(status);
  setAttribute(byId('pill'), 'class', `pill ${verdict.colour}`);
  setText(byId('pill-word'), verdict.word);
  tell(`${status.instance}: ${verdict.word}`);
  setText(byId('place'), `${status.instance || status.app}, ${spellTime(status.now)} UTC, generation ${status.generation} —`);
  setText(byId('lead'), leadOf(status));
  keyed(byId('facts'), factsOf(status, before), (fact) => fact[0], (fact) => {
    const node = make('div', {}, make('dt', {}, fact[0]));
    node.value = make('dd');
    node.append(node.value);
    return node;
  }, (node, fact) => {
    setText(node.value, fact[1]);
    setAttribute(node.value, 'class', fact[2] || '');
  });
  const build = status.build;
  setText(byId('build'), `dateline ${build.version} (${build.commit}), librdkafka ${build.librdkafka}, RocksDB ${build.rocksdb}, simdjson ${build.simdjson}`);
  document.title = `${verdict.colour === 'is-good' ? '' : `${verdict.word}: `}${status.instance} · dateline`;
  warn(verdict.wrong);
  document.body.classList.remove('is-old');
}

// Said aloud only when it changes.
function tell(text) {
  setText(byId('told'), text);
}

function warn(lines) {
  const alarm = byId('alarm');
  alarm.hidden = lines.length === 0;
  setAttribute(alarm, 'class', 'alarm is-warn');
  const text = lines.join('\n');
  if (alarm.said === text) return;
  alarm.said = text;
  alarm.replaceChildren(make('ul', {}, ...lines.map((line) => make('li', {}, line))));
}

// `last`: when the last answer came, or nothing.
function drawGone(last, why) {
  const alarm = byId('alarm');
  setAttribute(byId('pill'), 'class', 'pill is-bad');
  setText(byId('pill-word'), 'No answer');
  document.title = 'No answer · dateline';
  document.body.classList.toggle('is-old', last !== null);
  const since = last === null ? 'This process has not answered yet.'
    : `No answer since ${last.toISOString().slice(11, 19)} UTC. What you see is from then.`;
  tell('No answer from the process.');
  alarm.hidden = false;
  setAttribute(alarm, 'class', 'alarm');
  if (alarm.said === since) return;
  alarm.said = since;
  alarm.replaceChildren(make('p', {}, `${since} The process has ended or cannot be reached (${why}); this page goes on asking.`));
}
