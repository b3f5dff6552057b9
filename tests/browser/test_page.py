"""The page of the local workspace, in a real browser, with a tiny app behind it."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from slackbot.sandbox import Sandbox
from tests.browser.form_app import card
from tests.browser.screens import (
    DESK,
    PHONE,
    PageAt,
    enter,
    form_of,
    opened,
)
from tests.sandbox.little_app import client_of, workspace

pytestmark = pytest.mark.browser


MARKUP = (
    "<img src=x onerror='hurt=1'><script>hurt=1</script> [x](javascript:hurt=1) *_~ &lt;b>"
)


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
    words = (
        "*bold* _lean_ ~gone~ `code` <https://example.org|there> <@UBEN> <!here> 2*3*4 a_b_c"
    )
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


def test_an_answer_for_one_is_seen_by_nobody_else(page_at: PageAt, box: Sandbox) -> None:
    page = page_at(DESK, box.url, "UASHA", "CALL")
    enter(page, "/form help")
    expect(page.locator("#messages .ephemeral")).to_contain_text("Only visible to you")
    page.locator("#member").select_option("UBEN")
    expect(page).to_have_url(re.compile("as=UBEN"))
    expect(page.locator("#no-messages")).to_be_visible()


def test_the_home_tab_shows_what_the_app_publishes_then(page_at: PageAt, box: Sandbox) -> None:
    page = page_at(PHONE, box.url, "UBEN")
    page.locator("[data-at=app]").click()
    expect(page.get_by_role("tabpanel", name="Home")).to_contain_text("Your own page")
    page.get_by_role("button", name="Start").click()
    form_of(page).wait_for()


def test_nobody_can_write_to_the_app(page_at: PageAt, box: Sandbox) -> None:
    page = page_at(DESK, box.url, "UASHA", "home")
    page.get_by_role("tab", name="Messages").click()
    expect(
        page.get_by_text("Sending messages to this app has been turned off.")
    ).to_be_visible()
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
        """() => [...document.querySelectorAll("button, select, input, textarea, label")]
            .filter(n => n.checkVisibility() && !(n.matches("input") && n.closest("label")))
            .filter(n => !n.matches("label[for]"))
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


def test_a_conversation_opens_at_its_end_and_stays_where_one_reads(
    page_at: PageAt, box: Sandbox
) -> None:
    for _ in range(30):
        client_of(box).chat_postMessage(channel="CBOTH", text="a card", blocks=card())
    page = page_at(PHONE, box.url, "UASHA", "CBOTH")
    messages = page.locator("#messages > [data-ts]")
    expect(messages.last).to_be_in_viewport(ratio=1)
    messages.first.scroll_into_view_if_needed()
    box.person("UBEN").say("CBOTH", "one more")
    expect(messages).to_have_count(31)
    expect(messages.first).to_be_in_viewport()


def test_the_page_says_that_it_is_a_simulator(page_at: PageAt, box: Sandbox) -> None:
    page = page_at(PHONE, box.url, "UASHA")
    expect(page.locator("#banner")).to_be_in_viewport()
    expect(page.locator("#banner")).to_contain_text(re.compile("simulator.*not Slack"))


def test_the_page_says_when_the_simulator_is_gone_and_finds_it_again(page_at: PageAt) -> None:
    with workspace() as first:
        page = page_at(DESK, first.url, "UASHA", "CALL")
    expect(page.locator("#unreachable")).to_be_visible()
    with workspace(port=first.port) as second:
        second.person("UBEN").say("CALL", "here again")
        expect(page.locator("#messages")).to_contain_text("here again", timeout=15_000)
        expect(page.locator("#unreachable")).to_be_hidden()
