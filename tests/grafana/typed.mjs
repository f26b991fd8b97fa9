// Writes the committed dashboards as TypeScript: each a literal of Grafana's own type Dashboard,
// each panel's options and fields literals of its plugin's types, and one of each that must not
// compile.
//
//   node typed.mjs <root of the repository> <folder to write to>
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const [root, folder] = process.argv.slice(2);
const kPlugins = { stat: 'Stat', timeseries: 'TimeSeries', heatmap: 'Heatmap' };

const head = (lines) => `import type { Dashboard as Typed, AnnotationQuery } from '@grafana/schema';
${lines.join('\n')}

// JSON has no enumerators: a string of an enumeration counts as its enumerator.
type Plain<T> = T extends string ? \`\${T}\`
  : T extends number | boolean | null | undefined ? T
  : T extends (infer U)[] ? Plain<U>[]
  : T extends object ? { [K in keyof T]: Plain<T[K]> }
  : T;
// An annotation's query, and how its answer is told, are the data source's.
type Annotation = Omit<AnnotationQuery, 'target'> & {
  target: { refId: string; expr: string; interval: string; range: boolean; instant: boolean };
  titleFormat: string;
  textFormat: string;
  useValueForTime?: boolean;
};
type Dashboard = Plain<Omit<Typed, 'annotations'> & { annotations: { list: Annotation[] } }>;
`;

const imports = Object.entries(kPlugins).map(([type, name]) => {
  const folder = `@grafana/schema/dist/esm/raw/composable/${type}/panelcfg/x`;
  const from = `${folder}/${name}PanelCfg_types.gen`;
  const field = type === 'stat' ? '' : `, FieldConfig as ${name}Field`;
  return `import type { Options as ${name}Options${field} } from '${from}';`;
});

const literal = (name, type, value) => `export const ${name}: ${type} = ${JSON.stringify(value)};`;

function typedPanel(board, panel) {
  const name = kPlugins[panel.type];
  const at = `${board}_${panel.id}`;
  const options = literal(`${at}_options`, `Plain<Partial<${name}Options>>`, panel.options);
  const { custom } = panel.fieldConfig.defaults;
  if (!custom) return [options];
  return [options, literal(`${at}_field`, `Plain<Partial<${name}Field>>`, custom)];
}

// The same with something that is not of the type, which the compiler must refuse.
const refused = (line) => `// @ts-expect-error\n${line}`;

for (const board of ['overview', 'kafka', 'state', 'backfill']) {
  const json = JSON.parse(readFileSync(path.join(root, `deploy/grafana/${board}.json`)));
  const panels = json.panels.filter((panel) => panel.type !== 'row');
  const lines = [literal(board, 'Dashboard', json), ...panels.flatMap((p) => typedPanel(board, p))];
  const wrong = structuredClone(panels.find((panel) => panel.type === 'timeseries'));
  wrong.id = 'wrong';
  wrong.options.legend.placement = 'left';
  lines.push(refused(literal('wrong', 'Dashboard', { ...json, graphTooltip: 'shared' })));
  lines.push(refused(typedPanel(board, wrong)[0]));
  writeFileSync(path.join(folder, `${board}.ts`), `${head(imports)}\n${lines.join('\n')}\n`);
}
