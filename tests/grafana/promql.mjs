// A PromQL query as the checks see it: what it selects, and what is done to each selection. Read by
// the grammar of Prometheus' own editor.
import { createRequire } from 'node:module';

// Grafana's words inside a query, replaced by something of their kind.
const kDurations = { __rate_interval: '2m', __range: '1h', __interval: '30s' };
export function substitute(expr, values) {
  const all = { ...kDurations, ...values };
  return expr.replace(/\$(\w+)/g, (word, name) => all[name] ?? word);
}

export function makeReader(modules) {
  const { parser } = createRequire(`${modules}/package.json`)('@prometheus-io/lezer-promql');
  return (expr) => readQuery(parser, expr);
}

// {error}, or {selections: [{metric, matchers: {label: operator + value}, functions, range}],
// labels: those that `by` and `on` name}. Functions: from the selection outwards.
function readQuery(parser, expr) {
  const plain = substitute(expr, {});
  const tree = parser.parse(plain);
  const text = (node) => plain.slice(node.from, node.to);
  const selections = [];
  const labels = new Set();
  let error = null;
  tree.iterate({
    enter: (ref) => {
      const node = ref.node;
      if (node.type.isError) error = `no PromQL at ${node.from}: ${plain.slice(node.from)}`;
      if (node.name === 'VectorSelector') selections.push(readSelection(node, text, expr));
      if (node.name === 'LabelName' && node.parent?.name === 'GroupingLabels') {
        labels.add(text(node));
      }
    },
  });
  return error ? { error } : { selections, labels: [...labels] };
}

function readSelection(node, text, expr) {
  const name = node.getChild('Identifier');
  const matchers = {};
  for (const one of node.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? []) {
    const [label, operator, value] = [one.firstChild, one.firstChild.nextSibling, one.lastChild];
    matchers[text(label)] = text(operator) + text(value).slice(1, -1);
  }
  const functions = [];
  let range = null;
  for (let up = node.parent; up; up = up.parent) {
    if (up.name === 'MatrixSelector') range = rangeOf(expr, text(node));
    if (up.name === 'FunctionCall') functions.push(text(up.firstChild));
    if (up.name === 'AggregateExpr') functions.push(text(up.firstChild));
  }
  return { metric: name ? text(name) : null, matchers, functions, range };
}

// As it stands in the query, before words were replaced.
function rangeOf(expr, selector) {
  return expr.slice(expr.indexOf(selector) + selector.length).match(/^\[([^\]]+)\]/)?.[1] ?? null;
}
