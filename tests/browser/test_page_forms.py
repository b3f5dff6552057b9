"""Filling a form on the page: every kind of input, every way to be told no."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from slackbot.sandbox import Sandbox
from tests.browser.form_app import growing
from tests.browser.screens import (
    DESK,
    PHONE,
    PageAt,
    block,
    control,
    form_of,
    opened,
    send,
    short_form,
    submissions,
)
from tests.sandbox.little_app import client_of

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_a_typed_command_opens_its_form(page_at: PageAt, box: Sandbox, size: Any) -> None:
    page = page_at(size, box.url, "UASHA", "CALL")
    expect(opened(page).get_by_role("heading", name="A form")).to_be_focused()


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
    expect(block(page, "story").locator(".field-error")).to_contain_text(
        "7 characters too long"
    )
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


def test_an_update_while_someone_types_takes_nothing_from_them(
    page_at: PageAt, box: Sandbox
) -> None:
    page = page_at(DESK, box.url, "UASHA", "CALL")
    opened(page, "/form growing")
    control(page, "kept").fill("before after")
    control(page, "kept").evaluate("node => node.setSelectionRange(6, 6)")
    view = (box.person("UASHA").view or {})["id"]
    client_of(box).views_update(view_id=view, view=growing(grown=True))
    expect(control(page, "second")).to_be_visible()
    page.keyboard.type(" and")
    expect(control(page, "kept")).to_have_value("before and after")


def test_news_elsewhere_leaves_an_open_form_alone(page_at: PageAt, box: Sandbox) -> None:
    page = page_at(DESK, box.url, "UASHA", "CALL")
    opened(page, "/form growing")
    control(page, "kept").fill("typed")
    page.evaluate("document.querySelector('dialog [data-block-id=kept]').same = true")
    client_of(box).chat_postMessage(channel="CBOTH", text="meanwhile")
    expect(page.locator("[data-at=CBOTH]")).to_contain_text("1 new")
    assert page.evaluate("document.querySelector('dialog [data-block-id=kept]').same")
    expect(control(page, "kept")).to_have_value("typed")
