"""The page of the local workspace, in a real browser, with a tiny app behind it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from slackbot.sandbox import Sandbox
from tests.browser.form_app import card, form_app
from tests.browser.screens import DESK, PHONE, PageAt
from tests.sandbox.little_app import Door, client_of, workspace

pytestmark = pytest.mark.browser

MARKUP = "<img src=x onerror='hurt=1'><script>hurt=1</script> [x](javascript:hurt=1) *_~ &lt;b>"


@pytest.fixture
def box() -> Iterator[Sandbox]:
    with Door() as door, workspace(events_url=door.url) as running:
        door.put(form_app(running))
        yield running


def form_of(page: Page) -> Locator:
    return page.locator("dialog.modal[open]").last


def block(page: Page, block_id: str) -> Locator:
    return form_of(page).locator(f"[data-block-id='{block_id}']")


def control(page: Page, block_id: str) -> Locator:
    return block(page, block_id).locator("[data-action-id]")


def enter(page: Page, line: str) -> None:
    page.locator("#composer").fill(line)
    page.locator("#composer").press("Enter")


def opened(page: Page, line: str = "/form") -> Locator:
    enter(page, line)
    form_of(page).wait_for()
    return form_of(page)


def send(page: Page) -> None:
    form_of(page).locator("[data-submit]").click()


def submissions(box: Sandbox) -> list[dict[str, Any]]:
    sent = [one.payload for one in box.sent_to_bot]
    return [payload for payload in sent if payload.get("type") == "view_submission"]


def focused(page: Page) -> Any:
    return page.evaluate("document.activeElement.id || document.activeElement.textContent")


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_a_typed_command_opens_its_form(page_at: PageAt, box: Sandbox, size: Any) -> None:
    page = page_at(size, box.url, "UASHA", "CALL")
    expect(opened(page).get_by_role("heading", name="A form")).to_be_focused()


def test_commands_are_hinted_and_completed_by_keyboard(page_at: PageAt, box: Sandbox) -> None:
    page = page_at(DESK, box.url, "UASHA", "CALL")
    page.locator("#composer").press_sequentially("/fo")
    expect(page.get_by_role("option", name="/form [text]")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#composer")).to_have_value("/form ")


def test_a_command_that_fails_says_so_and_gives_the_line_back(
    page_at: PageAt, box: Sandbox
) -> None:
    page = page_at(DESK, box.url, "UASHA", "CALL")
    enter(page, "/unknown thing")
    expect(page.locator("#notices")).to_contain_text("/unknown")
    expect(page.locator("#composer")).to_have_value("/unknown thing")


def fill_all(page: Page) -> None:
    control(page, "line").fill("a line")
    control(page, "story").fill("two\nlines")
    control(page, "one").select_option("green")
    for value in ("left", "right"):
        control(page, "several").locator(f"input[value={value}]").check()
    control(page, "person").select_option("UBEN")
    control(page, "people").get_by_label("Asha Rahman").check()
    control(page, "radio").get_by_label("No").check()
    control(page, "boxes").get_by_label("Second").check()
    control(page, "day").fill("2026-11-30")
    control(page, "hour").fill("09:30")
    control(page, "link").fill("https://example.org/a?b=c&d")
    control(page, "mail").fill("asha@example.org")
    control(page, "number").fill("12")


def plainly(state: dict[str, Any]) -> Any:
    found = next(value for key, value in state.items() if key != "type")
    if isinstance(found, dict):
        return found["value"]
    if isinstance(found, list):
        return [one["value"] if isinstance(one, dict) else one for one in found]
    return found


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_every_kind_of_input_reaches_the_app(page_at: PageAt, box: Sandbox, size: Any) -> None:
    page = page_at(size, box.url, "UASHA", "CALL")
    opened(page)
    fill_all(page)
    send(page)
    expect(page.locator("dialog")).to_have_count(0)
    values = submissions(box)[0]["view"]["state"]["values"]
    assert {name: plainly(by_action["value"]) for name, by_action in values.items()} == {
        "line": "a line",
        "story": "two\nlines",
        "one": "green",
        "several": ["left", "right"],
        "person": "UBEN",
        "people": ["UASHA"],
        "radio": "no",
        "boxes": ["second"],
        "day": "2026-11-30",
        "hour": "09:30",
        "link": "https://example.org/a?b=c&d",
        "mail": "asha@example.org",
        "number": "12",
    }


def test_what_is_required_is_asked_for_before_the_app_hears_of_it(
    page_at: PageAt, box: Sandbox
) -> None:
    page = page_at(DESK, box.url, "UASHA", "CALL")
    opened(page)
    send(page)
    expect(control(page, "line")).to_be_focused()
    expect(block(page, "radio").locator(".field-error")).to_be_visible()
    assert submissions(box) == []


def test_too_long_a_text_is_refused_in_words_and_never_cut(
    page_at: PageAt, box: Sandbox
) -> None:
    page = page_at(DESK, box.url, "UASHA", "CALL")
    opened(page)
    fill_all(page)
    control(page, "story").fill("x" * 207)
    send(page)
    expect(block(page, "story").locator(".field-error")).to_contain_text("7 characters too long")
    expect(control(page, "story")).to_have_value("x" * 207)
    assert submissions(box) == []


@pytest.mark.parametrize(
    ("field", "typed"), [("link", "example"), ("mail", "asha"), ("number", "1.5")]
)
def test_an_address_or_number_that_is_none_is_refused(
    page_at: PageAt, box: Sandbox, field: str, typed: str
) -> None:
    page = page_at(DESK, box.url, "UASHA", "CALL")
    opened(page)
    fill_all(page)
    control(page, field).fill(typed)
    send(page)
    expect(control(page, field)).to_have_attribute("aria-invalid", "true")
    assert submissions(box) == []


def short_form(page: Page) -> Locator:
    page.get_by_role("button", name="Shortcuts").click()
    page.get_by_role("menuitem", name="Form").click()
    form_of(page).wait_for()
    return form_of(page)


def test_an_error_of_the_app_is_tied_to_its_field(page_at: PageAt, box: Sandbox) -> None:
    page = page_at(PHONE, box.url, "UASHA", "CALL")
    field = short_form(page).get_by_label("What")
    field.fill("wrong")
    send(page)
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile("Say it in other words"))
    expect(field).to_have_value("wrong")


def test_trouble_keeps_the_form_and_what_was_typed(page_at: PageAt, box: Sandbox) -> None:
    page = page_at(PHONE, box.url, "UASHA", "CALL")
    field = short_form(page).get_by_label("What")
    field.fill("fail")
    send(page)
    expect(form_of(page).get_by_role("alert")).to_have_text(
        "We had some trouble connecting. Try again?"
    )
    expect(field).to_have_value("fail")


def test_a_receipt_takes_the_place_of_the_form_and_is_read_out(
    page_at: PageAt, box: Sandbox
) -> None:
    page = page_at(PHONE, box.url, "UASHA", "CALL")
    short_form(page).get_by_label("What").fill("received")
    send(page)
    expect(form_of(page).get_by_role("heading", name="Received")).to_be_focused()
    expect(form_of(page)).to_contain_text("RA-7K3Q9FX")
    expect(form_of(page).locator("[data-submit]")).to_be_hidden()


def test_an_update_keeps_what_was_typed_and_ignores_a_new_first_text(
    page_at: PageAt, box: Sandbox
) -> None:
    page = page_at(DESK, box.url, "UASHA", "CALL")
    opened(page, "/form growing")
    control(page, "kept").fill("typed by hand")
    form_of(page).get_by_role("button", name="More room").click()
    expect(control(page, "second")).to_have_value("from the app, anew")
    expect(control(page, "kept")).to_have_value("typed by hand")


def test_an_update_while_someone_types_leaves_their_caret_alone(
    page_at: PageAt, box: Sandbox
) -> None:
    page = page_at(DESK, box.url, "UASHA", "CALL")
    opened(page, "/form growing")
    control(page, "kept").fill("before after")
    control(page, "kept").evaluate("node => node.setSelectionRange(6, 6)")
    client_of(box).chat_postMessage(channel="CBOTH", text="meanwhile")
    expect(page.locator("[data-at=CBOTH]")).to_contain_text("1 new")
    page.keyboard.type(" and")
    expect(control(page, "kept")).to_have_value("before and after")


def test_forms_stack_and_close_one_by_one(page_at: PageAt, box: Sandbox) -> None:
    page = page_at(DESK, box.url, "UASHA", "CALL")
    opened(page, "/form layers")
    for depth in (2, 3):
        form_of(page).get_by_role("button", name="Deeper").click()
        expect(form_of(page).get_by_role("heading", name=f"Layer {depth}")).to_be_focused()
    form_of(page).locator("[data-close]").click()
    expect(page.locator("dialog")).to_have_count(2)
    expect(form_of(page).get_by_role("button", name="Deeper")).to_be_focused()


def test_all_forms_close_at_once(page_at: PageAt, box: Sandbox) -> None:
    page = page_at(DESK, box.url, "UASHA", "CALL")
    opened(page, "/form layers").get_by_role("button", name="Deeper").click()
    expect(page.locator("dialog")).to_have_count(2)
    form_of(page).get_by_role("button", name="Close all").click()
    expect(page.locator("dialog")).to_have_count(0)


@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
def test_the_tab_key_stays_in_an_open_form(page_at: PageAt, box: Sandbox, key: str) -> None:
    page = page_at(DESK, box.url, "UASHA", "CALL")
    opened(page)
    inside = "document.querySelector('dialog').contains(document.activeElement)"
    for _ in range(40):
        page.keyboard.press(key)
        assert page.evaluate(inside)


def test_escape_closes_a_form_and_gives_the_focus_back(page_at: PageAt, box: Sandbox) -> None:
    page = page_at(DESK, box.url, "UASHA", "CALL")
    opened(page)
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    assert focused(page) == "composer"
    assert box.person("UASHA").view is None


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_a_form_is_filled_and_sent_by_keyboard_alone(
    page_at: PageAt, box: Sandbox, size: Any
) -> None:
    page = page_at(size, box.url, "UASHA", "CALL")
    reach(page, "Shortcuts")
    for key in ("Enter", "Enter"):
        page.keyboard.press(key)
    form_of(page).wait_for()
    reach(page, "What")
    page.keyboard.type("by keyboard")
    reach(page, "Send")
    page.keyboard.press("Enter")
    expect(page.locator("dialog")).to_have_count(0)
    values = submissions(box)[0]["view"]["state"]["values"]
    assert values["what"]["value"]["value"] == "by keyboard"


def reach(page: Page, name: str) -> None:
    """Press Tab until the control of this name has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        here = page.locator(":focus")
        if name in {here.get_attribute("aria-label"), *here.all_inner_texts(), label_of(here)}:
            return
    raise AssertionError(f"the Tab key does not reach {name}")


def label_of(here: Locator) -> Any:
    return here.evaluate("node => node.labels?.[0]?.innerText")


def test_nothing_that_people_write_becomes_markup(page_at: PageAt, box: Sandbox) -> None:
    page = page_at(DESK, box.url, "UASHA", "CBOTH")
    box.person("UBEN").say("CBOTH", MARKUP)
    client_of(box).chat_postMessage(channel="CBOTH", text=MARKUP)
    client_of(box).chat_postMessage(
        channel="CBOTH", text="x", blocks=[{**card(MARKUP)[0]}, *headed(MARKUP)]
    )
    expect(page.locator("#messages > [data-ts]")).to_have_count(3)
    assert page.locator("#messages :is(img, script, iframe, b)").count() == 0
    assert page.locator("#messages a").count() == 0
    assert page.evaluate("window.hurt") is None
    expect(page.locator("#messages > [data-ts]").first).to_contain_text(
        "<img src=x onerror='hurt=1'>"
    )


def headed(words: str) -> list[dict[str, Any]]:
    return [{"type": "header", "text": {"type": "plain_text", "text": words}}]


def test_plain_text_stands_as_it_was_written(page_at: PageAt, box: Sandbox) -> None:
    page = page_at(DESK, box.url, "UASHA", "CBOTH")
    client_of(box).chat_postMessage(channel="CBOTH", text="x", blocks=headed(MARKUP))
    expect(page.locator("#messages").get_by_role("heading")).to_have_text(MARKUP)


def test_mrkdwn_is_formatted(page_at: PageAt, box: Sandbox) -> None:
    page = page_at(DESK, box.url, "UASHA", "CBOTH")
    words = "*bold* _lean_ ~gone~ `code` <https://example.org|there> <@UBEN> <!here> 2*3*4 a_b_c"
    client_of(box).chat_postMessage(channel="CBOTH", text=words)
    text = page.locator("#messages .text")
    for tag, inside in [("strong", "bold"), ("em", "lean"), ("s", "gone"), ("code", "code")]:
        expect(text.locator(tag)).to_have_text(inside)
    expect(text.get_by_role("link", name="there")).to_have_attribute(
        "href", "https://example.org"
    )
    expect(text).to_have_text("bold lean gone code there @Ben Cole @here 2*3*4 a_b_c")


def test_a_date_is_told_in_the_readers_zone(page_at: PageAt, box: Sandbox) -> None:
    page = page_at(DESK, box.url, "UASHA", "CBOTH")
    words = "by <!date^1751328000^{date_long} {time}|1 July>"  # 2025-07-01, 00:00 UTC
    client_of(box).chat_postMessage(channel="CBOTH", text=words)
    expect(page.locator("#messages time").last).to_have_text(
        re.compile("Tuesday,? 1 July 2025 01:00")
    )


def test_a_question_is_asked_before_and_no_means_no(page_at: PageAt, box: Sandbox) -> None:
    page = page_at(PHONE, box.url, "UASHA", "CBOTH")
    client_of(box).chat_postMessage(channel="CBOTH", text="a card", blocks=card())
    page.get_by_role("button", name="Take RA-7K3Q9FX").click()
    question = page.get_by_role("alertdialog", name="Take it?")
    expect(question.get_by_role("button", name="Leave it")).to_be_focused()
    page.keyboard.press("Enter")
    expect(question).to_have_count(0)
    page.get_by_role("button", name="Take RA-7K3Q9FX").click()
    question.get_by_role("button", name="Take it").click()
    expect(page.locator("#messages")).to_contain_text("taken by @Asha Rahman")
    expect(page.locator("#messages")).to_contain_text("(edited)")
    actions = [p for p in box.sent_to_bot if p.payload.get("type") == "block_actions"]
    assert len(actions) == 1


def test_an_answer_for_one_is_seen_by_nobody_else(page_at: PageAt, box: Sandbox) -> None:
    page = page_at(DESK, box.url, "UASHA", "CALL")
    enter(page, "/form help")
    expect(page.locator("#messages .ephemeral")).to_contain_text("Only visible to you")
    page.locator("#member").select_option("UBEN")
    expect(page).to_have_url(re.compile("as=UBEN"))
    expect(page.locator("#no-messages")).to_be_visible()


def test_the_home_tab_shows_what_the_app_publishes_then(
    page_at: PageAt, box: Sandbox
) -> None:
    page = page_at(PHONE, box.url, "UBEN")
    page.locator("[data-at=app]").click()
    expect(page.get_by_role("tabpanel", name="Home")).to_contain_text("Your own page")
    page.get_by_role("button", name="Start").click()
    form_of(page).wait_for()


def test_nobody_can_write_to_the_app(page_at: PageAt, box: Sandbox) -> None:
    page = page_at(DESK, box.url, "UASHA", "home")
    page.get_by_role("tab", name="Messages").click()
    expect(page.get_by_text("Sending messages to this app has been turned off.")).to_be_visible()
    expect(page.locator("#composer")).to_be_hidden()


def test_a_message_shortcut_is_reached_from_the_message(page_at: PageAt, box: Sandbox) -> None:
    page = page_at(PHONE, box.url, "UASHA", "CALL")
    box.person("UBEN").say("CALL", "if a < b & c")
    page.get_by_role("button", name="More actions for the message of Ben Cole").click()
    page.get_by_role("menuitem", name="This").click()
    expect(form_of(page)).to_contain_text("if a < b & c")


def test_a_new_message_is_told_to_screen_readers_and_counted(
    page_at: PageAt, box: Sandbox
) -> None:
    page = page_at(DESK, box.url, "UASHA", "CALL")
    client_of(box).chat_postMessage(channel="CBOTH", text="there is news")
    expect(page.locator("#announcer")).to_contain_text("both from Little App: there is news")
    expect(page.locator("[data-at=CBOTH]")).to_have_accessible_name("both , channel 1 new")


def test_a_phone_shows_one_pane_at_a_time(page_at: PageAt, box: Sandbox) -> None:
    page = page_at(PHONE, box.url, "UASHA")
    expect(page.locator("#main")).to_be_hidden()
    page.locator("[data-at=CALL]").click()
    expect(page.locator("#list")).to_be_hidden()
    page.get_by_role("button", name="Back to the list").click()
    expect(page.locator("#main")).to_be_hidden()


def test_a_thumb_hits_everything_on_a_phone(page_at: PageAt, box: Sandbox) -> None:
    page = page_at(PHONE, box.url, "UASHA", "CALL")
    box.person("UBEN").say("CALL", "something")
    page.locator("#messages > [data-ts]").wait_for()
    opened(page)
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, select, input, textarea, .choice label")]
            .filter(n => n.checkVisibility() && !n.closest(".choice label:not(:scope)"))
            .filter(n => n.getBoundingClientRect().height < 44)
            .map(n => n.outerHTML)"""
    )
    assert small == []
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]


def test_the_traffic_shows_what_went_over_the_wire(page_at: PageAt, box: Sandbox) -> None:
    page = page_at(DESK, box.url, "UASHA", "CALL")
    opened(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Traffic").click()
    row = page.locator("#traffic-rows > li", has_text="views.open").first
    row.locator("summary").click()
    expect(row.locator("pre").first).to_contain_text('"trigger_id"')


def test_a_new_message_leaves_the_two_hundred_before_it_untouched(
    page_at: PageAt, box: Sandbox
) -> None:
    for i in range(200):
        box.person("UBEN").say("CALL", f"message {i}")
    page = page_at(DESK, box.url, "UASHA", "CALL")
    expect(page.locator("#messages > [data-ts]")).to_have_count(200)
    page.evaluate("document.querySelectorAll('#messages > *').forEach(n => { n.old = 1 })")
    box.person("UBEN").say("CALL", "one more")
    expect(page.locator("#messages > [data-ts]")).to_have_count(201)
    old = "[...document.querySelectorAll('#messages > [data-ts]')].filter(n => n.old).length"
    assert page.evaluate(old) == 200
    expect(page.locator("#messages > [data-ts]").last).to_be_in_viewport()


def test_the_page_says_that_it_is_a_simulator(page_at: PageAt, box: Sandbox) -> None:
    page = page_at(PHONE, box.url, "UASHA")
    expect(page.locator("#banner")).to_be_in_viewport()
    expect(page.locator("#banner")).to_contain_text(re.compile("simulator.*not Slack"))


def test_the_page_says_when_the_simulator_is_gone(page_at: PageAt) -> None:
    with workspace() as gone:
        page = page_at(DESK, gone.url, "UASHA", "CALL")
    expect(page.locator("#unreachable")).to_be_visible()
