"""A slip can be undone before anybody has been told of it."""

from slackbot.demo.cast import ASHA, CARO
from tests.scenarios import deeds
from tests.scenarios.stage import LATER, Stage, playing

UNDONE = """\
Asha, by DM
+ RA-1: received, and stored. Press Open to read more. [Open]
the triage channel: cards
+ RA-1 · received / Not urgent. / Received ‹time› (‹time›). / Nobody has it yet. [Open]
    [Take] [Acknowledge] [Move on…]
~ RA-1 · before a panel / Not urgent. / Received ‹time› (‹time›). / Nobody has it yet.
    [Open] [Take] [Move on…]
~ RA-1 · received / Not urgent. / Received ‹time› (‹time›). / Nobody has it yet. [Open]
    [Take] [Acknowledge] [Move on…]"""


def test_nobody_is_told_of_a_step_that_is_undone_in_time(record: str, over_http: bool) -> None:
    with playing(record, over_http=over_http, policy=LATER) as stage:
        ref = deeds.report(stage, ASHA)
        caro = deeds.move(stage, CARO, ref, "PANEL")
        caro.press("undo_step")
        stage.settle()
        assert stage.told() == UNDONE
        assert stage.service.casework.posting.owed_count() == 0


def test_undo_is_not_offered_once_the_reporter_has_been_told(socket: Stage) -> None:
    ref = deeds.report(socket, ASHA)
    caro = deeds.move(socket, CARO, ref, "PANEL")
    assert "The reporter is told now." in socket.shown(caro.view)
    assert "Undo" not in socket.shown(caro.view)
    assert "before a panel" in deeds.card_of(caro, ref)["text"]
