// For each rule one way to break it, so that each is seen to fail.
const first = (board, type = 'timeseries') => board.panels.find((panel) => panel.type === type);
const ask = (board, change) => {
  const target = first(board).targets[0];
  target.expr = change(target.expr);
};
const named = (board, name) => board.templating.list.find((one) => one.name === name);

export const kSpoilers = {
  'template-datasource-rule': (board) => (named(board, 'datasource').query = 'loki'),
  'template-job-rule': (board) => (named(board, 'job').allValue = '.*'),
  'template-instance-rule': (board) => (named(board, 'instance').multi = false),
  'template-namespace-rule': (board) => (named(board, 'namespace').allValue = '.+'),
  'template-label-promql-rule': (board) =>
    (named(board, 'job').query.query = 'label_values(a{, job)'),
  'template-on-time-change-reload-rule': (board) => (named(board, 'job').refresh = 1),
  'panel-datasource-rule': (board) => (first(board).targets[0].datasource.uid = 'prometheus'),
  'panel-title-description-rule': (board) => (first(board).description = ''),
  'panel-units-rule': (board) => (first(board).fieldConfig.defaults.unit = 'furlongs'),
  'panel-no-targets-rule': (board) => (first(board).targets = []),
  'target-promql-rule': (board) => ask(board, (expr) => expr.slice(0, -1)),
  'target-rate-interval-rule': (board) =>
    ask(board, () => 'sum(rate(dateline_limits_total{job=~"$job"}[5m]))'),
  'target-job-rule': (board) => ask(board, (expr) => expr.replace('job=~"$job", ', '')),
  'target-instance-rule': (board) => ask(board, (expr) => expr.replace('=~"$instance"', '=~"a"')),
  'target-namespace-rule': (board) =>
    ask(board, (expr) => expr.replace('namespace=~"$namespace", ', '')),
  'target-counter-agg-rule': (board) => ask(board, () => 'sum(dateline_limits_total)'),
  'uneditable-dashboard-rule': (board) => (board.editable = true),
  'metric-rule': (board) => ask(board, (expr) => expr.replaceAll(/dateline_\w+/g, 'dateline_typo')),
  'gauge-rule': (board) => ask(board, () => 'rate(dateline_ready[$__rate_interval])'),
  'label-rule': (board) => ask(board, () => 'sum by (site) (dateline_ready)'),
  'legend-rule': (board) => (first(board).targets[0].legendFormat = '{{site}}'),
  'annotation-rule': (board) => board.annotations.list.pop(),
  'panel-count-rule': (board) => board.panels.splice(0, 12),
  'layout-rule': (board) => (first(board).gridPos.y -= 1),
  'link-rule': (board) => (board.links[0].tags = []),
  'identity-rule': (board) => (first(board).id = board.panels[0].id),
  'word-rule': (board) => ask(board, (expr) => expr.replace('$instance', '$pod')),
};
