"""Rules and alerts against what stands beside them: each alert has a runbook of meaning, check and
act, fires in one case, is silent in another and where nothing is scraped, and no rule asks for a
metric that metrics.md does not know. Reads our own files, line by line: no YAML needed.

  contract_test.py <root of the repository>
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(sys.argv[1])
PROMETHEUS = ROOT / "deploy/prometheus"
CASES = ROOT / "tests/prometheus/cases"
PARTS = ["**Meaning.**", "**Check.**", "**Act.**"]

failures = []


def expect(good, what):
    if not good:
        failures.append(what)


def blocks(text, start):
    """What follows each line that matches `start`, up to the next one, with what it caught."""
    found = list(re.finditer(start, text, re.MULTILINE))
    ends = [match.start() for match in found[1:]] + [len(text)]
    return [(match.group(1), text[match.end():end]) for match, end in zip(found, ends)]


def read_alerts():
    return blocks((PROMETHEUS / "alerts.yaml").read_text(), r"^ +- alert: (\w+)$")


def check_alert(name, body, runbooks):
    for key in ["severity", "summary", "runbook"]:
        expect(re.search(rf"^ +{key}: .", body, re.MULTILINE), f"{name} has no {key}")
    heading = "deploy/prometheus/runbooks.md#" + name.lower()
    expect(heading in body, f"{name} does not point to its runbook {heading}")
    for part in PARTS:
        expect(part in runbooks.get(name, ""), f"the runbook of {name} has no {part}")


def read_cases():
    """Of each alert: in which files it fires, and in which it is silent."""
    fires, silent = {}, {}
    for path in sorted(CASES.glob("*.yaml")):
        text = path.read_text()
        for name, rest in blocks(text, r"alertname: (\w+)"):
            kind = silent if re.match(r",?\s+exp_alerts: \[\]", rest) else fires
            kind.setdefault(name, set()).add(path.name)
    return fires, silent


def check_cases(alerts):
    fires, silent = read_cases()
    for name in sorted(alerts):
        expect(name in fires, f"no case in which {name} fires")
        expect(silent.get(name, set()) - {"absent.yaml"} or name == "DatelineAbsent",
               f"no case with its metrics in which {name} is silent")
        expect("absent.yaml" in silent.get(name, set()), f"no case of {name} without its metrics")
    for name in sorted(set(fires) | set(silent)):
        expect(name in alerts, f"a case asks for {name}, which is no alert")


def expressions(text):
    return [body.split("for:")[0].split("labels:")[0]
            for _, body in blocks(text, r"^ +expr: ?(\|?)")]


def check_metrics():
    known = set(re.findall(r"^\| `(\w+)` \|", (PROMETHEUS / "metrics.md").read_text(), re.MULTILINE))
    rules = (PROMETHEUS / "rules.yaml").read_text()
    records = set(re.findall(r"^ +- record: (\S+)$", rules, re.MULTILINE))
    asked = 0
    for text in [rules, (PROMETHEUS / "alerts.yaml").read_text()]:
        for expression in expressions(text):
            bare = re.sub(r'"[^"]*"', "", re.sub(r"#.*", "", expression))
            for name in re.findall(r"[\w:]*\b(?:dateline|process)_\w+(?::\w+)*", bare):
                asked += 1
                base = re.sub(r"_bucket$|_sum$|_count$", "", name)
                expect(name in records or base in known, f"nobody shows {name}")
    expect(asked > 30, f"only {asked} metrics found in the rules: are they read at all?")


def main():
    alerts = read_alerts()
    runbooks = dict(blocks((PROMETHEUS / "runbooks.md").read_text(), r"^## (\w+)$"))
    expect(len(alerts) > 20, "too few alerts found: are they read at all?")
    for name, body in alerts:
        check_alert(name, body, runbooks)
    names = {name for name, _ in alerts}
    for name in sorted(set(runbooks) - names):
        expect(False, f"the runbook {name} belongs to no alert")
    check_cases(names)
    check_metrics()
    print("\n".join(failures) or f"{len(names)} alerts, each with runbook and cases")
    return 1 if failures else 0


sys.exit(main())
