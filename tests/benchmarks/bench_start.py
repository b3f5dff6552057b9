"""From nothing to ready, and how much memory the whole app takes."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.error import HTTPError, URLError

import yaml

from slackbot.demo.cast import LEADS, TRIAGE, channels, members
from slackbot.demo.running import free_port
from slackbot.records.sealed import new_key
from slackbot.sandbox import Sandbox

ROUNDS = 5
_PATIENCE = 20.0


def test_start_to_ready_and_memory(tmp_path: Path) -> None:
    """The whole program over a socket, against the floor of importing Bolt and SQLAlchemy."""
    manifest = yaml.safe_load(Path("manifest.yml").read_text())
    with Sandbox(manifest=manifest, members=members(), channels=channels()) as box:
        floors, starts, sizes = [], [], []
        for number in range(ROUNDS):
            floors.append(_import_floor())
            seconds, kilobytes = _start(box, tmp_path / f"{number}.db")
            starts.append(seconds)
            sizes.append(kilobytes)
    starts.sort()
    floors.sort()
    middle = ROUNDS // 2
    print(f"\nstart to ready: {starts[middle]:.2f} s, {starts[0]:.2f} at best;", end=" ")
    print(f"{starts[middle] / floors[middle]:.1f} × importing Bolt and SQLAlchemy;", end=" ")
    print(f"resident {max(sizes) / 1024:.0f} MB")


def _import_floor() -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import slack_bolt, sqlalchemy.orm"], check=True)
    return time.perf_counter() - began


def _start(box: Sandbox, database: Path) -> tuple[float, int]:
    port = free_port()
    settings = {
        "SLACK_BOT_TOKEN": box.bot_token,
        "SLACK_APP_TOKEN": box.app_token,
        "SLACK_API_URL": box.api_url,
        "SLACK_TRIAGE_CHANNEL": TRIAGE,
        "LEADS": ",".join(LEADS),
        "SEALING_KEYS": new_key(),
        "DATABASE_URL": f"sqlite:///{database}",
        "PORT": str(port),
    }
    began = time.perf_counter()
    command = [sys.executable, "-m", "slackbot", "serve"]
    with subprocess.Popen(
        command, env=os.environ | settings, stderr=subprocess.DEVNULL
    ) as bot:
        try:
            _wait_ready(port, began)
            took = time.perf_counter() - began
            time.sleep(1)  # the directory and the first look at the channel are in it as well
            return took, _resident(bot.pid)
        finally:
            bot.terminate()
            bot.wait(_PATIENCE)


def _wait_ready(port: int, began: float) -> None:
    while time.perf_counter() - began < _PATIENCE:
        try:
            with urllib.request.urlopen(
                f"http://127.0.0.1:{port}/readyz", timeout=1
            ) as answer:
                json.load(answer)
                return
        except (HTTPError, URLError, OSError):
            time.sleep(0.02)
    raise TimeoutError("not ready")


def _resident(process: int) -> int:
    status = Path(f"/proc/{process}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1])
