"""Reads matrix.txt: is every needed cell there, and does every test that it names exist?

usage: matrix_test.py <source folder> <build folder>
"""
import pathlib
import re
import subprocess
import sys

# What the matrix must have, and where. The crash points come from the code.
NEEDED = {
    "late EndTxn in the next transaction": "S",
    "Produce of an old epoch": "SK",
    "CONCURRENT_TRANSACTIONS storm": "EK",
    "timed out by the broker, sent": "SK",
    "timed out by the broker, offsets": "SK",
    "commit timed out": "EK",
    "queue full": "E",
    "queue stays full": "E",
    "twin instance": "K",
    "zombie, awake before its time-out": "K",
    "zombie, awake after it, sent": "K",
    "zombie, awake after it, offsets": "K",
    # The embedded coordinator puts out whom it does not hear of in time, without asking for anything
    # back: it cannot hold a revocation in a queue.
    "place while a revoke is queued": "K",
    "place while a loss is queued": "EK",
    "put out, commits before it polls": "SEK",
    "generation moves before the offsets": "SE",
    "max poll exceeded": "E",
    "random kills, joins and leaves": "K",
    "coordinator away": "EK",
    "coordinator moved": "E",
    "broker killed and back": "K",
    "before the first assignment": "EK",
    "with the broker down": "EK",
    "with the broker frozen": "K",
    "in mid-restore": "K",
    "with records on their way": "K",
    "a second TERM": "K",
    "a second INT": "K",
    "oversize record": "SK",
    "poison record": "SK",
    "input cut, stop": "K",
    "input cut, continue": "K",
    "changed partition count, changelog": "K",
    "changed partition count, input": "K",
    "changed partition count, running": "K",
    "offsets expired": "S",
    "clock step": "S",
    "restore over an open transaction": "SK",
    "restore over aborted records": "SK",
    "restore to a marker tail": "SK",
    "restore over compacted gaps": "SK",
    "restore of an empty log": "SK",
    "log start past the position": "SK",
    "aged tombstone": "SK",
    "another topic": "SK",
    "revoke in mid-restore": "SK",
    "damaged table": "K",
    "full disk": "K",
    "LOCK held": "K",
}


def read_matrix(path):
    """Fault -> {"S": cell, "E": cell, "K": cell}."""
    rows = {}
    for line in path.read_text().splitlines():
        line = line.strip()
        if not line or line.startswith(("#", "[")):
            continue
        fault, *cells = [part.strip() for part in line.split("|")]
        if len(cells) != 3 or fault in rows:
            raise SystemExit(f"matrix.txt: {line}")
        rows[fault] = dict(zip("SEK", cells))
    return rows


def find_crash_points(services):
    """The names that the code says when it passes a point."""
    found = set()
    for path in services.rglob("*.cc"):
        found |= set(re.findall(r'\breach\("([a-z0-9-]+)"\)', path.read_text()))
    return found


def list_tests(build, program):
    """Full names of a program's tests; none if it was not built."""
    found = [path for path in build.glob(f"tests/**/{program}") if path.is_file()]
    if not found:
        return None
    names, suite = set(), ""
    listing = subprocess.run([found[0], "--gtest_list_tests"], capture_output=True, text=True,
                             check=True)
    for line in listing.stdout.splitlines():
        word = line.split("#")[0].rstrip()
        if word.startswith("  "):
            names.add(suite + word.strip())
        else:
            suite = word
    return names


def find_problems(rows, needed, tests_of):
    problems = []
    for fault, places in needed.items():
        for place in places:
            if rows.get(fault, {}).get(place, "-") == "-":
                problems.append(f"{fault}: nothing at {place}")
    for fault, cells in rows.items():
        for place, cell in cells.items():
            if cell == "-" or (place == "S" and cell == "sim"):
                continue
            program, _, test = cell.partition(":")
            tests = tests_of(program)
            if tests is None:
                problems.append(f"{fault}: there is no program {program}")
            elif test not in tests:
                problems.append(f"{fault}: there is no test {cell}")
    return problems


def main():
    source, build = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    rows = read_matrix(source / "tests/faults/matrix.txt")
    points = find_crash_points(source / "services")
    # Generations are made by a command, which the simulator does not have.
    needed = dict(NEEDED) | {point: "K" if point.startswith("generation-") else "SK"
                             for point in points}
    known = {}

    def tests_of(program):
        if program not in known:
            known[program] = list_tests(build, program)
        return known[program]

    problems = find_problems(rows, needed, tests_of)
    # It must be able to fail.
    broken = {"here": {"S": "-", "E": "-", "K": "none:None.Nothing"}}
    if len(points) < 20 or len(find_problems(broken, {"gone": "K"}, lambda _: set())) != 2:
        problems.append("the check itself is broken")
    for problem in problems:
        print(problem)
    cells = sum(cell != "-" for row in rows.values() for cell in row.values())
    print(f"{len(rows)} faults, {cells} cells, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
