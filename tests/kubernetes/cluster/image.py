#!/usr/bin/env python3
"""Packs files of this machine as an image that containerd imports: a program with the libraries it
is linked with, and folders it reads. No shell, no package, nothing else.

    image.py <archive.tar> <name:tag> --program FILE PATH-IN-IMAGE [--data FOLDER ...] [--user UID]

Limits: one layer, for the kind of machine it is made on. Not for production: see deploy/image.
"""

import argparse
import hashlib
import io
import json
import os
import re
import subprocess
import tarfile

MACHINES = {"x86_64": "amd64", "aarch64": "arm64"}


def libraries_of(program):
    """As the loader finds them; none for a static program."""
    told = subprocess.run(["ldd", program], capture_output=True, text=True, check=False).stdout
    return sorted(set(re.findall(r"(/[^\s()]+)", told)) - {program})


def plain(info):
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    info.mtime = 0
    return info


def make_layer(program, path, folders, user):
    layer = io.BytesIO()
    with tarfile.open(fileobj=layer, mode="w") as tar:
        for library in libraries_of(program):
            tar.add(os.path.realpath(library), library.lstrip("/"), filter=plain)
        tar.add(program, path.lstrip("/"), filter=plain)
        for folder in folders:
            tar.add(folder, folder.lstrip("/"), filter=plain)
        passwd = f"dateline:x:{user}:{user}::/:/nowhere\n".encode()
        info = plain(tarfile.TarInfo("etc/passwd"))
        info.size = len(passwd)
        tar.addfile(info, io.BytesIO(passwd))
        for folder in ("tmp", "run", "var/lib/dateline", "etc/dateline"):
            info = plain(tarfile.TarInfo(folder))
            info.type, info.mode = tarfile.DIRTYPE, 0o755
            tar.addfile(info)
    return layer.getvalue()


def write(archive, name, layer, config):
    config_name = hashlib.sha256(config).hexdigest() + ".json"
    manifest = [{"Config": config_name, "RepoTags": [name], "Layers": ["layer.tar"]}]
    with tarfile.open(archive, "w") as tar:
        for path, data in (("layer.tar", layer), (config_name, config),
                           ("manifest.json", json.dumps(manifest).encode())):
            info = plain(tarfile.TarInfo(path))
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("archive")
    parser.add_argument("name")
    parser.add_argument("--program", nargs=2, required=True)
    parser.add_argument("--data", action="append", default=[])
    parser.add_argument("--user", type=int, default=65532)
    options = parser.parse_args()
    layer = make_layer(*options.program, options.data, options.user)
    config = {
        "architecture": MACHINES[os.uname().machine], "os": "linux",
        "config": {"Entrypoint": [options.program[1]], "User": f"{options.user}:{options.user}"},
        "rootfs": {"type": "layers", "diff_ids": ["sha256:" + hashlib.sha256(layer).hexdigest()]},
    }
    write(options.archive, options.name, layer, json.dumps(config).encode())


if __name__ == "__main__":
    main()
