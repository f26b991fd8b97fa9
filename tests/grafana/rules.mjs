// What a dashboard must keep to: the rules of Grafana's dashboard-linter under their names, in our
// own words, and those of this project. A rule gives the problems that it sees.
import { substitute } from './promql.mjs';

const kPanelsMin = 8;
const kPanelsMax = 14;
const kColumns = 24;
const kRates = ['rate', 'irate', 'increase'];
const kDatasource = '${datasource}';
// Of Prometheus itself. An alert has no instance: it is about a stage or a job.
const kOfPrometheus = new Map([
  ['ALERTS', { type: 'gauge', labels: ['alertname', 'alertstate', 'namespace', 'job'] }],
]);

const panelsOf = (board) => board.panels.filter((panel) => panel.type !== 'row');
const variable = (board, name) => board.templating.list.find((one) => one.name === name);
const asks = (board) =>
  panelsOf(board).flatMap((panel) => panel.targets.map((target) => ({ panel, target })));

// Of each panel for which it does not hold, its title with `what`.
const eachPanel = (holds, what) => (board) =>
  panelsOf(board).filter((one) => !holds(one)).map((one) => `${one.title}: ${what}`);
const only = (holds, what) => (board) => (holds(board) ? [] : [what]);

// Of each selection in each query; `judge` gives a problem or null.
const eachSelection = (judge) => (board, context) =>
  asks(board).flatMap(({ panel, target }) =>
    (context.read(target.expr).selections ?? [])
      .map((selection) => judge(selection, context))
      .filter(Boolean)
      .map((problem) => `${panel.title} ${target.refId}: ${problem}`),
  );

function filterVariable(name, all) {
  return only((board) => {
    const one = variable(board, name);
    return one?.type === 'query' && one.multi && one.includeAll && one.allValue === all &&
      one.datasource.uid === kDatasource;
  }, `the variable ${name} is not a query with several choices and ${all} for all of them`);
}

const matches = (label) =>
  eachSelection(({ metric, matchers }) => {
    if (kOfPrometheus.has(metric) && label === 'instance') return null;
    return matchers[label]?.startsWith(`=~$${label}`) ? null : `${metric} is not of $${label}`;
  });

function knownMetric({ metric, matchers }, { metrics }) {
  const known = kOfPrometheus.get(metric) ?? metrics.get(metric);
  if (!known) return `${metric} is no metric of ours`;
  const strange = Object.keys(matchers).filter((label) => !known.labels.includes(label));
  return strange.length === 0 ? null : `${metric} has no label ${strange}`;
}

function knownLabels(board, { read, metrics }) {
  return asks(board).flatMap(({ panel, target }) => {
    const { selections = [], labels = [] } = read(target.expr);
    const known = selections.flatMap(({ metric }) => metrics.get(metric)?.labels ?? []);
    return labels
      .filter((label) => !known.includes(label))
      .map((label) => `${panel.title}: grouped by ${label}, which nothing in the query has`);
  });
}

// A legend may only name what is left after grouping: else Grafana shows the braces.
function legends(board, { read }) {
  return asks(board).flatMap(({ panel, target }) => {
    const left = read(target.expr).labels ?? [];
    const named = [...target.legendFormat.matchAll(/{{(\w+)}}/g)].map((m) => m[1]);
    return named
      .filter((label) => !left.includes(label))
      .map((label) => `${panel.title}: the legend names ${label}`);
  });
}

function overlaps(board) {
  const taken = new Set();
  return board.panels.flatMap(({ title, gridPos: { x, y, w, h } }) => {
    const cells = [];
    for (let i = x; i < x + w; i++) for (let j = y; j < y + h; j++) cells.push(`${i},${j}`);
    const bad = x + w > kColumns || cells.some((cell) => taken.has(cell));
    cells.forEach((cell) => taken.add(cell));
    return bad ? [`${title}: lies over another, or out of the page`] : [];
  });
}

function annotations(board, { read, metrics }) {
  const list = board.annotations.list;
  const names = list.map((one) => one.name).join();
  if (names !== 'Version,Rebalance,Reload') return [`annotations are ${names}`];
  return list.flatMap(({ name, target }) => {
    const { error, selections = [] } = read(target.expr);
    const strange = selections.filter(({ metric }) => !metrics.has(metric));
    if (error) return [`${name}: ${error}`];
    return strange.map(({ metric }) => `${name}: ${metric} is no metric of ours`);
  });
}

function variablesParse(board, { read }) {
  return board.templating.list.filter((one) => one.type === 'query').flatMap(({ name, query }) => {
    const [, selector, label] = query.query.match(/^label_values\((.+), (\w+)\)$/) ?? [];
    const parsed = read(selector ?? '');
    return label && !parsed.error ? [] : [`${name}: ${query.query} is no label_values`];
  });
}

function counted({ metric, functions }, { metrics }) {
  if (metrics.get(metric)?.type !== 'counter') return null;
  return kRates.includes(functions[0]) ? null : `the counter ${metric} is not under rate`;
}

function onlyCounted({ metric, functions }, { metrics }) {
  const rated = kRates.includes(functions[0]) && metrics.get(metric)?.type !== 'counter';
  return rated ? `${metric} is no counter, and under ${functions[0]}` : null;
}

function rateInterval({ metric, functions, range }) {
  if (!kRates.includes(functions[0]) || range === '$__rate_interval') return null;
  if (functions[0] === 'increase' && range === '$__range') return null;
  return `${functions[0]} of ${metric} over [${range}]`;
}

const unique = (values) => new Set(values).size === values.length;

export const kRules = {
  'template-datasource-rule': only((board) => {
    const one = variable(board, 'datasource');
    return one?.type === 'datasource' && one.query === 'prometheus' && one.label === 'Data source';
  }, 'there is no variable for the data source'),
  'template-job-rule': filterVariable('job', '.+'),
  'template-instance-rule': filterVariable('instance', '.+'),
  'template-namespace-rule': filterVariable('namespace', '.*'),
  'template-label-promql-rule': variablesParse,
  'template-on-time-change-reload-rule': only(
    (board) => board.templating.list.every((one) => one.type !== 'query' || one.refresh === 2),
    'a variable is not read again when the time changes',
  ),
  'panel-datasource-rule': eachPanel(
    (panel) =>
      panel.datasource?.uid === kDatasource &&
      panel.targets.every((target) => target.datasource?.uid === kDatasource),
    'not of the chosen data source',
  ),
  'panel-title-description-rule': eachPanel(
    (panel) => panel.title.length > 2 && panel.description.length > 20,
    'has no title or no description',
  ),
  'panel-units-rule': (board, { units }) =>
    panelsOf(board).flatMap((panel) => {
      const { defaults, overrides } = panel.fieldConfig;
      const others = overrides.flatMap((one) => one.properties.filter((it) => it.id === 'unit'));
      return [defaults.unit, ...others.map((one) => one.value)]
        .filter((unit) => !units.has(unit))
        .map((unit) => `${panel.title}: Grafana knows no unit ${unit}`);
    }),
  'panel-no-targets-rule': eachPanel((panel) => panel.targets?.length > 0, 'asks for nothing'),
  'target-promql-rule': (board, { read }) =>
    asks(board).flatMap(({ panel, target }) => {
      const { error } = read(target.expr);
      return error ? [`${panel.title} ${target.refId}: ${error}`] : [];
    }),
  'target-rate-interval-rule': eachSelection(rateInterval),
  'target-job-rule': matches('job'),
  'target-instance-rule': matches('instance'),
  'target-namespace-rule': matches('namespace'),
  'target-counter-agg-rule': eachSelection(counted),
  'uneditable-dashboard-rule': only((board) => board.editable === false, 'can be edited'),

  'metric-rule': eachSelection(knownMetric),
  'gauge-rule': eachSelection(onlyCounted),
  'label-rule': knownLabels,
  'legend-rule': legends,
  'annotation-rule': annotations,
  'panel-count-rule': only((board) => {
    const count = panelsOf(board).length;
    return count >= kPanelsMin && count <= kPanelsMax;
  }, `not ${kPanelsMin} to ${kPanelsMax} panels`),
  'layout-rule': overlaps,
  'link-rule': only(
    (board) =>
      board.tags.includes('dateline') &&
      board.links.some((one) => one.tags.includes('dateline') && one.includeVars && one.keepTime),
    'has no link by tag to the others',
  ),
  'identity-rule': (board, { name }) => {
    const titles = panelsOf(board).map((one) => one.title);
    const problems = [];
    if (board.uid !== `dateline-${name}`) problems.push(`its uid is ${board.uid}`);
    if (board.id != null) problems.push('it has an id, which is for a server to give');
    if (!unique(board.panels.map((one) => one.id))) problems.push('two panels have one id');
    if (!unique(titles)) problems.push('two panels have one title');
    return problems;
  },
  // A word of Grafana that we do not know would reach Prometheus as it stands.
  'word-rule': (board) =>
    asks(board).flatMap(({ panel, target }) => {
      const known = { namespace: 'x', job: 'x', instance: 'x' };
      const left = substitute(target.expr, known).match(/\$\w+/);
      return left ? [`${panel.title}: ${left[0]} is no variable`] : [];
    }),
};
