"""Nothing leaves the record but through `visible_to`, or for a reason that stands here."""

import ast
from collections.abc import Iterator

import pytest

from tests.needs import ROOT

GUARDED = {"Complaint", "Case", "Step", "Addition", "Notice", "Conflict"}
READS = {"select", "get", "get_one", "aliased", "select_from", "join", "outerjoin", "query"}
DOOR = "visible_to"

GIVEN = "of a complaint that its caller has been given by visible_to"
EXCEPTIONS = {
    # What is read of a complaint once it has been found for somebody.
    "casework/additions.py _is_kept": f"an own addition {GIVEN}",
    "casework/additions.py _add_case": f"the cases {GIVEN}",
    "casework/cards.py _undelivered": f"counts {GIVEN}",
    "casework/danger.py _paged": f"who was paged {GIVEN}, or by the clockwork",
    "casework/files.py _told_statuses": f"the steps {GIVEN}",
    "casework/files.py _additions": f"the additions {GIVEN}",
    "casework/files.py _step_rows": f"the steps {GIVEN}",
    "casework/files.py _told_at": f"when they were told {GIVEN}",
    "casework/files.py _kept_from": f"the conflicts {GIVEN}, for the team alone",
    "casework/steps.py _undoable": f"a step {GIVEN}: another complaint's is refused",
    "casework/steps.py _withdraw": f"the notices of a step {GIVEN}",
    "casework/steps.py _moment": f"the time of the last step {GIVEN}",
    "casework/steps.py _cases": f"the cases {GIVEN}",
    "casework/steps.py newest_step": f"the newest step {GIVEN}",
    "casework/triage.py _kept": f"a step of the same form {GIVEN}",
    "casework/triage.py told_otherwise": f"the notice {GIVEN}, by _find_by_notice",
    "casework/triage.py _name_conflict": f"one conflict {GIVEN}",
    "casework/undelivered.py _steps": f"the steps that failed to be told {GIVEN}",
    "casework/owing.py owe_role_news": "an unsent notice of roles; of no complaint",
    "casework/undelivered.py undelivered_of": f"what failed {GIVEN}",
    # What nobody is shown: who is kept out must be known before anybody is let in.
    "casework/conflicts.py keep_out": "stores conflicts; shows nothing",
    "casework/conflicts.py _page_again": "who was paged; shows nothing",
    "casework/conflicts.py replan_all": "moves cards away from whom they are hidden",
    "casework/named.py _pages": "looks for a name in everything; stores conflicts only",
    "casework/named.py _found_on": "the same",
    "casework/team.py kept_out": "who is kept out; shows nothing",
    "casework/guard.py (module)": f"what is compared with its seal {GIVEN}, or by verify",
    "casework/guard.py change_guard": f"the guard {GIVEN}; shows nothing",
    "casework/posting.py _altered": "the reference of what was altered, for the log alone",
    "casework/checking.py (module)": "audit verify: references of what was altered",
    "casework/intake.py (module)": "the sender's own form again: only the sender's rows match",
    "casework/danger.py widen_pages": "the clockwork; pages those who may see it only",
    # The courier: what is owed was planned for its recipient, and is asked again here.
    "casework/posting.py _next_due": "the courier's next notice; fate_of asks visible_to",
    "casework/posting.py next_due": "when the courier is to look again; a time and no more",
    "casework/posting.py owed_count": "one figure over all for the metrics, not for a person",
    "casework/posting.py _after": "what became of a notice; shows nothing",
    "casework/promises.py fate_of": "asks visible_to in _may_still_know before it is sent",
    "casework/promises.py facts_of": "after fate_of has asked visible_to",
    "casework/promises.py _status": "the status of the step that the notice tells",
}


def _aliases(tree: ast.Module) -> set[str]:
    """Collect the names under which a module knows our tables."""
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    known = {
        alias.asname or alias.name
        for node in imports
        if (node.module or "").startswith("slackbot.records")
        for alias in node.names
        if alias.name in GUARDED
    }
    bare = [node for node in tree.body if isinstance(node, ast.Assign)]
    same = [target for node in bare if _is_table(node.value, known) for target in node.targets]
    return known.union(*map(_names, same))


def _is_table(value: ast.expr, known: set[str]) -> bool:
    """Say whether it is a table under another name, as `Complaint.__table__` is."""
    if isinstance(value, ast.Tuple):
        return any(_is_table(each, known) for each in value.elts)
    if isinstance(value, ast.Call):
        return _called(value) == "rows_of" and bool(_names(value) & known)
    return isinstance(value, ast.Attribute | ast.Name) and bool(_names(value) & known)


def _called(node: ast.Call) -> str:
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _names(node: ast.AST) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def _reads(function: ast.AST, tables: set[str]) -> bool:
    """Say whether a function selects from a guarded table, by a name or in plain SQL."""
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
    told = [name for node in calls if _called(node) in READS for name in _told(node)]
    parts = [node for node in ast.walk(function) if isinstance(node, ast.Attribute)]
    columns = {node.value.id for node in parts if isinstance(node.value, ast.Name)}
    selects = any(_called(node) == "select" for node in calls)
    in_sql = any(_called(n) == "text" and "complaint" in ast.dump(n).lower() for n in calls)
    return in_sql or bool((set(told) | (columns if selects else set())) & tables)


def _told(call: ast.Call) -> set[str]:
    return set().union(*(_names(argument) for argument in call.args))


def round_about(code: str) -> Iterator[str]:
    """Give the functions that select from a guarded table without `visible_to`."""
    tree = ast.parse(code)
    tables = _aliases(tree)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for function in functions:
        asks = any(_called(n) == DOOR for n in ast.walk(function) if isinstance(n, ast.Call))
        if not asks and _reads(function, tables):
            yield function.name
    outside = [
        node for node in tree.body if not isinstance(node, ast.FunctionDef | ast.ClassDef)
    ]
    if any(_reads(node, tables) for node in outside):
        yield "(module)"


def found() -> set[str]:
    package = ROOT / "slackbot"
    files = [file.relative_to(package) for file in package.rglob("*.py")]
    return {
        f"{file} {name}"
        for file in files
        if file.parts[-1] != "visibility.py" and "migrations" not in file.parts
        for name in round_about((package / file).read_text())
    }


def test_every_way_round_has_a_reason() -> None:
    assert found() - set(EXCEPTIONS) == set()


def test_no_reason_is_left_of_a_way_that_is_gone() -> None:
    assert set(EXCEPTIONS) - found() == set()


def test_a_card_in_the_channel_is_asked_for_by_who_is_kept_out() -> None:
    """It starts from visible_to for a DM, and from those kept out for the channel."""
    code = (ROOT / "slackbot/casework/showing.py").read_text()
    (chosen,) = [
        node
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.FunctionDef) and node.name == "_complaint"
    ]
    calls = {_called(node) for node in ast.walk(chosen) if isinstance(node, ast.Call)}
    assert {DOOR, "hides_from_channel", "kept_out"} <= calls


IMPORT = "from slackbot.records.complaint import Complaint as C\n"


@pytest.mark.parametrize(
    "body",
    [
        "select(C).where(C.ref == ref)",
        "select(func.count()).select_from(C)",
        "select(C.id)",
        "session.get(C, key)",
        "select(func.count()).where(C.is_open)",
        "session.scalar(select(Other).join(C))",
        "session.execute(text('SELECT ref FROM Complaint'))",
    ],
)
def test_a_way_round_is_found(body: str) -> None:
    assert list(round_about(f"{IMPORT}def f():\n    return {body}")) == ["f"]
    assert list(round_about(f"{IMPORT}x = {body}")) == ["(module)"]


@pytest.mark.parametrize("other", ["rows_of(C)", "C.__table__", "C"])
def test_a_table_under_another_name_is_found(other: str) -> None:
    code = (
        f"{IMPORT}_c = {other}\n_KEPT = select(_c.c.id)\ndef f():\n    return select(_c.c.ref)"
    )
    assert list(round_about(code)) == ["f", "(module)"]


def test_the_door_is_no_way_round() -> None:
    code = f"{IMPORT}def f():\n    return visible_to(by, seat).where(C.id.in_(select(C.id)))"
    assert list(round_about(code)) == []
