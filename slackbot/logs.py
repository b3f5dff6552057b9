"""What the program says about itself: one line of JSON each, and never what a person wrote."""

import json
import logging
import sys
import threading
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

FIELDS = frozenset({"ref", "notice", "tag", "method", "status", "count", "seconds", "error"})
"""What `extra=` may add to a line; whatever else is given is left out."""

OURS = "slackbot"
_WITHHELD = "a library said something (its words are withheld)"
_TALKATIVE = ("slack_bolt", "slack_sdk", "sqlalchemy", "alembic", "waitress", "urllib3")
_DEEPEST = 5
_PLAIN = (str, int, float)
_ROOT = Path(__file__).resolve().parent.parent


def configure(stream: TextIO | None = None, level: int = logging.INFO) -> None:
    """Write lines to `stream` (standard error): ours from `level`, libraries' warnings.

    Bolt logs a whole request where its signature is wrong (at INFO) or where a middleware
    forgets to answer (at WARNING); the SDK logs all that it sends (at DEBUG). So libraries
    never speak below WARNING, and of what they say only the place is written.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger(OURS).setLevel(level)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    # A handler that cannot write would print the record itself, arguments and all.
    logging.raiseExceptions = False
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread
    sys.unraisablehook = _unraisable


def bolt_logger() -> logging.Logger:
    """Give Bolt a logger whose level its own loggers copy.

    Its warnings hold requests, or tell what we know (that the token is not from the
    environment); what goes wrong in a request is logged by us.
    """
    logger = logging.getLogger("slack_bolt")
    logger.setLevel(logging.ERROR)
    return logger


class JsonFormatter(logging.Formatter):
    """Makes a line of what is allowed to be known, and of nothing else."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without its end."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(
                timespec="milliseconds"
            ),
            "level": record.levelname.lower(),
            "logger": record.name if _is_ours(record) else record.name.split(":")[0],
            "message": _message(record),
        }
        if not _is_ours(record):
            line["place"] = f"{record.module}:{record.lineno}"
        if record.exc_info and record.exc_info[1]:
            line |= {
                "error": name_of(record.exc_info[1]),
                "place": place_of(record.exc_info[2]),
            }
        line |= {name: _said(value) for name, value in vars(record).items() if name in FIELDS}
        return json.dumps(line, ensure_ascii=False)


def name_of(error: BaseException) -> str:
    """Name an error and what caused it by their classes: words can hold what people wrote."""
    names: list[str] = []
    seen: BaseException | None = error
    while seen is not None and len(names) < _DEEPEST:
        names.append(type(seen).__qualname__)
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return " < ".join(names)


def place_of(trace: TracebackType | None) -> str:
    """Say where something was raised: the last line of ours, and the last of all."""
    places = list(_places(trace))
    ours = [place for place in places if place.startswith(OURS)]
    return " … ".join(dict.fromkeys([*ours[-1:], *places[-1:]]))


def _places(trace: TracebackType | None) -> Iterable[str]:
    while trace is not None:
        code = trace.tb_frame.f_code
        file = Path(code.co_filename)
        name = file.relative_to(_ROOT) if file.is_relative_to(_ROOT / OURS) else file.name
        yield f"{name}:{trace.tb_lineno} {code.co_name}"
        trace = trace.tb_next


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")


def _is_ours(record: logging.LogRecord) -> bool:
    return record.name == OURS or record.name.startswith(f"{OURS}.")


def _message(record: logging.LogRecord) -> str:
    if not _is_ours(record):
        return _WITHHELD
    # A single dict comes bare instead of in a tuple, for formats that name its keys.
    given = record.args if isinstance(record.args, tuple) else (record.args,)
    try:
        return str(record.msg) % tuple(map(_said, given)) if record.args else str(record.msg)
    except (TypeError, ValueError):  # a wrong format must not cost the line
        return str(record.msg)


def _said(value: object) -> object:
    """Let through words and numbers that our own code chose; errors by class only."""
    if isinstance(value, BaseException):
        return name_of(value)
    return value if isinstance(value, _PLAIN) else type(value).__qualname__


def _uncaught(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger(OURS).critical("uncaught", exc_info=(kind, error, trace))


def _uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
        _uncaught(args.exc_type, args.exc_value, args.exc_traceback)


def _unraisable(args: "sys.UnraisableHookArgs") -> None:
    if args.exc_value is not None:
        _uncaught(args.exc_type, args.exc_value, args.exc_traceback)
