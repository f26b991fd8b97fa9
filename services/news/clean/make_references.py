#!/usr/bin/env python3
"""Writes references_table.cc: the named character references of HTML, from Python's own list.

Usage: python3 make_references.py > references_table.cc
The result is committed, so that building needs no Python.
"""
from html.entities import html5


def c_string(raw):
    return '"' + "".join(f"\\x{byte:02x}" for byte in raw.encode()) + '"'


names = sorted(html5)
starts = []
for code in range(ord("A"), ord("z") + 2):
    starts.append(sum(1 for name in names if ord(name[0]) < code))

print("// Written by make_references.py. Do not edit.")
print('#include "news/clean/references_table.h"')
print()
print("namespace news::clean {")
print()
print("// clang-format off")
print(f"const NamedReference kReferences[{len(names)}] = {{")
for name in names:
    print(f'{{"{name}", {c_string(html5[name])}}},')
print("};")
print()
print(f"const std::uint16_t kReferenceStarts[{len(starts)}] = {{")
for i in range(0, len(starts), 16):
    print(", ".join(str(s) for s in starts[i:i + 16]) + ",")
print("};")
print("// clang-format on")
print()
print("}  // namespace news::clean")
