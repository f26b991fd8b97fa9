#!/usr/bin/env python3
"""Holds the order of the rooms: fence.py [--root DIR] [--quiet]

Reads rooms.txt and the tree, prints a line for each stranger and ends with 1 if there was one:
includes and words outside their rooms, namespaces that differ from their path, tests that are
not registered or are commented out, and folders that ARCHITECTURE.md and the tree do not share.
Then prints the ten largest files and functions, for whoever is near them.
Limits: it reads text, not C++. A macro could deceive it; there is one macro here, CHECK.
"""

import argparse
import os
import re
import sys
from pathlib import Path

TABLES = Path(__file__).resolve().parent / "rooms.txt"
STANDARD = frozenset("""
algorithm any array atomic barrier bit bitset charconv chrono compare complex concepts
coroutine deque exception execution filesystem forward_list fstream functional
initializer_list iomanip ios iosfwd istream iterator latch limits list locale map memory
memory_resource new numbers numeric optional ostream queue random ranges ratio scoped_allocator
semaphore set span sstream stack stdexcept stop_token streambuf string string_view syncstream
system_error tuple type_traits typeindex typeinfo unordered_map unordered_set utility valarray
variant vector version cassert cctype cerrno cfenv cfloat cinttypes climits clocale cmath
csetjmp cstdarg cstddef cstdint cstdio cstdlib cstring ctime cuchar cwchar cwctype
""".split())


class Tables:
    def __init__(self, path):
        self.rooms, self.headers, self.words = {}, {}, {}
        table = None
        for line in path.read_text(encoding="utf-8").splitlines():
            line = line.split("#", 1)[0].strip()
            if line.startswith("["):
                table = {"rooms": self.rooms, "headers": self.headers,
                         "words": self.words}[line.strip("[]")]
            elif line:
                name, *uses = line.split()
                table[name] = [use for use in uses if use != "-"]


def is_within(name, place):
    """Is the file or room `name` inside `place`? "adapters/*" is any room below adapters."""
    if place.endswith("/*"):
        return name.startswith(place[:-1])
    return name == place or name.startswith(place + "/")


def without_comments(text, keep_strings=False):
    """The code alone, line numbers kept: comments and the insides of literals become spaces."""
    pattern = re.compile(
        r'//[^\n]*|/\*.*?\*/|R"(?P<tag>[^()\s\\]{0,16})\(.*?\)(?P=tag)"'
        r'|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', re.S)

    def blank(match):
        token = match.group(0)
        if token.startswith("'") and re.match(r"[0-9a-fA-F]'", text[match.start() - 1:][:2]):
            return token  # a digit separator: 1'000
        if keep_strings and not token.startswith("/"):
            return token
        return re.sub(r"[^\n]", " ", token)

    # Digit separators would open a character literal.
    text = re.sub(r"(?<=[0-9a-fA-F])'(?=[0-9a-fA-F])", "_", text)
    return pattern.sub(blank, text)


def files_below(folder, *suffixes):
    found = []
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if f not in ("build", ".git", "bad"))
        found += [Path(place) / n for n in sorted(names) if n.endswith(suffixes)]
    return found


class Fence:
    def __init__(self, root, tables):
        self.root, self.tables, self.complaints = root, tables, []
        self.files, self.functions = [], []

    def complain(self, kind, path, line, text):
        where = path.relative_to(self.root)
        self.complaints.append((kind, f"{where}:{line}: {kind}: {text}"))

    # Includes.

    def room_of(self, name):
        fits = [room for room in self.tables.rooms if is_within(name, room)]
        return max(fits, key=len, default=None)

    def may_include(self, name, included):
        """`included`: a header of ours, as path without suffix."""
        room = self.room_of(name)
        theirs = self.room_of(included)
        folder = os.path.dirname(name)
        if os.path.dirname(included) == folder:
            return True
        for use in self.tables.rooms.get(room, []):
            if use.endswith("/*"):
                if theirs and is_within(theirs, use):
                    return True
            elif included == use or os.path.dirname(included) == use:
                return True
        return False

    def check_include(self, path, name, line, header, quoted):
        rows = [row for row in self.tables.headers
                if header == row or (row.endswith("/") and header.startswith(row))]
        if rows:
            allowed = self.tables.headers[max(rows, key=len)]
            if not any(is_within(name, place) for place in allowed):
                self.complain("stranger", path, line, f"<{header}> may not be included here")
        elif quoted:
            if not self.may_include(name, header.rsplit(".", 1)[0]):
                self.complain("neighbour", path, line, f'"{header}" is not for this room')
            elif not (self.root / "services" / header).is_file():
                self.complain("neighbour", path, line, f'"{header}" is not there')
        elif header not in STANDARD:
            self.complain("stranger", path, line, f"<{header}> stands in no table of rooms.txt")

    # Words, namespaces.

    def check_words(self, path, name, code):
        for word, allowed in self.tables.words.items():
            if any(is_within(name, place) for place in allowed):
                continue
            # Members of the same name (event.exit()) are other words.
            pattern = r"(?<![\w.>])" + re.escape(word) + r"(?!\w)"
            for match in re.finditer(pattern, code):
                line = code.count("\n", 0, match.start()) + 1
                self.complain("word", path, line, f"{word} is not for this room")

    def check_namespace(self, path, name, code):
        expected = os.path.dirname(name).replace("/", "::")
        found = False
        depth = 0
        for match in re.finditer(r"\bnamespace\s+([\w:]+)\s*\{|\{|\}", code):
            if match.group(1):
                is_ours = match.group(1).split("::")[0] in self.top_names()
                if depth == 0 and is_ours and match.group(1) != expected:
                    line = code.count("\n", 0, match.start()) + 1
                    self.complain("namespace", path, line,
                                  f"{match.group(1)} in a file of {expected}")
                found = found or match.group(1) == expected
            depth += {"}": -1}.get(match.group(0), 1)
        has_code = re.search(r"[;{]", code) is not None
        if has_code and not found and not re.search(r"\bint main\s*\(", code):
            self.complain("namespace", path, 1, f"no namespace {expected}")

    def top_names(self):
        return {room.split("/")[0] for room in self.tables.rooms}

    def check_sources(self):
        services = self.root / "services"
        for path in files_below(services, ".h", ".cc"):
            text = path.read_text(encoding="utf-8")
            name = str(path.relative_to(services)).rsplit(".", 1)[0]
            if self.room_of(name) is None:
                self.complain("room", path, 1, "this folder is no room of rooms.txt")
                continue
            for match in re.finditer(r'^[ \t]*#\s*include\s*([<"])([^>"]+)[>"]',
                                     without_comments(text, keep_strings=True), re.M):
                line = text.count("\n", 0, match.start(1)) + 1
                self.check_include(path, name, line, match.group(2), match.group(1) == '"')
            code = without_comments(text)
            code = re.sub(r"^[ \t]*#.*$", "", code, flags=re.M)
            self.check_words(path, name, code)
            self.check_namespace(path, name, code)

    # Tests.

    def check_tests(self):
        for path in files_below(self.root / "tests", ".cc"):
            text = path.read_text(encoding="utf-8")
            for number, line in enumerate(text.splitlines(), 1):
                if re.match(r"\s*(//|/\*|\*)\s*(TEST|TEST_F|TEST_P|TYPED_TEST)\s*\(", line) or \
                        re.match(r"\s*#\s*if\s+0\b", line) or "DISABLED_" in line:
                    self.complain("silenced", path, number, "a test that does not run")
            if path.name.endswith("_test.cc"):
                self.check_registered(path)
        for path in files_below(self.root / "tests", "CMakeLists.txt"):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                if re.match(r"\s*#.*\b(dateline_test|add_test|add_subdirectory)\s*\(", line):
                    self.complain("silenced", path, number, "a test that is not built")
            parent = path.parent.parent / "CMakeLists.txt"
            if path.parent.name != "tests" and not self.names(parent, path.parent.name):
                self.complain("unregistered", path, 1, f"{parent.parent.name} does not add it")

    def names(self, lists, word):
        if not lists.is_file():
            return False
        text = re.sub(r"#.*", "", lists.read_text(encoding="utf-8"))
        return re.search(r"(?<![\w.])" + re.escape(word) + r"(?![\w.])", text) is not None

    def check_registered(self, path):
        if not self.names(path.parent / "CMakeLists.txt", path.name):
            self.complain("unregistered", path, 1, "no CMakeLists.txt names it")

    # ARCHITECTURE.md.

    def check_architecture(self):
        page = self.root / "ARCHITECTURE.md"
        if not page.is_file():
            return
        text = page.read_text(encoding="utf-8")
        tops = {p.name for p in self.root.iterdir() if p.is_dir() and not p.name.startswith(".")}
        named = set()
        for match in re.finditer(r"`([A-Za-z_][\w./-]*/[\w./-]*)`", text):
            name = match.group(1)
            inside = name.split("/")[0] in tops
            place = self.root / name if inside else self.root / "services" / name
            known = inside or name.split("/")[0] in self.top_names()
            if known and not place.exists():
                line = text.count("\n", 0, match.start()) + 1
                self.complain("architecture", page, line, f"{name} is not there")
            named.add(os.path.relpath(place, self.root))
        for folder in sorted((self.root / "services").rglob("*")):
            inside = folder.relative_to(self.root)
            if folder.is_dir() and any(folder.glob("*.cc")) and str(inside) not in named:
                self.complain("architecture", page, 1, f"does not name {inside}/")

    # Sizes.

    def measure(self):
        for top in ("services", "tests", "benchmarks"):
            for path in files_below(self.root / top, ".h", ".cc"):
                text = path.read_text(encoding="utf-8")
                where = str(path.relative_to(self.root))
                self.files.append((text.count("\n"), where))
                self.measure_functions(where, without_comments(text))

    def measure_functions(self, where, code):
        """A brace after a closing parenthesis opens a function, unless one is open already."""
        head, depth, opened = 0, 0, None
        for match in re.finditer(r"[;{}]", code):
            token, place = match.group(0), match.start()
            if token == "{":
                before = code[head:place]
                if opened is None and re.search(r"\)[^()=]*$", before) and \
                        not re.search(r"\b(namespace|struct|class|enum)\b[^()]*$", before):
                    name = re.search(r"([\w:~]+|operator\S+)\s*\(", before)
                    first = head + len(before) - len(before.lstrip())
                    opened = (depth, first, name.group(1) if name else "?")
                depth += 1
            elif token == "}":
                depth -= 1
                if opened and depth == opened[0]:
                    lines = code.count("\n", opened[1], place) + 1
                    self.functions.append((lines, f"{where}: {opened[2]}"))
                    opened = None
            if opened is None:
                head = place + 1

    def print_sizes(self):
        self.measure()
        for title, rows in (("files", self.files), ("functions", self.functions)):
            print(f"the ten largest {title}, in lines:")
            for lines, where in sorted(rows, key=lambda row: (-row[0], row[1]))[:10]:
                print(f"  {lines:5} {where}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--root", type=Path, default=TABLES.parents[2])
    parser.add_argument("--quiet", action="store_true", help="no sizes")
    options = parser.parse_args()
    fence = Fence(options.root.resolve(), Tables(TABLES))
    fence.check_sources()
    fence.check_tests()
    fence.check_architecture()
    for _, text in fence.complaints:
        print(text)
    if not options.quiet:
        fence.print_sizes()
    print(f"fence: {len(fence.complaints)} strangers")
    return 1 if fence.complaints else 0


if __name__ == "__main__":
    sys.exit(main())
