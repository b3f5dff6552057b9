"""The page without a mouse: forms, questions, and where the focus goes."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from slackbot.sandbox import Sandbox
from tests.browser.form_app import card, home
from tests.browser.screens import DESK, PHONE, PageAt, form_of, opened, submissions
from tests.sandbox.little_app import client_of

pytestmark = pytest.mark.browser


def focused(page: Page) -> Any:
    return page.evaluate("document.activeElement.id || document.activeElement.textContent")


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


def test_the_focus_comes_back_to_a_button_that_was_drawn_anew(
    page_at: PageAt, box: Sandbox
) -> None:
    page = page_at(DESK, box.url, "UASHA", "home")
    page.get_by_role("button", name="Start").focus()
    page.keyboard.press("Enter")
    form_of(page).wait_for()
    client_of(box).views_publish(user_id="UASHA", view=home("Drawn anew"))
    expect(page.locator("#home")).to_contain_text("Drawn anew")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Start")).to_be_focused()


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
