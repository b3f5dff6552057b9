"""The steps of the main job, as people take them in the page."""

import re
from collections.abc import Mapping

from playwright.sync_api import Locator, Page, expect

from slackbot.blocks import acknowledge_form as acknowledging
from slackbot.blocks import card, move_form, notices, own_file, receipt, team_file
from slackbot.blocks import details_form as details
from slackbot.blocks import report_form as form
from slackbot.demo.cast import PARTY, TRIAGE
from tests.browser.hands import Hand
from tests.browser.screens import form_of

TOLD = "In the lobby he said that my sort should look for another party. Two people heard it."
DAY = "2026-01-01"  # typed alike wherever the month comes first
REFERENCE = re.compile("RA-[0-9A-Z]{7}")


def view(page: Page, callback_id: str) -> Locator:
    """Wait for the form of this name, on top of all others."""
    expect(form_of(page)).to_have_attribute("data-callback-id", callback_id)
    return form_of(page)


def control(page: Page, block_id: str) -> Locator:
    return form_of(page).locator(f"[data-block-id='{block_id}'] [data-action-id]").first


def box(page: Page, block_id: str, value: str) -> Locator:
    return form_of(page).locator(f"[data-block-id='{block_id}'] input[value='{value}']")


def error_of(page: Page, block_id: str) -> Locator:
    return form_of(page).locator(f"[data-block-id='{block_id}'] .field-error")


def send(hand: Hand) -> None:
    hand.press(form_of(hand.page).locator("[data-submit]"))


def close(hand: Hand) -> None:
    hand.press(form_of(hand.page).locator("[data-close]"))
    expect(hand.page.locator("dialog")).to_have_count(0)


def go_to(hand: Hand, place: str) -> None:
    """Open a place of the list; on a telephone by way of the list."""
    back = hand.page.locator("#back")
    if back.is_visible():
        hand.press(back)
    hand.press(hand.page.locator(f"[data-at='{place}']"))


def open_form(hand: Hand) -> None:
    """Type the command in a channel."""
    go_to(hand, PARTY)
    hand.write(hand.page.locator("#composer"), "/report-abuse")
    hand.page.keyboard.press("Enter")
    view(hand.page, form.CALLBACK_ID)


def answer(hand: Hand, words: str = TOLD, *, danger: str = "no", kept: str = "none") -> None:
    """Answer what must be answered."""
    hand.write(control(hand.page, form.STATEMENT), words)
    hand.tick(box(hand.page, form.DANGER, danger))
    hand.tick(box(hand.page, form.KEPT, kept))


def received(hand: Hand) -> str:
    """Return the reference that stands on the receipt."""
    said = view(hand.page, receipt.CALLBACK_ID).locator(".alert-success")
    found = REFERENCE.search(said.inner_text())
    assert found, said.inner_text()
    return found[0]


def report(hand: Hand, words: str = TOLD, **answers: str) -> str:
    """Send a report; the receipt stays open."""
    open_form(hand)
    answer(hand, words, **answers)
    send(hand)
    return received(hand)


def add_details(hand: Hand) -> None:
    """Fill in three pages of details and leave it at that."""
    hand.press(form_of(hand.page).locator(f"[data-action-id='{receipt.ADD_DETAILS}']"))
    _page(hand, "What, where and when")
    hand.tick(box(hand.page, "directed", "me"))
    hand.tick(box(hand.page, "kinds", "antisemitism"))
    hand.choose(control(hand.page, "platform"), "the parliamentary estate")
    hand.put_day(control(hand.page, "happened_on"), DAY)
    send(hand)
    _page(hand, "Who did it")
    hand.write(control(hand.page, "name:1"), "Edmund Vaile")
    hand.choose(control(hand.page, "member:1"), "yes")
    send(hand)
    _page(hand, "More of what happened")
    close(hand)


def card_of(page: Page, ref: str) -> Locator:
    """Return the card of a complaint in what is open."""
    cards = page.locator("#messages > [data-ts]", has_text=ref)
    return cards.filter(has=page.locator(f"[data-action-id='{card.MOVE_ON}']"))


def press_card(hand: Hand, ref: str, action: str) -> None:
    hand.press(card_of(hand.page, ref).locator(f"[data-action-id='{action}']"))


def take(hand: Hand, ref: str) -> None:
    """Take a complaint from its card in the channel."""
    go_to(hand, TRIAGE)
    press_card(hand, ref, card.TAKE)
    taking = card_of(hand.page, ref).locator(f"[data-action-id='{card.TAKE}']")
    expect(taking).to_have_count(0)  # what is opened from now on is about the taken one


def acknowledge(hand: Hand, ref: str, words: str) -> None:
    """Write the personal word."""
    press_card(hand, ref, card.ACKNOWLEDGE)
    view(hand.page, acknowledging.CALLBACK_ID)
    hand.write(control(hand.page, acknowledging.WORDS), words)
    send(hand)


def begin_move(hand: Hand, ref: str, to: str) -> Locator:
    """Choose the step; returns the field with the sentence that the reporter will read."""
    press_card(hand, ref, card.MOVE_ON)
    view(hand.page, move_form.CALLBACK_ID)
    hand.choose(control(hand.page, move_form.STATUS), to)
    sentence = control(hand.page, f"{move_form.SENTENCE}-{to}")
    expect(sentence).to_be_visible()
    return sentence


def finish_move(hand: Hand, day: str = DAY) -> None:
    """Say when, and from whom we know it, and send it."""
    hand.put_day(control(hand.page, move_form.DAY), day)
    hand.choose(control(hand.page, move_form.LEARNT_FROM), "OURS")
    send(hand)
    view(hand.page, "done")


def open_status(hand: Hand, ref: str) -> Locator:
    """Press *Open* in the newest message of the app about a complaint."""
    if hand.page.locator("#messages-tab").get_attribute("aria-selected") != "true":
        hand.press(hand.page.locator("#messages-tab"))
    told = hand.page.locator("#messages > [data-ts]", has_text=ref).last
    hand.press(told.locator(f"[data-action-id='{notices.OPEN_OWN}']"))
    return view(hand.page, own_file.CALLBACK_ID)


def open_file(hand: Hand, ref: str) -> Locator:
    press_card(hand, ref, card.OPEN_FILE)
    return view(hand.page, team_file.CALLBACK_ID)


def fill(page: Page, answers: Mapping[str, str]) -> None:
    """Write into several fields at once."""
    for block_id, words in answers.items():
        control(page, block_id).fill(words)


def _page(hand: Hand, heading: str) -> None:
    shown = view(hand.page, details.CALLBACK_ID).get_by_role("heading", name=heading)
    expect(shown).to_be_visible()
