// The chart gives the same objects as the overlays and components. Names end in another hash, the
// order of what is found by name does not count, and configuration is compared as it is read.
//
//   node helm_test.mjs <root of the repository> <a folder that prepare.sh made>
import { isDeepStrictEqual } from 'node:util';
import { finish, helm, idOf, installations, kustomize, parse, podOf } from './manifests.mjs';

const byName = (list) => list?.sort((a, b) => (a.name < b.name ? -1 : 1));
const withoutHash = (name) => name.replace(/^(dateline(?:-g2)?)-[0-9a-z]{10}$/, '$1-HASH');

function normalize(one) {
  const pod = podOf(one)?.spec;
  if (pod) {
    byName(pod.volumes);
    byName(pod.containers[0].env);
    byName(pod.containers[0].volumeMounts);
    for (const volume of pod.volumes) {
      if (volume.configMap) volume.configMap.name = withoutHash(volume.configMap.name);
    }
  }
  if (one.kind === 'ConfigMap') {
    one.metadata.name = withoutHash(one.metadata.name);
    for (const [key, text] of Object.entries(one.data)) one.data[key] = parse(text);
  }
  return one;
}

function* differences(a, b, place) {
  if (isDeepStrictEqual(a, b)) return;
  const bothObjects = [a, b].every((one) => one !== null && typeof one === 'object');
  if (!bothObjects) {
    yield `${place}: kustomize ${JSON.stringify(a)}, helm ${JSON.stringify(b)}`;
    return;
  }
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    yield* differences(a[key], b[key], `${place}.${key}`);
  }
}

const index = (objects) => Object.fromEntries(objects.map(normalize).map((one) => [idOf(one), one]));
const problems = [];
let compared = 0;
for (const { name, overlay, components, values } of installations) {
  if (!values) continue;
  const ours = index(kustomize(overlay, components));
  problems.push(...differences(ours, index(helm(values)), name));
  compared += Object.keys(ours).length;
}

// It can see a difference.
const [small] = installations;
const other = index(helm([...small.values, '--set', 'workloads.all.replicas=3']));
const seen = [...differences(index(kustomize('small', [])), other, 'small')];
if (seen.length !== 1 || !seen[0].includes('replicas')) problems.push(`blind: ${seen}`);

finish(problems, `${compared} objects are the same from both`);
