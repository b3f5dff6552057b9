"""A submission stored durably, against a bare Bolt app that commits two plain rows."""

import threading
from pathlib import Path
from statistics import median

import pytest
import yaml

from slackbot.demo.cast import channels, members
from slackbot.sandbox import Fault, Sandbox
from tests.benchmarks.load import keep_commanding, serving, submit_all

ROUNDS = 5
EACH = 160
MILLISECONDS = 1000


@pytest.mark.parametrize("at_once", [1, 16])
def test_a_stored_submission(tmp_path: Path, at_once: int) -> None:
    """Rounds of floor and ours take turns, so that both meet the same noise."""
    plain, sealed = (f"sqlite:///{tmp_path}/{name}.db" for name in ("floor", "ours"))
    ratios, slow = [], []
    with serving("floor", plain) as floor, serving("ours", sealed) as ours:
        for server in (floor, ours):
            submit_all(server, 2 * at_once + 20, at_once)  # warm
        for _ in range(ROUNDS):
            base = submit_all(floor, EACH, at_once)
            timed = submit_all(ours, EACH, at_once)
            ratios.append(median(timed) / median(base))
            slow += timed
    slow.sort()
    p50, p99 = (slow[int(len(slow) * share)] * MILLISECONDS for share in (0.5, 0.99))
    print(f"\nSQLite, {at_once} at once: {median(ratios):.2f} × the floor", end="")
    print(f" (of rounds: {min(ratios):.2f} to {max(ratios):.2f}); p50 {p50:.1f} ms,", end="")
    print(f" p99 {p99:.1f} ms of {len(slow)}")


def test_a_stored_submission_while_slack_hangs(tmp_path: Path) -> None:
    """Sixteen forms wait to be opened by a Slack that takes two seconds."""
    manifest = yaml.safe_load(Path("manifest.yml").read_text())
    with Sandbox(manifest=manifest, members=members(), channels=channels()) as box:
        box.faults.always("views.open", Fault.slow(2.0))
        with serving("ours", f"sqlite:///{tmp_path}/ours.db", box.api_url) as ours:
            submit_all(ours, 32, 16)
            leave = threading.Event()
            hanging = [
                threading.Thread(target=keep_commanding, args=(ours, leave)) for _ in range(16)
            ]
            for thread in hanging:
                thread.start()
            timed = sorted(submit_all(ours, 4 * EACH, 16))
            leave.set()
            for thread in hanging:
                thread.join()
    p50, p99 = (timed[int(len(timed) * share)] * MILLISECONDS for share in (0.5, 0.99))
    print(f"\nSQLite, 16 at once while 16 views.open hang: p50 {p50:.1f} ms,", end="")
    print(f" p99 {p99:.1f} ms of {len(timed)}")
