// tests/kubernetes/cluster/kubectl.mjs
//
// What the tests ask of a cluster. Blocks; throws with kubectl's own words when it refuses.
import { spawnSync } from 'node:child_process';

export function attempt(args, input) {
  const { status, stdout, stderr } = spawnSync('kubectl', args,
    { encoding: 'utf8', input, maxBuffer: 64 << 20 });
  return { good: status === 0, stdout, stderr: stderr.trim() };
}

export function kubectl(args, input) {
  const { good, stdout, stderr } = attempt(args, input);
  if (!good) throw new Error(`kubectl ${args.join(' ')}: ${stderr}`);
  return stdout;
}

const list = (items) => JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
const serverSide = ['apply', '--server-side', '--validate=strict', '-f', '-'];

// Fields that no schema knows, and what admission warns of, are refusals here.
export function apply(objects, ...options) {
  const { good, stderr } = attempt([...serverSide, ...options], list(objects));
  return good && stderr === '' ? undefined : stderr;
}

export const get = (...args) => JSON.parse(kubectl(['get', ...args, '-o', 'json']));
export const patchStatus = (kind, name, status) => kubectl(
  ['patch', kind, name, '--subresource=status', '--type=merge', '-p', JSON.stringify({ status })]);

// A pod as the eviction API answers for it: undefined, or why not.
export function evict(pod) {
  const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: pod, namespace: 'dateline' } };
  const { good, stderr } = attempt(
    ['create', '--raw', `/api/v1/namespaces/dateline/pods/${pod}/eviction`, '-f', '-'],
    JSON.stringify(body));
  return good ? undefined : stderr;
}

// Until `look` gives something, or patience ends.
export function await_(what, look, seconds = 120) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited ${seconds} s for ${what}`);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
}
