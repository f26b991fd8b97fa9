#!/usr/bin/env python3
"""How well pages are cleaned: cleaning_score.py DIR [--dumps] [--scorer SCORE.py] [--json FILE]

DIR holds truth.jsonl (a line a page: id, set, url, and for --dumps textdump) and pages/ID.html as
crawled. Each page becomes a raw event, goes through `dateline clean --score -`, and the answers go
to DIR/predictions.jsonl (--out). With --scorer that script judges them: it is run as
`SCORE.py cleaning truth.jsonl predictions.jsonl`, and what it prints is printed; --json also
writes its figures there, and with --check fails if one fell by more than .003 below that file's.
"""

import argparse
import base64
import json
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

FALL_MAX = 0.003
# After all pages were written, so that no date on them lies in the future.
FETCHED_AT = "2026-04-01T00:00:00Z"


def events(folder, dumps):
    with open(folder / "truth.jsonl", encoding="utf-8") as lines:
        for line in lines:
            truth = json.loads(line)
            url = truth.get("url") or ""
            if not url.startswith(("http://", "https://")):  # some give the name of a file
                url = f"https://unknown.example/{truth['id']}"
            event = {"id": truth["id"], "fetched_at": FETCHED_AT, "url": url}
            if dumps:
                if not truth.get("textdump"):
                    continue
                event["text"] = truth["textdump"]
            else:
                page = folder / "pages" / f"{truth['id']}.html"
                if not page.is_file():
                    continue
                event["html_base64"] = base64.b64encode(page.read_bytes()).decode("ascii")
            yield event


def feed(process, folder, dumps, counts):
    with process.stdin as stdin:
        for event in events(folder, dumps):
            line = json.dumps(event).encode("utf-8") + b"\n"
            counts[0] += 1
            counts[1] += len(line)
            stdin.write(line)


def clean(options, out):
    """The binary reads and writes at once, so its input is fed from a thread of its own."""
    counts = [0, 0]
    began = time.monotonic()
    with open(out, "wb") as predictions:
        command = [options.binary, "clean", "--score", "-"]
        if options.extractors:
            command = [options.binary, "--extractors", options.extractors]
        process = subprocess.Popen(command,
                                   stdin=subprocess.PIPE, stdout=predictions)
        feeder = threading.Thread(target=feed,
                                  args=(process, options.folder, options.dumps, counts))
        feeder.start()
        feeder.join()
        code = process.wait()
    spent = time.monotonic() - began
    print(f"{counts[0]} pages, {counts[1] / 1e6:.0f} MB in {spent:.1f} s", file=sys.stderr)
    if code not in (0, 2):
        sys.exit(f"{options.binary} ended with {code}")


def figures(printed):
    """{"wcxb-dev body F1": 0.93, ...} of lines like "wcxb-dev  body F1 0.930  P ..."."""
    found = {}
    for line in printed.splitlines():
        name = line.split()[0] if line.split() else ""
        for label, value in re.findall(r"(body F1|segment F|title exact|authors F|date day-exact)"
                                       r" (\d\.\d+)", line):
            found[f"{name} {label}"] = float(value)
    return found


def compare(now, before):
    fallen = [f"{name}: {before[name]:.3f} -> {now.get(name, 0):.3f}"
              for name in sorted(before) if now.get(name, 0) < before[name] - FALL_MAX]
    for line in fallen:
        print(f"fell: {line}")
    return fallen


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--dumps", action="store_true", help="text dumps in place of pages")
    parser.add_argument("--binary", default="build/release/dateline")
    parser.add_argument("--extractors", help="with --binary of the ablation: regions,scoring,blocks")
    parser.add_argument("--out", type=Path, help="predictions (in the folder otherwise)")
    parser.add_argument("--scorer", type=Path)
    parser.add_argument("--json", type=Path, help="figures of the last run, by input")
    parser.add_argument("--check", action="store_true", help="compare with --json, do not write it")
    options = parser.parse_args()

    out = options.out or options.folder / "predictions.jsonl"
    clean(options, out)
    if not options.scorer:
        return 0
    printed = subprocess.run(
        [sys.executable, options.scorer, "cleaning", options.folder / "truth.jsonl", out],
        check=True, capture_output=True, text=True).stdout
    print(printed, end="")
    if not options.json:
        return 0
    kept = json.loads(options.json.read_text()) if options.json.is_file() else {}
    name = "dumps" if options.dumps else "pages"
    if options.check:
        return 2 if compare(figures(printed), kept.get(name, {})) else 0
    kept[name] = figures(printed)
    options.json.write_text(json.dumps(kept, indent=2, sort_keys=True) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
