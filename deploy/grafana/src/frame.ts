// What all dashboards share: variables, annotations, links to each other, rows.
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';

import { kDatasource, type PanelBuilder } from './panels';
import { count, series, sum } from './query';

export interface Row {
  title: string;
  panels: PanelBuilder[];
}

export interface Page {
  uid: string;
  title: string;
  description: string;
  rows: Row[];
}

const kTag = 'dateline';

export function makeDashboard(page: Page): dashboard.Dashboard {
  const builder = new dashboard.DashboardBuilder(page.title)
    .uid(page.uid)
    .description(page.description)
    .tags([kTag])
    .readonly()
    .timezone('browser')
    .time({ from: 'now-1h', to: 'now' })
    .refresh('30s')
    .tooltip(dashboard.DashboardCursorSync.Crosshair)
    .variables(makeVariables())
    .annotations(makeAnnotations())
    .link(makeLink());
  for (const row of page.rows) {
    builder.withRow(new dashboard.RowBuilder(row.title));
    for (const panel of row.panels) builder.withPanel(panel);
  }
  const made = builder.build();
  made.panels?.forEach((panel, index) => (panel.id = index + 1));
  return strip(made);
}

// What the builders add of their own: links and annotations would hide in a menu, and only the
// variables of another kind have an interval.
function strip(made: dashboard.Dashboard): dashboard.Dashboard {
  const variables = made.templating?.list ?? [];
  const shown = [...(made.links ?? []), ...(made.annotations?.list ?? [])];
  for (const one of shown) delete one.placement;
  for (const one of variables) {
    delete one.auto;
    delete one.auto_min;
    delete one.auto_count;
  }
  return made;
}

// To the others, with the same variables and the same time.
function makeLink() {
  return new dashboard.DashboardLinkBuilder('Dateline')
    .type(dashboard.DashboardLinkType.Dashboards)
    .tags([kTag])
    .includeVars(true)
    .keepTime(true);
}

function makeVariables() {
  return [
    new dashboard.DatasourceVariableBuilder('datasource').label('Data source').type('prometheus'),
    // Outside Kubernetes nothing sets a namespace: "all" must fit a series without one.
    choice('namespace', 'Namespace', 'label_values(dateline_build_info, namespace)', '.*'),
    choice('job', 'Job', 'label_values(dateline_build_info{namespace=~"$namespace"}, job)', '.+'),
    choice(
      'instance',
      'Instance',
      'label_values(dateline_build_info{namespace=~"$namespace", job=~"$job"}, instance)',
      '.+',
    ),
  ];
}

function choice(name: string, label: string, query: string, all: string) {
  return new dashboard.QueryVariableBuilder(name)
    .label(label)
    .datasource(kDatasource)
    .query({ query, refId: name })
    .refresh(dashboard.VariableRefresh.OnTimeRangeChanged)
    .sort(dashboard.VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(true)
    .allValue(all)
    .current({ text: ['All'], value: ['$__all'] });
}

function makeAnnotations() {
  const builds = (offset: string) =>
    count(`${series('dateline_build_info')}${offset}`, 'version', 'commit');
  const rebalances = series('dateline_rebalances_total', 'type="assigned"');
  return [
    // A build that was not there five minutes before.
    annotation('Version', `${builds('')} unless ${builds(' offset 5m')}`, 'blue')
      .titleFormat('Version {{version}}')
      .textFormat('commit {{commit}}'),
    annotation('Rebalance', `${sum(`increase(${rebalances}[2m])`, 'stage')} > 0`, 'purple')
      .titleFormat('Rebalance')
      .textFormat('stage {{stage}} was given partitions'),
    // The sample is the time itself, in seconds.
    annotation(
      'Reload',
      `${series('dateline_config_last_reload_success_timestamp_seconds')} * 1000`,
      'yellow',
    )
      .useValueForTime(true)
      .titleFormat('Reload')
      .textFormat('{{instance}} took a new configuration'),
  ];
}

function annotation(name: string, expr: string, color: string) {
  return new dashboard.AnnotationQueryBuilder()
    .name(name)
    .datasource(kDatasource)
    .enable(true)
    .iconColor(color)
    .target(new prometheus.DataqueryBuilder().refId('Anno').expr(expr).interval('30s').range());
}
