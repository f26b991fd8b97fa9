// The stages: what comes in, what waits, what goes out, what dies.

function makeTile(klass, name) {
  const tile = make('div', { class: `tile ${klass}`, role: 'group', 'aria-label': name });
  tile.klass = `tile ${klass}`;
  tile.value = make('p', { class: 'value' });
  tile.unit = make('p', { class: 'unit' });
  tile.spark = makeSpark();
  tile.span = make('span');
  tile.highest = make('span');
  tile.append(make('p', { class: 'name' }, name), tile.value, tile.unit, tile.spark,
    make('p', { class: 'range', 'aria-hidden': 'true' }, tile.span, tile.highest));
  return tile;
}

function drawTile(tile, name, shown) {
  setText(tile.value, shown.value);
  setText(tile.unit, shown.unit);
  setAttribute(tile.unit, 'title', shown.unit);
  setAttribute(tile, 'class', `${tile.klass} ${shown.colour || ''}`);
  const highest = Math.max(0, ...shown.series);
  const span = spellAbout(5 * (stepsOf(shown.series) - 1));
  setText(tile.span, span);
  setText(tile.highest, `up to ${shown.spell(highest)}`);
  drawSpark(tile.spark, shown.series, `${name} over the last ${span}: up to ${shown.spell(highest)}, now ${shown.value} ${shown.unit}`);
}

function colourOfLag(seconds) {
  if (seconds > kBadSeconds) return 'is-bad';
  return seconds > kLateSeconds ? 'is-warn' : '';
}

function tilesOf(stage) {
  const rates = stage.rates;
  const history = stage.history;
  const perSecond = (value) => `${spellShort(value)}/s`;
  const dead = stage.rates.consumed > 0 ? rates.dead_letters / rates.consumed : 0;
  return {
    In: { value: spellShort(rates.consumed), unit: 'records/s', series: [...history.consumed, rates.consumed], spell: perSecond },
    Lag: {
      value: spellSeconds(stage.lag_seconds), unit: countOf(stage.lag_records, 'record waits', 'records wait'),
      series: [...history.lag_seconds, stage.lag_seconds], spell: spellAbout, colour: colourOfLag(stage.lag_seconds),
    },
    Out: { value: spellShort(rates.produced), unit: 'records/s', series: [...history.produced, rates.produced], spell: perSecond },
    Dead: {
      value: spellShare(rates.dead_letters, rates.consumed), unit: `${spellShort(rates.dead_letters)} letters/s`,
      series: [...history.dead_letters, rates.dead_letters], spell: perSecond, colour: dead > 0.2 ? 'is-bad' : '',
    },
  };
}

function makeStage() {
  const node = make('article', { class: 'card' });
  node.heading = make('h3');
  node.total = make('p', { class: 'topic' });
  node.tiles = { In: makeTile('', 'In'), Lag: makeTile('is-lag', 'Lag'), Out: makeTile('', 'Out'), Dead: makeTile('is-dead', 'Dead letters') };
  node.append(make('div', { class: 'stage-head' }, node.heading, node.total),
    make('div', { class: 'tiles' }, ...Object.values(node.tiles)));
  return node;
}

function drawFlow(status) {
  keyed(byId('stages'), status.stages, (stage) => stage.input, makeStage, (node, stage) => {
    setText(node.heading, nameOfStage(status.stages, stage));
    const bytes = stage.state && stage.state.bytes > 0 ? ` in ${spellBytes(stage.state.bytes)}` : '';
    const state = stage.state ? `; ${spellShort(stage.state.keys)} keys${bytes}` : '';
    setText(node.total, `${stage.input} → ${stage.outputs.join(', ')}; ${spellShort(stage.consumed)} so far${state}`);
    for (const [name, shown] of Object.entries(tilesOf(stage))) drawTile(node.tiles[name], name, shown);
  });
  drawReplay(status.replay);
}

function drawReplay(replay) {
  byId('replay-section').hidden = !replay;
  if (!replay) return;
  const parent = byId('replay');
  if (!parent.bar) {
    parent.bar = make('i');
    parent.words = make('p', { class: 'gauge-words' });
    parent.gauge = make('div', { class: 'gauge', role: 'progressbar', 'aria-label': 'Backfill', 'aria-valuemin': '0', 'aria-valuemax': '100' }, parent.bar);
    parent.append(parent.words, parent.gauge);
  }
  const share = replay.planned > 0 ? replay.copied / replay.planned : 0;
  setWidth(parent.bar, share);
  setAttribute(parent.gauge, 'aria-valuenow', String(Math.round(100 * share)));
  const left = replay.eta_seconds === undefined ? '' : `, about ${spellSeconds(replay.eta_seconds)} left`;
  setText(parent.words, `${replay.id}: ${replay.state}, ${spellNumber(replay.copied)} of ${spellNumber(replay.planned)} records copied, ${spellShort(replay.records_per_second)}/s${left}`);
}
