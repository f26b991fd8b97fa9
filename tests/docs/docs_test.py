#!/usr/bin/env python3
"""docs_test.py ROOT BINARY

What the pages for people say, held against the house: links lead somewhere, the table of topics is
that of config/topics.yaml, each key and each verb they name is there. Every check is first seen to
refuse something wrong.
"""
import pathlib
import re
import subprocess
import sys

LINK = re.compile(r'\[[^\]]*\]\(([^)\s]+)\)')
KEY = re.compile(r'`([a-z_]+(?:\.[a-z_]+)+)(?:: [^`]*)?`')
VERB = re.compile(r'(?:`|^    )dateline ([a-z]+)', re.M)


def slug(heading):
    return re.sub(r'[^\w\- ]', '', heading.strip().lower()).replace(' ', '-')


def anchors_of(text):
    return {slug(line.lstrip('#')) for line in text.splitlines() if line.startswith('#')}


def check_links(page, text, root):
    for target in LINK.findall(text):
        if re.match(r'[a-z]+:', target):
            continue
        path, _, anchor = target.partition('#')
        file = (root / page).parent / path if path else root / page
        if not file.exists():
            yield f'{page}: {target}: no such file'
        elif anchor and anchor not in anchors_of(file.read_text()):
            yield f'{page}: {target}: no such heading'


def read_topics(yaml):
    """name -> (partitions, kept), as the page spells it."""
    topics = {}
    for block in yaml.split('  - name: ')[1:]:
        days = re.search(r'retention.ms: "(\d+)"', block)
        policy = re.search(r'cleanup.policy: "(\w+)"', block).group(1)
        kept = 'compacted' if policy == 'compact' else f'{int(days.group(1)) // 86400000} d'
        topics[block.split('\n', 1)[0]] = (re.search(r'partitions: (\d+)', block).group(1), kept)
    return topics


def check_topics(text, topics):
    rows = {}
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip('|').split('|')]
        if line.startswith('| `') and len(cells) > 2:
            rows[cells[0].strip('`')] = (cells[1], cells[2])
    for name, said in topics.items():
        if rows.get(name) != said:
            yield f'docs/topics.md: {name} is {said}, the page says {rows.get(name)}'
    for name in rows.keys() - topics.keys():
        yield f'docs/topics.md: {name} is no topic'


def read_keys(yaml):
    keys, section = set(), ''
    for line in yaml.splitlines():
        found = re.match(r'( *)([a-z_]+):', line)
        if not found:
            continue
        if not found.group(1):
            section = found.group(2)
        keys.add(found.group(2) if not found.group(1) else f'{section}.{found.group(2)}')
    return keys


def check_keys(page, text, keys):
    sections = {key.split('.')[0] for key in keys if '.' in key}
    for key in KEY.findall(text):
        file = re.search(r'\.(ya?ml|json|md|cc|h|sh|txt|html|jsonl|proto|ts|raw|clean|gz|pem|crt)$', key)
        if key.split('.')[0] in sections and key not in keys and not file:
            yield f'{page}: there is no key {key}'


def check_verbs(page, text, verbs):
    for verb in VERB.findall(text):
        if verb not in verbs:
            yield f'{page}: there is no dateline {verb}'


def see_it_fail(root, keys, verbs):
    wrong = {
        'a link to nowhere': check_links('README.md', '[x](nowhere.md)', root),
        'a heading that is not there': check_links('README.md', '[x](#nowhere-at-all)', root),
        'a topic of another size': check_topics('| `a.b` | 3 | 30 d |', {'a.b': ('4', '30 d')}),
        'a topic that is missing': check_topics('', {'a.b': ('4', '30 d')}),
        'a topic too many': check_topics('| `a.b` | 3 | 30 d |', {}),
        'an unknown key': check_keys('x', 'set `commit.intervall: 3s`', keys),
        'an unknown verb': check_verbs('x', '    dateline frobnicate now', verbs),
    }
    return [f'not refused: {what}' for what, found in wrong.items() if not list(found)]


def main():
    root, binary = pathlib.Path(sys.argv[1]), sys.argv[2]
    listed = subprocess.run(['git', 'ls-files', '*.md'], cwd=root, capture_output=True, text=True)
    pages = listed.stdout.split() if listed.returncode == 0 else []
    if not pages:
        pages = [str(path.relative_to(root)) for path in root.glob('**/*.md')
                 if 'build' not in path.parts and 'node_modules' not in path.parts]
    keys = read_keys((root / 'config/dateline.yaml').read_text())
    shown = subprocess.run([binary, '--help'], capture_output=True, text=True, check=True).stdout
    verbs = set(re.findall(r'^  ([a-z]+) {2,}', shown, re.M))
    problems = see_it_fail(root, keys, verbs)
    for page in pages:
        text = (root / page).read_text()
        problems += check_links(page, text, root)
        problems += check_keys(page, text, keys)
        problems += check_verbs(page, text, verbs)
    topics = read_topics((root / 'config/topics.yaml').read_text())
    problems += check_topics((root / 'docs/topics.md').read_text(), topics)
    print('\n'.join(problems) or f'{len(pages)} pages, {len(topics)} topics, {len(keys)} keys: good')
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
