#!/usr/bin/env python3
"""Completions as the shell itself gives them, and the manual as its own linter reads it.

  check.py bash|zsh|fish|man <the binary>

Each case: what stands on the line before the cursor, what must be offered, and what must not.
Where the shell is missing, the test skips and says so.
"""
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time

PATIENCE = 60  # seconds, for a shell to answer

# (line, offered, not offered); None in the last place: nothing but what is offered.
CASES = [
    ("dateline con", {"config"}, {"clean"}),
    ("dateline config ", {"show", "schema", "example"}, {"run", "clean"}),
    ("dateline config show --ch", {"--changed"}, {"--stages"}),
    ("dateline config show --set", {"--set"}, set()),
    ("dateline run --st", {"--stages"}, {"--dead"}),
    ("dateline --log-level ", {"debug", "info", "warning", "error"}, None),
    ("dateline run --log-level ", {"debug", "info", "warning", "error"}, None),
    ("dateline config show --format ", {"table", "json"}, None),
    ("dateline clean --format ", {"text", "html"}, None),
    ("dateline clean --stages clean --exp", {"--explain"}, set()),
    ("dateline --set commit.int", {"commit.interval="}, None),
    ("dateline -c run clean --sco", {"--score"}, set()),
    ("dateline -c some", {"some.yaml"}, None),
    ("dateline clean some", {"some.yaml"}, None),
    ("dateline takedown --execute --rea", {"--reason"}, set()),
    ("dateline completion ", {"bash", "zsh", "fish", "man"}, set()),
]


def skip(what):
    print(f"SKIPPED: there is no {what} here. Nobody has checked `dateline completion {what}`.",
          file=sys.stderr)
    sys.exit(77)


def output_of(arguments, **options):
    return subprocess.run(arguments, check=True, capture_output=True, text=True, **options).stdout


def ask_bash(script, line):
    # As readline parts the line: COMP_WORDBREAKS has "=".
    words = []
    for word in line.split(" "):
        words += [part for part in re.split("(=)", word) if part] or [""]
    code = ('source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _dateline; '
            'printf "%s\\n" "${COMPREPLY[@]}"')
    return set(output_of(["bash", "--norc", "-c", code, "bash", script, *words]).split("\n")) - {""}


def ask_fish(script, line):
    code = "source $argv[1]; complete -C $argv[2]"
    out = output_of(["fish", "--no-config", "-c", code, script, line])
    return {row.split("\t")[0] for row in out.split("\n")} - {""}


class Zsh:
    """A zsh on a terminal of its own, which prints what its completion offers, and "DONE"."""

    SETUP = r"""
unsetopt zle_bracketed_paste 2>/dev/null
PROMPT= PROMPT2= RPROMPT=
autoload -Uz compinit
compinit -u -D
source "$SCRIPT"
compadd() {
  local -a hits
  if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then builtin compadd "$@"; return; fi
  builtin compadd -A hits "$@"
  local suffix=
  [[ ${@[1,(i)(-|--)]} == *"-S ="* ]] && suffix==
  local hit
  for hit in $hits; do print -r -- "HIT:$hit$suffix:HIT"; done
}
tell_done() { comppostfuncs=(tell_done); print -r -- "DO""NE" }
comppostfuncs=(tell_done)
zstyle ':completion:*' completer _complete
bindkey '^I' complete-word
print READ""Y
"""

    def __init__(self, script):
        pid, self.terminal = pty.fork()
        if pid == 0:
            os.environ.update(TERM="dumb", SCRIPT=script)
            os.execlp("zsh", "zsh", "-f", "-i")
        self.seen = ""
        setup = script + ".setup"
        with open(setup, "w", encoding="utf-8") as file:
            file.write(self.SETUP)
        self.send(f". {setup}\n")
        self.read_to("READY")

    def send(self, text):
        os.write(self.terminal, text.encode())

    def read_to(self, mark):
        end = time.monotonic() + PATIENCE
        while mark not in self.seen:
            ready, _, _ = select.select([self.terminal], [], [], max(0, end - time.monotonic()))
            if not ready:
                sys.exit(f"zsh does not answer; it said:\n{self.seen}")
            self.seen += os.read(self.terminal, 65536).decode(errors="replace")
        before, self.seen = self.seen.split(mark, 1)
        return before

    def ask(self, line):
        self.send("\x15" + line + "\t")
        return set(re.findall(r"HIT:(.*?):HIT", self.read_to("DONE")))


def check_shell(shell, binary):
    script_text = output_of([binary, "completion", shell])
    help_text = output_of([binary, "--help"])
    verbs = set(re.findall(r"^  ([a-z]+) ", help_text.split("Subcommands:")[1], re.M))
    cases = CASES + [("dateline ", verbs, set())]
    if shell == "bash":
        cases.append(("dateline --format=js", {"json"}, None))
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        with open("some.yaml", "w", encoding="utf-8"):
            pass
        script = os.path.join(folder, "dateline.completion")
        with open(script, "w", encoding="utf-8") as file:
            file.write(script_text)
        zsh = Zsh(script) if shell == "zsh" else None
        for line, wanted, unwanted in cases:
            offered = (zsh.ask(line) if zsh else
                       ask_bash(script, line) if shell == "bash" else ask_fish(script, line))
            bad = offered - wanted if unwanted is None else offered & unwanted
            if not wanted <= offered or bad:
                wrong.append(f"{line!r} offers {sorted(offered)}, wanted {sorted(wanted)}")
    if not len(verbs) >= 9:
        wrong.append(f"only these verbs are in --help: {sorted(verbs)}")
    return wrong


def check_manual(binary):
    page = output_of([binary, "completion", "man"])
    lint = subprocess.run(["mandoc", "-Tlint", "-W", "warning"], input=page, text=True,
                          capture_output=True, check=False)
    wrong = [line for line in lint.stdout.split("\n") if line]
    shown = subprocess.run(["mandoc", "-Tascii"], input=page, text=True, capture_output=True,
                           check=True).stdout
    plain = re.sub(".\b", "", shown)
    for part in ["EXIT STATUS", "dateline config show", "--changed", "DATELINE_CONFIG", "SIGNALS"]:
        if part not in plain:
            wrong.append(f"the manual lacks {part}")
    broken = subprocess.run(["mandoc", "-Tlint", "-W", "warning"], input=page + ".XX\n", text=True,
                            capture_output=True, check=False).stdout
    if not broken:
        wrong.append("mandoc takes a request that does not exist")
    return wrong


def main():
    what, binary = sys.argv[1:]
    binary = os.path.abspath(binary)
    tool = "mandoc" if what == "man" else what
    if shutil.which(tool) is None:
        skip(tool)
    wrong = check_manual(binary) if what == "man" else check_shell(what, binary)
    if wrong:
        sys.exit("\n".join(wrong))


main()
