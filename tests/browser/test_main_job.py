"""The main job in a real browser, with the whole bot behind it, by both transports."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from slackbot.blocks import card, details_form, receipt
from slackbot.blocks import report_form as form
from slackbot.blocks.catalogue import NONE_AND_SOMEBODY
from slackbot.demo.cast import ASHA, CARO, DEV, GWEN, TRIAGE
from slackbot.demo.running import Demo
from tests.browser import walks
from tests.browser.hands import Hand, Keyboard, Mouse
from tests.browser.screens import DESK, PHONE, PageAt, Size, form_of
from tests.browser.workplace import close_all, without_the_bot, working

pytestmark = pytest.mark.browser

WORD = "I have read it, and I will stay with it."
SENTENCE = "We have raised your complaint with the General Secretary's office today."
MOST_ANSWERS = 5
MOUSE_AT_A_DESK = (DESK, Mouse)
KEYBOARD_ON_A_PHONE = (PHONE, Keyboard)
Ways = tuple[Size, Callable[[Page], Hand]]


@pytest.fixture(scope="module", params=["socket", "http"])
def either(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Demo]:
    """The whole product; steps are told at once. Once by each transport."""
    folder = tmp_path_factory.mktemp("main-job")
    with working(folder, over_http=request.param == "http") as demo:
        yield demo


@pytest.fixture
def demo(either: Demo) -> Iterator[Demo]:
    yield either
    close_all(either)


@pytest.fixture(scope="module")
def waiting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The same by Socket Mode alone, where a step is told an hour later."""
    folder = tmp_path_factory.mktemp("undo")
    with working(folder, step_wait=timedelta(hours=1)) as demo:
        yield demo


@pytest.fixture
def patient(waiting: Demo) -> Iterator[Demo]:
    yield waiting
    close_all(waiting)


@pytest.mark.parametrize(
    "ways", [MOUSE_AT_A_DESK, KEYBOARD_ON_A_PHONE], ids=["mouse", "keyboard"]
)
def test_a_complaint_is_reported_worked_on_and_followed(
    page_at: PageAt, demo: Demo, ways: Ways
) -> None:
    size, hand_of = ways
    asha, caro = (hand_of(page_at(size, demo.sandbox.url, who)) for who in (ASHA, CARO))
    ref = walks.report(asha)
    walks.add_details(asha)

    walks.take(caro, ref)
    expect(walks.card_of(caro.page, ref)).to_contain_text("Caro Lindqvist has it.")
    file = walks.open_file(caro, ref)
    expect(file).to_contain_text(walks.TOLD)
    expect(file).to_contain_text("Edmund Vaile")
    walks.close(caro)
    walks.acknowledge(caro, ref, WORD)
    expect(form_of(caro.page)).to_contain_text(f"{ref} is now: acknowledged")
    walks.close(caro)
    sentence = walks.begin_move(caro, ref, "RAISED")
    expect(sentence).to_have_value(
        "Your complaint has been raised with the General Secretary."
    )
    caro.write(sentence, SENTENCE)
    walks.finish_move(caro)
    walks.close(caro)

    walks.go_to(asha, "app")
    expect(asha.page.locator("#messages")).to_contain_text(
        f"{ref}: raised with the General Secretary."
    )
    assert "General Secretary's office today" not in asha.page.locator("#log").inner_text()
    status = walks.open_status(asha, ref)
    for words in (walks.TOLD, WORD, SENTENCE, "Caro Lindqvist has taken it."):
        expect(status).to_contain_text(words)


@pytest.mark.parametrize("hand_of", [Mouse, Keyboard])
def test_step_one_takes_at_most_five_answers(
    page_at: PageAt, patient: Demo, hand_of: Callable[[Page], Hand]
) -> None:
    gwen = hand_of(page_at(PHONE, patient.sandbox.url, GWEN))
    walks.open_form(gwen)
    gwen.answers = 0
    assert form_of(gwen.page).locator(".block-input").count() <= MOST_ANSWERS
    walks.answer(gwen)
    walks.send(gwen)
    assert walks.received(gwen)
    assert gwen.answers <= MOST_ANSWERS


def test_a_step_that_is_undone_in_time_is_told_to_nobody(
    page_at: PageAt, patient: Demo
) -> None:
    asha, caro = (Mouse(page_at(DESK, patient.sandbox.url, who)) for who in (ASHA, CARO))
    ref = walks.report(asha)
    walks.close(asha)
    walks.take(caro, ref)
    walks.begin_move(caro, ref, "RAISED")
    walks.finish_move(caro)
    expect(walks.card_of(caro.page, ref)).to_contain_text("raised with the General Secretary")
    form_of(caro.page).get_by_role("button", name=f"Undo this step of {ref}").click()
    caro.page.get_by_role("alertdialog").get_by_role("button", name="Undo").click()
    expect(walks.card_of(caro.page, ref)).to_contain_text(f"{ref} · received")
    walks.go_to(asha, "app")
    status = walks.open_status(asha, ref)
    expect(status).to_contain_text("received")
    expect(asha.page.locator("#messages")).not_to_contain_text("raised")


def test_a_missing_answer_is_asked_for_under_its_field(page_at: PageAt, patient: Demo) -> None:
    asha = Mouse(page_at(PHONE, patient.sandbox.url, ASHA))
    walks.open_form(asha)
    walks.control(asha.page, form.STATEMENT).fill(walks.TOLD)
    walks.send(asha)
    for question in (form.DANGER, form.KEPT):
        expect(walks.error_of(asha.page, question)).to_be_visible()
    expect(walks.error_of(asha.page, form.STATEMENT)).to_have_count(0)
    expect(walks.control(asha.page, form.STATEMENT)).to_have_value(walks.TOLD)


def test_answers_that_contradict_each_other_are_told_by_the_bot(
    page_at: PageAt, demo: Demo
) -> None:
    asha = Mouse(page_at(PHONE, demo.sandbox.url, ASHA))
    walks.open_form(asha)
    walks.answer(asha)
    asha.tick(walks.box(asha.page, form.KEPT, CARO))
    walks.send(asha)
    expect(walks.error_of(asha.page, form.KEPT)).to_contain_text(NONE_AND_SOMEBODY)
    expect(walks.box(asha.page, form.KEPT, CARO)).to_be_checked()


def test_nothing_that_was_typed_is_lost_while_the_bot_is_down(
    page_at: PageAt, demo: Demo
) -> None:
    asha = Mouse(page_at(PHONE, demo.sandbox.url, ASHA))
    walks.open_form(asha)
    walks.answer(asha)
    with without_the_bot(demo):
        walks.send(asha)
        trouble = form_of(asha.page).locator(".trouble")
        expect(trouble).to_contain_text("We had some trouble connecting. Try again?")
        expect(walks.control(asha.page, form.STATEMENT)).to_have_value(walks.TOLD)
    walks.send(asha)
    ref = walks.received(asha)
    walks.close(asha)
    walks.go_to(asha, "app")
    assert walks.open_status(asha, ref)


def test_of_two_who_take_it_at_once_one_has_it(page_at: PageAt, demo: Demo) -> None:
    gwen = Mouse(page_at(PHONE, demo.sandbox.url, GWEN))
    ref = walks.report(gwen)
    both = [page_at(DESK, demo.sandbox.url, who, TRIAGE) for who in (CARO, DEV)]
    takes = [
        walks.card_of(page, ref).locator(f"[data-action-id='{card.TAKE}']") for page in both
    ]
    for take in takes:
        take.wait_for()
    for take in takes:
        take.evaluate("button => void button.click()")  # returns before the bot has answered
    has_it = re.compile("(Caro Lindqvist|Dev Okafor) has it")
    for page in both:
        expect(walks.card_of(page, ref)).to_contain_text(has_it)
    owner = has_it.search(walks.card_of(both[0], ref).inner_text())
    assert owner
    loser = both[1] if owner[1].startswith("Caro") else both[0]
    expect(loser.locator("#messages > .ephemeral").last).to_contain_text("has it already")


def test_whoever_must_not_know_sees_nothing(page_at: PageAt, demo: Demo) -> None:
    gwen = Mouse(page_at(PHONE, demo.sandbox.url, GWEN))
    hidden = walks.report(gwen, kept=CARO)
    walks.close(gwen)
    known = walks.report(gwen)
    caro = page_at(DESK, demo.sandbox.url, CARO, TRIAGE)
    expect(walks.card_of(caro, known)).to_be_visible()
    dev = page_at(DESK, demo.sandbox.url, DEV, "dm")
    expect(walks.card_of(dev, hidden)).to_be_visible()
    for place in (TRIAGE, "dm", "home"):
        caro.goto(f"{demo.sandbox.url}/#as={CARO}&at={place}")
        caro.reload()
        caro.wait_for_selector("body[data-ready]")
        assert hidden not in caro.content()


def test_details_can_be_added_again_from_home(page_at: PageAt, patient: Demo) -> None:
    asha = Mouse(page_at(PHONE, patient.sandbox.url, ASHA))
    ref = walks.report(asha)
    walks.close(asha)
    walks.go_to(asha, "app")
    status = walks.open_status(asha, ref)
    status.locator(f"[data-action-id='{receipt.ADD_DETAILS}']").click()
    walks.view(asha.page, details_form.CALLBACK_ID)
