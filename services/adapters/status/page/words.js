// How numbers, times and sizes are spelled. Pure.

const kUnits = [[86400, 'd'], [3600, 'h'], [60, 'min'], [1, 's']];

function spellNumber(value) {
  return Math.round(value).toLocaleString('en-US');
}

// Three digits are enough to see where it goes: 0.4, 12, 4,310, 12.4k, 1.31M.
function spellShort(value) {
  if (value >= 9.995e8) return `${(value / 1e9).toFixed(2)}G`;
  if (value >= 999500) return `${(value / 1e6).toFixed(value < 9.995e6 ? 2 : 1)}M`;
  if (value >= 9999.5) return `${(value / 1e3).toFixed(1)}k`;
  if (value >= 9.95 || Number.isInteger(value)) return spellNumber(value);
  return value.toFixed(value < 0.0995 ? 2 : 1);
}

// 0.4 s, 12 s, 3 min 20 s, 2 h 5 min.
function spellSeconds(seconds) {
  if (seconds < 9.95) return `${seconds < 0.05 ? '0' : seconds.toFixed(1)} s`;
  const left = Math.round(seconds);
  const first = kUnits.findIndex(([length]) => left >= length);
  const [length, unit] = kUnits[first];
  const next = kUnits[first + 1];
  const rest = next ? Math.floor(left % length / next[0]) : 0;
  return `${Math.floor(left / length)} ${unit}${rest > 0 ? ` ${rest} ${next[1]}` : ''}`;
}

// In one unit, for where there is little room.
function spellAbout(seconds) {
  if (seconds < 120) return spellSeconds(seconds).replace(/^1 min.*/, `${Math.round(seconds)} s`);
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

function spellBytes(bytes) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let at = 0;
  for (; bytes >= 1024 && at + 1 < units.length; ++at) bytes /= 1024;
  return `${at === 0 || bytes >= 100 ? Math.round(bytes) : bytes.toFixed(1)} ${units[at]}`;
}

function spellShare(part, whole) {
  if (!(whole > 0)) return '0%';
  const share = 100 * part / whole;
  if (share > 0 && share < 0.1) return '<0.1%';
  return `${share < 10 && share > 0 ? share.toFixed(1) : Math.round(share)}%`;
}

function spellTime(text) {
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? '' : time.toISOString().slice(11, 19);
}

function spellDay(text) {
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) return '';
  return `${time.toISOString().slice(0, 10)} ${time.toISOString().slice(11, 16)}`;
}

function spellWord(word) {
  return word.replaceAll('_', ' ');
}

function countOf(count, one, many) {
  return `${spellNumber(count)} ${count === 1 ? one : many}`;
}

// A stage may run twice, on live records and on those of a backfill: the second says which it reads.
function nameOfStage(stages, stage) {
  return stages.find((one) => one.stage === stage.stage) === stage ? stage.stage : `${stage.stage} (${stage.input})`;
}

const sumOf = (list, of) => list.reduce((sum, one) => sum + of(one), 0);
