"""The queue and a complaint, among a thousand complaints and among a hundred thousand."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from uuid import uuid4

from sqlalchemy import insert

from slackbot.casework import Casework, utc_now
from slackbot.demo.cast import ASHA, CARO
from slackbot.records.base import rows_of
from slackbot.records.case import Case
from slackbot.records.complaint import Complaint
from slackbot.records.sealed import DataKey
from slackbot.rules.reference import ALPHABET, ComplaintRef, new_reference
from slackbot.rules.report import FormKey, Report
from tests.benchmarks.servers import fill, make_settings

FEW, MANY = 1_000, 100_000
TIMES = 60
MILLISECONDS = 1000
_BATCH = 5_000


def test_pages_do_not_grow_with_the_record(tmp_path: Path) -> None:
    """Both records are read in turns, in one run."""
    few, many = (_record(tmp_path, count) for count in (FEW, MANY))
    for name, read in _READS.items():
        small, large = _in_turns(partial(read, few), partial(read, many))
        ratio = median(large) / median(small)
        print(f"\n{name}: {ratio:.2f} × with {MANY:,} instead of {FEW:,} complaints;", end="")
        print(f" {median(large) * MILLISECONDS:.1f} ms")


_READS: dict[str, Callable[[Casework], object]] = {
    "first page of the queue": lambda casework: casework.reading.queue(CARO),
    "App Home of a caseworker": lambda casework: casework.reading.home(CARO),
    "a complaint opened": lambda casework: casework.reading.open_file(
        _newest(casework), by=CARO
    ),
    "one's own list": lambda casework: casework.reading.mine(ASHA),
}


def _newest(casework: Casework) -> ComplaintRef:
    return casework.reading.mine(ASHA)[0].ref


def _record(folder: Path, count: int) -> Casework:
    url = f"sqlite:///{folder}/{count}.db"
    casework = fill(url, make_settings(url, "http://127.0.0.1:9/api/"))
    for number in range(20):
        casework.intake.file(
            Report(FormKey(f"own-{number}"), ASHA, "What happened.", urgent=False)
        )
    _copy(casework, count)
    return casework


def _copy(casework: Casework, count: int) -> None:
    """Fill the record with other people's complaints, sealed texts and keys and all."""
    with casework.desk.database.begin() as session:
        complaint, key, case = (rows_of(model) for model in (Complaint, DataKey, Case))
        pattern = dict(session.execute(complaint.select().limit(1)).mappings().one())
        wrapped = session.execute(key.select().limit(1)).mappings().one()["wrapped"]
        sealing = casework.desk.vault.keyring.newest
        for begun in range(0, count, _BATCH):
            ids = [uuid4() for _ in range(min(_BATCH, count - begun))]
            refs = _references(begun, len(ids))
            fresh = [
                pattern
                | {"id": each, "form_key": each.hex, "ref": ref, "reporter": each.hex[:12]}
                for each, ref in zip(ids, refs, strict=True)
            ]
            keys = [
                {
                    "owner": each,
                    "sealing_key": sealing,
                    "wrapped": wrapped,
                    "made_at": utc_now(),
                }
                for each in ids
            ]
            cases = [
                {
                    "id": uuid4(),
                    "complaint_id": each,
                    "position": 1,
                    "member_reported": "not known",
                    "status": pattern["status"],
                }
                for each in ids
            ]
            session.execute(insert(complaint), fresh)
            session.execute(insert(key), keys)
            session.execute(insert(case), cases)


def _references(begin: int, count: int) -> list[ComplaintRef]:
    """Count references up instead of drawing them, so that none comes twice."""
    digits = [
        [ALPHABET[number // len(ALPHABET) ** place % len(ALPHABET)] for place in range(6)]
        for number in range(begin, begin + count)
    ]
    return [_reference(each) for each in digits]


def _reference(signs: list[str]) -> ComplaintRef:
    left = iter(signs)
    return new_reference(lambda _: next(left))


def _in_turns(
    one: Callable[[], object], other: Callable[[], object]
) -> tuple[list[float], list[float]]:
    one()
    other()
    pairs = [(_time(one), _time(other)) for _ in range(TIMES)]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def _time(read: Callable[[], object]) -> float:
    began = time.perf_counter()
    read()
    return time.perf_counter() - began
