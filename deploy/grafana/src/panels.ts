// The three kinds of panel that the dashboards are made of, each with one look.
import * as common from '@grafana/grafana-foundation-sdk/common';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import * as heatmaps from '@grafana/grafana-foundation-sdk/heatmap';
import * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';
import * as stats from '@grafana/grafana-foundation-sdk/stat';
import * as times from '@grafana/grafana-foundation-sdk/timeseries';

export const kDatasource: common.DataSourceRef = { type: 'prometheus', uid: '${datasource}' };

const kGood = 'green';
const kWarning = 'orange';
const kBad = 'red';

export interface Query {
  expr: string;
  legend: string;
  unit?: string; // another one than the panel's: on the right axis
}

export interface Look {
  title: string;
  description: string; // what it tells, and what to do about it
  unit: string; // of Grafana's own list
  width: number; // of 24
  queries: Query[];
}

// Where the colour changes: from below, or at `above`, under which it is bad.
export type Limits = { warning: number; bad?: number } | { above: number };

export type PanelBuilder = { build: () => dashboard.Panel };

// Lines over time; `stacked` ones add up to something that means something.
export function lines(
  look: Look,
  options: { stacked?: boolean; limits?: Limits } = {},
): PanelBuilder {
  const panel = new times.PanelBuilder()
    .height(8)
    .lineWidth(1)
    .fillOpacity(options.stacked ? 30 : 8)
    .showPoints(common.VisibilityMode.Never)
    .min(0)
    .legend(
      new common.VizLegendOptionsBuilder()
        .displayMode(common.LegendDisplayMode.List)
        .placement(common.LegendPlacement.Bottom)
        .showLegend(true)
        .calcs([]),
    )
    .tooltip(
      new common.VizTooltipOptionsBuilder()
        .mode(common.TooltipDisplayMode.Multi)
        .sort(common.SortOrder.Descending),
    );
  if (options.stacked) {
    panel.stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Normal).group('A'));
  }
  if (options.limits) {
    panel
      .thresholds(steps(options.limits))
      .thresholdsStyle(
        new common.GraphThresholdsStyleConfigBuilder().mode(common.GraphThresholdsStyleMode.Dashed),
      );
  }
  look.queries.forEach((query, index) => {
    if (query.unit) panel.overrideByQuery(ref(index), [...rightAxis(query.unit)]);
  });
  return dress(panel, look, false);
}

// The last value, large.
export function stat(look: Look, options: { limits?: Limits; names?: boolean } = {}): PanelBuilder {
  const panel = new stats.PanelBuilder()
    .height(5)
    .graphMode(common.BigValueGraphMode.None)
    .colorMode(options.limits ? common.BigValueColorMode.Background : common.BigValueColorMode.None)
    .textMode(options.names ? common.BigValueTextMode.ValueAndName : common.BigValueTextMode.Auto)
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(['lastNotNull']).values(false));
  if (options.limits) panel.thresholds(steps(options.limits));
  look.queries.forEach((query, index) => {
    if (query.unit) panel.overrideByQuery(ref(index), [{ id: 'unit', value: query.unit }]);
  });
  return dress(panel, look, true);
}

// How the observations of a histogram spread, over time. Its one query is by (le).
export function heatmap(look: Look): PanelBuilder {
  const panel = new heatmaps.PanelBuilder()
    .height(8)
    .calculate(false)
    .cellGap(1)
    .yAxis(new heatmaps.YAxisConfigBuilder().unit(look.unit))
    .color(
      new heatmaps.HeatmapColorOptionsBuilder()
        .mode(heatmaps.HeatmapColorMode.Scheme)
        .scheme('Oranges')
        .steps(64)
        .exponent(0.5)
        .reverse(false)
        .fill('dark-orange'),
    )
    .cellValues(new heatmaps.CellValuesBuilder().unit('ops'));
  return dress(panel, look, false, prometheus.PromQueryFormat.Heatmap);
}

interface Dressable extends PanelBuilder {
  title(title: string): this;
  description(description: string): this;
  unit(unit: string): this;
  span(width: number): this;
  datasource(datasource: common.DataSourceRef): this;
  withTarget(target: prometheus.DataqueryBuilder): this;
}

function dress(
  panel: Dressable,
  look: Look,
  instant: boolean,
  format?: prometheus.PromQueryFormat,
) {
  panel.title(look.title).description(look.description).unit(look.unit).span(look.width);
  panel.datasource(kDatasource);
  look.queries.forEach((query, index) => {
    const target = new prometheus.DataqueryBuilder()
      .refId(ref(index))
      .datasource(kDatasource)
      .expr(query.expr)
      .legendFormat(query.legend)
      .editorMode(prometheus.QueryEditorMode.Code);
    if (format) target.format(format);
    panel.withTarget(instant ? target.instant() : target.range());
  });
  return panel;
}

function steps(limits: Limits) {
  return new dashboard.ThresholdsConfigBuilder()
    .mode(dashboard.ThresholdsMode.Absolute)
    .steps(colours(limits));
}

function colours(limits: Limits): dashboard.Threshold[] {
  if ('above' in limits) {
    return [
      { value: null, color: kBad },
      { value: limits.above, color: kGood },
    ];
  }
  const all = [
    { value: null, color: kGood },
    { value: limits.warning, color: kWarning },
  ];
  return limits.bad === undefined ? all : [...all, { value: limits.bad, color: kBad }];
}

function rightAxis(unit: string): dashboard.DynamicConfigValue[] {
  return [
    { id: 'unit', value: unit },
    { id: 'custom.axisPlacement', value: common.AxisPlacement.Right },
  ];
}

const ref = (index: number) => String.fromCharCode('A'.charCodeAt(0) + index);
