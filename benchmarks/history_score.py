#!/usr/bin/env python3
"""How well re-crawls and new versions are told apart: history_score.py DOCS.jsonl [--scorer SCORE.py]

DOCS.jsonl holds what crawlers saw, in order of arrival, a line each: id, url, title, text, and t, the
seconds since it began. Each becomes a raw event with a page of that title and text, and goes through
both stages: `dateline clean --stages clean,version`. What was published for an event says what it
was: new, a version, or, if nothing was, a duplicate. The answers go to --out; with --scorer that
script judges them, as `SCORE.py links DOCS.jsonl OUT`.
"""

import argparse
import datetime
import html
import json
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

# An older text that came back is no news to the scorer, nor is one that was only read anew.
NO_VERSION = ("reverted", "recleaned", "older")
BEGAN = datetime.datetime(2024, 6, 3, tzinfo=datetime.timezone.utc)


def to_event(document):
    paragraphs = "".join(f"<p>{html.escape(text)}</p>" for text in document["text"].split("\n") if text)
    title = html.escape(document["title"])
    fetched = BEGAN + datetime.timedelta(seconds=document["t"])
    return {"id": document["id"], "url": document["url"],
            "fetched_at": fetched.isoformat(timespec="milliseconds"),
            "html": f"<html><head><title>{title}</title></head>"
                    f"<body><article><h1>{title}</h1>{paragraphs}</article></body></html>"}


def documents(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def feed(stdin, path):
    with stdin:
        for document in documents(path):
            stdin.write(json.dumps(to_event(document)).encode("utf-8") + b"\n")


def published(options):
    """What the stages published: event id -> (verdict, urn). And how many events died."""
    found = {}
    with tempfile.NamedTemporaryFile() as dead:
        process = subprocess.Popen(
            [options.binary, "clean", "--stages", "clean,version", "--dead", dead.name, "-"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        feeder = threading.Thread(target=feed, args=(process.stdin, options.documents))
        feeder.start()
        for line in process.stdout:
            version = json.loads(line)
            event = version["source"].get("event_id")
            found[event] = (version["change"]["verdict"], version["ninjs"]["uri"])
        feeder.join()
        code = process.wait()
        if code not in (0, 2):
            sys.exit(f"{options.binary} ended with {code}")
        return found, len(Path(dead.name).read_text().splitlines())


def predictions(options):
    found, dead = published(options)
    first = {}
    for document in documents(options.documents):
        verdict, urn = found.get(document["id"], ("duplicate", None))
        if verdict in NO_VERSION:
            verdict = "duplicate"
        change = verdict if verdict in ("duplicate", "new") else "version"
        answer = {"id": document["id"], "change": change}
        if urn:
            answer["article"] = first.setdefault(urn, document["id"])
        yield answer
    print(f"{len(first)} articles, {dead} dead letters", file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("documents", type=Path)
    parser.add_argument("--binary", default="build/release/dateline")
    parser.add_argument("--out", type=Path, help="predictions (beside the documents otherwise)")
    parser.add_argument("--scorer", type=Path)
    options = parser.parse_args()
    out = options.out or options.documents.with_suffix(".predictions")
    with open(out, "w", encoding="utf-8") as lines:
        for answer in predictions(options):
            lines.write(json.dumps(answer) + "\n")
    if options.scorer:
        subprocess.run([sys.executable, options.scorer, "links", options.documents, out], check=True)


if __name__ == "__main__":
    main()
