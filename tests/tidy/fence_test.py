#!/usr/bin/env python3
"""Shows that the fence can fail: each tree in bad/ breaks one rule, and must be refused for it.

EXPECT names the complaint; the tree `none` is well-behaved, and nothing may be said of it.
"""

import sys
from pathlib import Path

import fence

FOLDER = Path(__file__).resolve().parent / "bad"


def kinds_of(example):
    held = fence.Fence(example, fence.Tables(fence.TABLES))
    held.check_sources()
    held.check_tests()
    held.check_architecture()
    return [kind for kind, _ in held.complaints]


def main():
    failed = 0
    examples = sorted(path.parent for path in FOLDER.glob("*/EXPECT"))
    for example in examples:
        expected = (example / "EXPECT").read_text(encoding="utf-8").split()
        found = kinds_of(example)
        if found != expected:
            failed += 1
            print(f"FAILED {example.name}: expected {expected}, found {found}")
    print(f"fence_test: {len(examples)} examples, {failed} failed")
    return 1 if failed or len(examples) < 20 else 0


if __name__ == "__main__":
    sys.exit(main())
