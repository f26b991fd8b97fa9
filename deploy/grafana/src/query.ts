// Writes PromQL. Every series is narrowed by the variables of a dashboard, so a query that is made
// here and nowhere else cannot forget one.

const kScope = 'namespace=~"$namespace", job=~"$job", instance=~"$instance"';

// A gauge, or a counter that is about to go into rate.
export function series(name: string, labels = ''): string {
  return `${name}{${kScope}${labels && `, ${labels}`}}`;
}

export function rate(name: string, labels = ''): string {
  return `rate(${series(name, labels)}[$__rate_interval])`;
}

// Over the whole time that the dashboard shows.
export function increase(name: string, labels = ''): string {
  return `increase(${series(name, labels)}[$__range])`;
}

export function sum(expr: string, ...by: string[]): string {
  return aggregate('sum', expr, by);
}

export function max(expr: string, ...by: string[]): string {
  return aggregate('max', expr, by);
}

export function min(expr: string, ...by: string[]): string {
  return aggregate('min', expr, by);
}

export function count(expr: string, ...by: string[]): string {
  return aggregate('count', expr, by);
}

// Of a histogram's buckets; nothing while nothing is observed.
export function quantile(q: number, name: string, labels = '', ...by: string[]): string {
  const buckets = sum(rate(`${name}_bucket`, labels), 'le', ...by);
  return `histogram_quantile(${q}, ${buckets})`;
}

// Without a sample where there is nothing to divide by.
export function ratio(part: string, whole: string): string {
  return `${part} / (${whole} > 0)`;
}

// What a histogram observed on average.
export function mean(name: string, ...by: string[]): string {
  return ratio(sum(rate(`${name}_sum`), ...by), sum(rate(`${name}_count`), ...by));
}

function aggregate(operator: string, expr: string, by: string[]): string {
  return by.length > 0 ? `${operator} by (${by.join(', ')}) (${expr})` : `${operator}(${expr})`;
}
