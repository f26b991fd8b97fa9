"""A worker of Kafka Connect as a process of this one, and its REST interface."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

PATIENCE_S = 180
BETWEEN_LOOKS_S = 0.3


def wait_for(what, condition):
    """The first answer of condition() that counts as true."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        found = condition()
        if found:
            return found
        time.sleep(BETWEEN_LOOKS_S)
    raise RuntimeError(f"in vain: {what}")


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Worker:
    """Standalone, with plugins below <folder>/plugins. It logs; a sink of it may print."""

    def __init__(self, folder, brokers):
        self.folder = folder
        self.base = f"http://127.0.0.1:{free_port()}"
        self.log_path, self.printed_path = f"{folder}/worker.log", f"{folder}/worker.out"
        settings = {
            "bootstrap.servers": brokers,
            "listeners": self.base,
            "key.converter": "org.apache.kafka.connect.storage.StringConverter",
            "value.converter": "org.apache.kafka.connect.storage.StringConverter",
            "offset.storage.file.filename": f"{folder}/offsets",
            "plugin.path": f"{folder}/plugins",
            "config.providers": "file",
            "config.providers.file.class":
                "org.apache.kafka.common.config.provider.FileConfigProvider",
        }
        with open(f"{folder}/worker.properties", "w", encoding="utf-8") as file:
            file.writelines(f"{key}={value}\n" for key, value in settings.items())
        # Apart: in one file a line of the log may fall into a long line that is printed.
        self.process = subprocess.Popen(
            ["java", "-Xmx700m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
             "-cp", f"{folder}/worker/*", "org.apache.kafka.connect.cli.ConnectStandalone",
             f"{folder}/worker.properties"],
            stdout=open(self.printed_path, "w", encoding="utf-8"),
            stderr=open(self.log_path, "w", encoding="utf-8"), stdin=subprocess.DEVNULL)

    def __enter__(self):
        wait_for("a worker", lambda: self.get("/connector-plugins?connectorsOnly=false"))
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def log(self):
        return read_whole_lines(self.log_path)

    def printed(self):
        """The JSON objects that sinks have printed."""
        lines = read_whole_lines(self.printed_path).splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]

    def get(self, path):
        """None while it does not answer."""
        if self.process.poll() is not None:
            raise RuntimeError(f"the worker has ended:\n{self.log()[-3000:]}")
        try:
            with urllib.request.urlopen(self.base + path) as answer:
                return json.load(answer)
        except urllib.error.URLError:
            return None

    def put(self, path, body):
        request = urllib.request.Request(
            self.base + path, method="PUT", data=json.dumps(body).encode(),
            headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def problems(self, config):
        """What the worker finds wrong with a connector's configuration, by option."""
        kind = config["connector.class"].rsplit(".", 1)[-1]
        answer = self.put(f"/connector-plugins/{kind}/config/validate", config)
        values = [one["value"] for one in answer["configs"]]
        return {one["name"]: one["errors"] for one in values if one["errors"]}

    def run(self, config):
        self.put(f"/connectors/{config['name']}/config", config)

    def demand_well(self, name):
        status = self.get(f"/connectors/{name}/status") or {}
        for task in status.get("tasks", []):
            if task["state"] == "FAILED":
                raise RuntimeError(f"{name}: {task['trace']}")


def read_whole_lines(path):
    """Without the last one while it is being written."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    return text[:text.rfind("\n") + 1]


def forget(path):
    subprocess.run(["rm", "-rf", path], check=True)
    os.makedirs(path)
