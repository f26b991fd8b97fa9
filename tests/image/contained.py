#!/usr/bin/env python3
"""Starts the image as a hardened cluster would: contained.py FOLDER ARGUMENT...

The arguments follow the image's entry point. The root is read-only and there is a small /tmp; the
user is the image's own, without a capability and without a way to new privileges; all namespaces
are fresh but the network's, for the broker is on loopback. The folder that `--set state.dir=...`
names is the container's as well, and so is what --show names, to read; --show HERE:THERE shows it
at another place.
FOLDER is what prepare.sh has made. Signals and the exit code pass through.
"""
import argparse
import json
import os
import pathlib
import sys


def read_arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--show", action="append", default=[])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("arguments", nargs=argparse.REMAINDER)
    return parser.parse_args()


def state_folders(arguments):
    mark = "state.dir="
    return [word[len(mark) :] for word in arguments if word.startswith(mark)]


def bind(path, *options):
    source, _, destination = path.partition(":")
    return {
        "destination": destination or source, "source": source, "type": "bind",
        "options": ["bind", "nosuid", "nodev", "noexec", *options],
    }


def mounts(shown, states):
    return [
        {"destination": "/proc", "type": "proc", "source": "proc"},
        {
            "destination": "/dev", "type": "tmpfs", "source": "tmpfs",
            "options": ["nosuid", "strictatime", "mode=755", "size=64k"],
        },
        {
            "destination": "/tmp", "type": "tmpfs", "source": "tmpfs",
            "options": ["nosuid", "nodev", "noexec", "mode=1777", "size=64m"],
        },
        *[bind(path, "ro") for path in shown],
        *[bind(path, "rw") for path in states],
    ]


def make_bundle(folder, image, call):
    config = image["config"]
    user, group = (int(word) for word in config["User"].split(":"))
    states = state_folders(call.arguments)
    for state in states:
        os.makedirs(state, exist_ok=True)
        os.chown(state, user, group)
    nothing = {kind: [] for kind in ("bounding", "effective", "inheritable", "permitted", "ambient")}
    given = [f"{name}={value}" for name, value in os.environ.items() if name.startswith("DATELINE_")]
    return {
        "ociVersion": "1.0.2",
        "process": {
            "user": {"uid": user, "gid": group},
            "args": config["Entrypoint"] + (call.arguments or config["Cmd"]),
            "env": config["Env"] + [line for line in given if not line.startswith("DATELINE_TEST_")],
            "cwd": config.get("WorkingDir") or "/",
            "capabilities": nothing,
            "noNewPrivileges": True,
        },
        "root": {"path": str((folder / "root").resolve()), "readonly": True},
        "hostname": "dateline",
        "mounts": mounts(call.show, states),
        "linux": {
            "namespaces": [{"type": kind} for kind in ("pid", "mount", "ipc", "uts")],
            "maskedPaths": ["/proc/kcore", "/proc/keys", "/proc/timer_list"],
            "readonlyPaths": ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys"],
        },
    }


def main():
    call = read_arguments()
    name = f"dateline-{os.getpid()}"
    bundle = call.folder / "bundles" / name
    bundle.mkdir(parents=True)
    image = json.loads((call.folder / "config.json").read_text())
    (bundle / "config.json").write_text(json.dumps(make_bundle(call.folder, image, call)))
    sys.stdout.flush()
    runtime = ["runc", "--root", str(call.folder / "containers")]
    os.execvp("runc", [*runtime, "run", "--bundle", str(bundle), name])


main()
