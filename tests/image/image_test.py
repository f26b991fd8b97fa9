#!/usr/bin/env python3
"""image_test.py FOLDER: what the image says of itself, what is in it, and that it does what it says
in the confinement of contained.py. FOLDER is what prepare.sh has made."""
import json
import os
import pathlib
import re
import select
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parent.parent
FOLDER = pathlib.Path(sys.argv.pop(1)).resolve()
ROOT = FOLDER / "root"
PACKED_BYTES_MAX = 60 * 1000 * 1000  # without the base
PATIENCE_S = 120

PAGE = """<html lang="en"><head><title>Night ferry aground</title></head><body>
<nav><a href="/">Home</a> <a href="/sea">At sea</a></nav>
<article><h1>Night ferry aground off the old mole</h1>
<p>The night ferry ran aground off the old mole on Tuesday, with ninety people on board, when its
rudder failed in a rising wind, the harbour master said.</p>
<p>Two tugs pulled it free at the second attempt, shortly before the tide turned, and nobody was
hurt, though the captain asked all passengers to stay below until morning.</p>
</article></body></html>"""


def read_json(name):
    return json.loads((FOLDER / name).read_text())


def contained(*arguments, show=()):
    flags = [word for path in show for word in ("--show", str(path))]
    return [str(HERE / "contained.py"), *flags, str(FOLDER), *arguments]


def run(*arguments, **options):
    return subprocess.run(
        contained(*arguments, **options), capture_output=True, text=True, timeout=PATIENCE_S
    )


def in_root(*words):
    answer = subprocess.run(["chroot", ROOT, *words], capture_output=True, text=True, check=True)
    return answer.stdout


class Words(unittest.TestCase):
    """What `skopeo inspect` and Docker show."""

    def setUp(self):
        self.config = read_json("config.json")["config"]
        self.labels = self.config["Labels"]

    def label(self, name):
        return self.labels["org.opencontainers.image." + name]

    def test_starts_the_service_as_nobody_in_particular(self):
        self.assertEqual(self.config["User"], "65532:65532")
        self.assertEqual(self.config["Entrypoint"], ["dateline"])
        self.assertEqual(self.config["Cmd"], ["run"])
        self.assertEqual(list(self.config["ExposedPorts"]), ["9464/tcp"])

    def test_labels_agree_with_the_binary(self):
        told = json.loads(run("version", "--json").stdout)
        self.assertEqual(self.label("version"), told["version"])
        self.assertEqual(self.label("revision"), told["commit"])
        self.assertRegex(self.label("revision"), r"^[0-9a-f]{40}(-modified)?$")
        self.assertRegex(self.label("created"), r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        for name in ("title", "description", "licenses", "base.name"):
            self.assertTrue(self.label(name), name)

    def test_health_is_asked_with_our_own_verb(self):
        check = read_json("image.docker.json")["Healthcheck"]
        self.assertEqual(check["Test"], ["CMD", "dateline", "healthcheck"])

    def test_is_small(self):
        archive = f"oci-archive:{FOLDER}/image.oci.tar"
        raw = subprocess.run(["skopeo", "inspect", "--raw", archive], capture_output=True, check=True)
        base, *ours = [layer["size"] for layer in json.loads(raw.stdout)["layers"]]
        print(f"packed: base {base / 1e6:.1f} MB, ours {sum(ours) / 1e6:.1f} MB in {len(ours)} layers")
        self.assertGreater(base, 1000 * 1000)
        self.assertLessEqual(sum(ours), PACKED_BYTES_MAX)


class Files(unittest.TestCase):
    def setUp(self):
        text = (ROOT / "usr/share/doc/dateline/sbom.cdx.json").read_text()
        self.bill = json.loads(text)
        self.parts = [
            (part["name"], part["version"], {p["name"]: p["value"] for p in part["properties"]})
            for part in self.bill["components"]
        ]

    def named(self, part):
        return {(n, v) for n, v, properties in self.parts if properties["dateline:part"] == part}

    def test_bill_lists_what_is_installed(self):
        installed = in_root("dpkg-query", "-W", "-f=${Package} ${Version}\\n").splitlines()
        self.assertGreater(len(installed), 50)
        self.assertEqual(self.named("installed"), {tuple(line.split()) for line in installed})
        self.assertEqual(self.bill["bomFormat"], "CycloneDX")
        told = self.bill["metadata"]["component"]
        self.assertEqual(told["version"], json.loads(run("version", "--json").stdout)["version"])
        references = [part["bom-ref"] for part in self.bill["components"]]
        self.assertEqual(len(references), len(set(references)))
        for reference in references:
            self.assertRegex(reference, r"^pkg:deb/debian/[a-z0-9.%B-]+@[^ +:]+\?arch=\w+&distro=debian-13$")

    def test_bill_lists_what_only_went_into_the_binary(self):
        self.assertIn("libcli11-dev", {name for name, _ in self.named("compiled-in")})

    def test_every_part_keeps_its_copyright_notice(self):
        for name in {"dateline"} | {name for name, _, _ in self.parts}:
            notice = in_root("cat", f"/usr/share/doc/{name}/copyright")
            self.assertGreater(len(notice), 100, name)

    def test_runtime_list_is_what_the_binary_loads(self):
        loaded = in_root("ldd", "/usr/bin/dateline")
        self.assertNotIn("not found", loaded)
        headers = subprocess.run(
            ["readelf", "-d", ROOT / "usr/bin/dateline"], capture_output=True, text=True, check=True)
        wanted = set()
        for library in re.findall(r"\(NEEDED\).*\[(.*)\]", headers.stdout):
            owners = in_root("dpkg-query", "-S", f"*/{library}")
            wanted.add(owners.split(":")[0])
        # These two come with any C++ program; these two are data.
        wanted = wanted - {"libc6", "libgcc-s1", "libstdc++6"} | {"ca-certificates", "tzdata"}
        self.assertEqual(set(self.listed()), wanted)

    def listed(self):
        script = (SOURCE / "deploy/install.sh").read_text()
        common = re.search(r'^runtime="([^"]*)"', script, re.M)[1]
        newer = re.search(r'^  \*\)\n.*?runtime="\$runtime ([^"]*)"', script, re.M | re.S)[1]
        return common.split() + newer.split()

    def test_nothing_of_the_build_is_left(self):
        for place in ("src", "out", "tmp", "mnt", "var/lib/apt/lists", "var/log/apt"):
            there = ROOT / place
            self.assertEqual([] if not there.exists() else os.listdir(there), [], place)
        self.assertFalse((ROOT / "usr/share/doc/dateline/compiled-in").exists())
        self.assertNotEqual(subprocess.run(["chroot", ROOT, "sh", "-c", "command -v cc"]).returncode, 0)


class Work(unittest.TestCase):
    """In the confinement of contained.py."""

    def setUp(self):
        self.page = FOLDER / "page.html"
        self.page.write_text(PAGE)

    def test_cleans_a_page(self):
        url = "https://paper.example/sea/ferry"
        done = run("clean", str(self.page), "--url", url, show=[self.page])
        self.assertEqual(done.returncode, 0, done.stderr)
        article = json.loads(done.stdout)
        text = json.dumps(article)
        self.assertIn("Two tugs pulled it free at the second attempt", text)
        self.assertNotIn("At sea", text)

    def test_reads_the_configuration_that_is_mounted_at_the_usual_place(self):
        mounted = FOLDER / "configuration"
        mounted.mkdir(exist_ok=True)
        (mounted / "dateline.yaml").write_text("app: news\n")
        told = run("config", "show", "--changed", show=[f"{mounted}:/etc/dateline"])
        self.assertEqual(told.returncode, 0, told.stderr)
        self.assertRegex(told.stdout, r"app +news +/etc/dateline/dateline.yaml:1")

    def test_waits_for_a_broker_until_it_is_ended(self):
        command = contained(
            "--set", "kafka.brokers=127.0.0.1:1", "--set", "http.listen=127.0.0.1:0",
            "--set", f"state.dir={FOLDER}/state", "--set", "log.format=json", "run")
        with subprocess.Popen(command, stderr=subprocess.PIPE) as service:
            self.await_line(service, b"waiting for brokers")
            service.terminate()
            service.stderr.read()
            self.assertEqual(service.wait(PATIENCE_S), 0)

    def await_line(self, service, text):
        seen = b""
        while text not in seen:
            ready, _, _ = select.select([service.stderr], [], [], PATIENCE_S)
            more = os.read(service.stderr.fileno(), 65536) if ready else b""
            if not more:
                service.kill()
                self.fail(seen.decode())
            seen += more

    def test_root_is_read_only_and_privileges_are_gone(self):
        script = "grep -E '^(Uid|Gid|CapBnd|CapEff|NoNewPrivs)' /proc/self/status; : > /etc/trace"
        saved = read_json("config.json")
        other = dict(saved, config=dict(saved["config"], Entrypoint=["sh"]))
        try:
            (FOLDER / "config.json").write_text(json.dumps(other))
            told = run("-c", script)
        finally:
            (FOLDER / "config.json").write_text(json.dumps(saved))
        self.assertIn("Read-only file system", told.stderr)
        self.assertEqual(
            [line.split()[1] for line in told.stdout.splitlines()],
            ["65532", "65532", "0" * 16, "0" * 16, "1"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
