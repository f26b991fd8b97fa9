// Asks a running Prometheus what a dashboard would ask it, with the variables set.
import { substitute } from './promql.mjs';

export class Asking {
  constructor(base, variables) {
    this.base = base;
    this.variables = variables;
    this.began = Date.now() / 1000;
  }

  async get(path, parameters) {
    const answer = await fetch(`${this.base}${path}?${new URLSearchParams(parameters)}`);
    const json = await answer.json();
    if (json.status !== 'success') throw new Error(`${JSON.stringify(parameters)}: ${json.error}`);
    return json.data;
  }

  // [{labels, values}] with what is a number only; an instant query has one value each.
  async series(expr, instant) {
    const query = substitute(expr, this.variables);
    const now = Date.now() / 1000;
    const data = instant
      ? await this.get('/api/v1/query', { query, time: now })
      : await this.get('/api/v1/query_range', { query, start: this.began, end: now, step: 1 });
    return data.result
      .map(({ metric, value, values }) => ({ labels: metric, values: numbers(values ?? [value]) }))
      .filter(({ values }) => values.length > 0);
  }

  async values(metric, label) {
    return this.get(`/api/v1/label/${label}/values`, { 'match[]': metric });
  }

  // What a variable "label_values(selector, label)" offers.
  async choices(query) {
    const [, selector, label] = query.match(/^label_values\((.+), (\w+)\)$/);
    return this.values(substitute(selector, this.variables), label);
  }
}

// Values that a query names and its metric never has: a typing error would select nothing, or too
// much, without a word. Our metrics have all values of such labels from the start.
export async function strangeValues(asking, read, query) {
  const strange = [];
  const ours = read(query.expr).selections.filter(({ metric }) => metric.startsWith('dateline_'));
  for (const { metric, matchers } of ours) {
    for (const [label, matcher] of Object.entries(matchers)) {
      const named = matcher.match(/^(?:=|!=|=~|!~)(\w+(?:\|\w+)*)$/)?.[1].split('|') ?? [];
      const known = named.length > 0 ? await asking.values(metric, label) : [];
      const unknown = named.filter((value) => !known.includes(value));
      if (known.length > 0) strange.push(...unknown.map((value) => `${metric}: ${label} ${value}`));
    }
  }
  return strange;
}

const numbers = (samples) => samples.map(([, text]) => Number(text)).filter(Number.isFinite);

export function toLegend(format, labels) {
  return format.replace(/{{(\w+)}}/g, (_, label) => labels[label] ?? '');
}
