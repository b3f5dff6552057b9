"""What the pictures show: the reporter's way, the team's way, and what goes wrong."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from slackbot.blocks import card, details_form, done, notices, receipt, tasks, told_form
from slackbot.blocks import report_form as form
from slackbot.demo.cast import ASHA, CARO, DEV, GWEN, LENA, MARTIN, PARTY, TOM, TRIAGE
from slackbot.demo.running import Demo
from slackbot.rules.policy import Policy
from slackbot.sandbox import Fault, Member
from tests.browser import walks
from tests.browser.album import Album
from tests.browser.hands import Mouse
from tests.browser.screens import enter, form_of
from tests.browser.workplace import AT_ONCE, restart, without_the_bot

WIDE = (1100, 760)
CARDS = (820, 560)
STRANGER = Member("U9FERDA", "ferda", "Ferda Far", title="Another workspace", stranger=True)
HURT = (
    "In the lobby he said that my sort should look for another party, and that he knows where "
    "I park. Two people heard it."
)


def reporting(album: Album, demo: Demo) -> None:
    """The form, its errors, the receipt."""
    album.chapter("Reporting")
    with album.window(ASHA, PARTY) as page:
        asha = Mouse(page)
        page.locator("#composer").press_sequentially("/rep")
        album.take(page, "command", "`/report-abuse` works in every channel; only you see it.")
        enter(page, "/report-abuse")
        walks.view(page, form.CALLBACK_ID)
        album.take_sharp(
            ASHA, PARTY, "form", "The form: help in danger and the privacy statement first."
        )
        question = walks.control(page, form.STATEMENT)
        page.locator("label", has_text="What happened?").first.evaluate(
            "node => node.scrollIntoView({block: 'start'})"
        )
        question.fill(HURT)
        album.take(page, "form-question", "The one question that matters, and two beside it.")
        album.take_end(page, "form-end", "Who must not know; on whose behalf.")
        walks.send(asha)
        album.take(page, "form-error", "What is missing is asked for under its field.")
        asha.tick(walks.box(page, form.DANGER, "no"))
        asha.tick(walks.box(page, form.KEPT, "none"))
        asha.tick(walks.box(page, form.KEPT, CARO))
        walks.send(asha)
        walks.error_of(page, form.KEPT).wait_for()
        album.take(page, "form-error-both", "Answers that contradict each other.")
        walks.box(page, form.KEPT, CARO).uncheck()
        with without_the_bot(demo):
            walks.send(asha)
            expect(form_of(page).locator(".trouble")).to_be_visible()
            walks.control(page, form.STATEMENT).scroll_into_view_if_needed()
            album.take(page, "trouble", "We do not answer: what was typed stays in the form.")
        walks.send(asha)
        ref = walks.received(asha)
        album.take(page, "receipt", "Stored: the reference, what happens next, support.")
        details(album, asha)
    with album.window(ASHA, PARTY) as page:
        ask(album, page, "help", "help", "`/report-abuse help`, seen by nobody else.")
        ask(album, page, "status", "list", "`/report-abuse status`, seen by nobody else.")
        demo.sandbox.faults.next("views.open", Fault.error("internal_error"))
        ask(album, page, "", "try-again", "Slack did not open the form.")
    album.refs["asha"] = ref


def ask(album: Album, page: Page, words: str, name: str, line: str) -> None:
    """Type the command; picture the answer."""
    before = page.locator("#messages > .ephemeral").count()
    enter(page, f"/report-abuse {words}")
    expect(page.locator("#messages > .ephemeral")).to_have_count(before + 1)
    album.take(page, name, line, at=page.locator("#messages > .ephemeral").last)


def details(album: Album, asha: Mouse) -> None:
    """Every page of details, and its errors."""
    album.chapter("Adding details")
    page = asha.page
    form_of(page).locator(f"[data-action-id='{receipt.ADD_DETAILS}']").click()
    _page(page, "What, where and when")
    album.take(page, "details-1", "Page 1: at whom, and what kind of conduct.")
    asha.tick(walks.box(page, "directed", "me"))
    asha.tick(walks.box(page, "kinds", "antisemitism"))
    asha.tick(walks.box(page, "kinds", "sexual harassment"))
    asha.choose(walks.control(page, "platform"), "the parliamentary estate")
    asha.put_day(walks.control(page, "happened_on"), "2099-01-01")
    walks.send(asha)
    walks.error_of(page, "happened_on").wait_for()
    album.take_end(page, "details-1-error", "A day that is still to come.")
    asha.put_day(walks.control(page, "happened_on"), walks.DAY)
    walks.send(asha)
    _page(page, "Who did it")
    album.take(
        page, "details-2", "Page 2: who did it; after sexual harassment with help first."
    )
    asha.choose(walks.control(page, "member:1"), "yes")
    walks.send(asha)
    walks.error_of(page, "name:1").wait_for()
    album.take(page, "details-2-error", "A member of the party without a name.")
    asha.write(walks.control(page, "name:1"), "Edmund Vaile")
    asha.tick(walks.box(page, "another:1", "yes"))
    walks.send(asha)
    _page(page, "Who else did it")
    album.take(page, "details-2-again", "As many respondents as there were.")
    walks.send(asha)
    _page(page, "More of what happened")
    album.take(page, "details-3", "Page 3: more of the statement, and links.")
    form_of(page).locator(f"[data-action-id='{details_form.MORE_ROOM}']").click()
    walks.control(page, "statement:3").wait_for()
    album.take(page, "details-3-room", "*More room*: four fields of 3,000 characters.")
    walks.send(asha)
    _page(page, "What should happen")
    album.take(
        page, "details-4", "Page 4: the General Secretary, hopes, what messages may say."
    )
    asha.write(walks.control(page, "raised_reference"), "GS-1181")
    walks.send(asha)
    walks.error_of(page, "wish").wait_for()
    album.take(page, "details-4-error", "A reference without saying that it was raised.")
    asha.tick(walks.box(page, "wish", "I have raised it"))
    walks.send(asha)
    _page(page, "Who may be told")
    album.take(page, "details-5", "Page 5: consent, audience by audience.")
    walks.send(asha)
    walks.view(page, receipt.CALLBACK_ID)
    album.take(page, "details-stored", "Stored; more can be added until it is closed.")
    walks.close(asha)


def other_ways(album: Album, demo: Demo) -> None:
    """A message that is reported, and a parliamentarian's office."""
    album.chapter("Other ways in")
    with album.window(GWEN, PARTY) as page:
        message = page.locator("#messages > [data-ts]", has_text="leaflet")
        message.get_by_role("button", name="More actions").click()
        album.take(page, "message-menu", "Reporting a message that somebody posted.")
        page.get_by_role("menuitem", name="Report this message").click()
        walks.view(page, form.CALLBACK_ID)
        said = form_of(page).get_by_text("The message that you chose has been stored")
        album.take(page, "message-form", "The message is kept before the form opens.", at=said)
    demo.sandbox.person(GWEN).close(clear=True)
    with album.window(TOM, PARTY) as page:
        tom = Mouse(page)
        walks.open_form(tom)
        walks.answer(tom, "Sent for Asha: a caller said that she should watch her back.")
        walks.send(tom)
        walks.error_of(page, form.BEHALF).wait_for()
        album.take_end(page, "agent-error", "An agent must say for whom it is.")
        tom.choose(walks.control(page, form.BEHALF), ASHA)
        walks.send(tom)
        ref = walks.received(tom)
        album.take(page, "agent-receipt", "The agent's receipt.")
        walks.close(tom)
    with album.window(ASHA, "dm") as page:
        told = page.locator("#messages > [data-ts]", has_text=ref)
        told.wait_for()
        album.take(page, "agent-confirm", "The parliamentarian is asked whether it is theirs.")
        told.locator(f"[data-action-id='{notices.OPEN_OWN}']").click()
        form_of(page).wait_for()
        album.take(page, "agent-file", "They read it before they answer.")
        form_of(page).locator(f"[data-action-id='{notices.CONFIRM_AGENT}']").click()
        form_of(page).get_by_text("is confirmed as yours").wait_for()
        album.take(page, "agent-confirmed", "Confirmed.")
        walks.close(Mouse(page))


def team(album: Album, demo: Demo) -> None:
    """The card, the complaint, the steps."""
    album.chapter("The team")
    with album.window(GWEN, PARTY) as page:
        ref = walks.report(Mouse(page), HURT)
        walks.close(Mouse(page))
    with album.window(CARO, TRIAGE) as page:
        caro = Mouse(page)
        walks.card_of(page, ref).wait_for()
        album.take(page, "triage", "The triage channel on a telephone.")
        _team_file(album, caro, album.refs["asha"])
        _steps(album, caro, ref)
    with album.window(CARO, TRIAGE, CARDS, sharp=True) as page:
        line = "Cards at a desk: not a word of what was written."
        cards = page.locator("#messages > [data-ts]")
        album.take(page, "card", line, at=cards.filter(has_text="· received").last)
    with album.window(DEV, TRIAGE) as page:
        _too_late(album, Mouse(page), demo)


def _team_file(album: Album, caro: Mouse, ref: str) -> None:
    page = caro.page
    walks.take(caro, ref)
    expect(walks.card_of(page, ref)).to_contain_text("has it")
    walks.open_file(caro, ref)
    album.take(page, "team-file", "*Open*: everything; that it was opened is recorded before.")
    album.take_end(page, "team-file-end", "Each addition, who must not see it, who opened it.")
    walks.close(caro)


def _steps(album: Album, caro: Mouse, ref: str) -> None:
    page = caro.page
    walks.press_card(caro, ref, card.ACKNOWLEDGE)
    words = walks.control(page, "acknowledge_words")
    words.wait_for()
    album.take(page, "acknowledge", "A personal word, proposed and then changed.")
    before = words.input_value()
    words.fill(" ")
    walks.send(caro)
    walks.error_of(page, "acknowledge_words").wait_for()
    album.take(page, "acknowledge-error", "No word is no acknowledgement.")
    words.fill(before)
    walks.send(caro)
    walks.view(page, done.CALLBACK_ID)
    album.take(page, "undo", "For two minutes a step can be undone unseen.")
    form_of(page).locator(f"[data-action-id='{done.UNDO_STEP}']").click()
    page.get_by_role("alertdialog").wait_for()
    album.take(page, "undo-question", "It asks before.")
    page.get_by_role("alertdialog").get_by_role("button").first.click()
    walks.close(caro)
    _move(album, caro, ref)


def _move(album: Album, caro: Mouse, ref: str) -> None:
    page = caro.page
    walks.press_card(caro, ref, card.MOVE_ON)
    walks.control(page, "move_status").wait_for()
    album.take(page, "move-on", "*Move on…* offers what the policy allows.")
    walks.send(caro)
    walks.error_of(page, "move_status").wait_for()
    album.take(page, "move-on-error", "Without a step.")
    caro.choose(walks.control(page, "move_status"), "RAISED")
    walks.control(page, "move_sentence-RAISED").wait_for()
    album.take(page, "move-on-sentence", "When, from whom we know it, why: and …")
    album.take_end(page, "move-on-sentence-end", "… the sentence that the reporter will read.")
    caro.choose(walks.control(page, "move_status"), "DECIDED")
    walks.control(page, "move_outcome").wait_for()
    caro.choose(walks.control(page, "move_outcome"), "WARNED")
    walks.control(page, "move_sentence-DECIDED-WARNED").wait_for()
    album.take(page, "move-on-decided", "A decision: the outcome, each with its definition.")
    album.take_end(page, "move-on-decided-end", "Told only to whom it was directed at.")
    form_of(page).locator("[data-close]").click()
    expect(page.locator("dialog")).to_have_count(0)


def _too_late(album: Album, dev: Mouse, demo: Demo) -> None:
    page = dev.page
    cards = page.locator("#messages > [data-ts]", has_text="Nobody has it yet")
    taken = cards.last.get_attribute("data-ts") or ""
    ref = walks.REFERENCE.search(cards.last.inner_text())
    assert ref
    mine = demo.sandbox.person(DEV)
    walks.press_card(dev, ref[0], card.MOVE_ON)
    walks.control(page, "move_status").wait_for()
    demo.sandbox.person(CARO).press(card.TAKE, message=(TRIAGE, taken))
    demo.sandbox.wait_idle()
    dev.choose(walks.control(page, "move_status"), "RAISED")
    page.wait_for_selector("body:not([data-waiting])")
    album.take(page, "changed", "Somebody changed it meanwhile.")
    mine.close(clear=True)


def following(album: Album, demo: Demo) -> None:
    """What the reporter sees of what was done."""
    album.chapter("Following it")
    with album.window(ASHA, "dm") as page:
        rows = demo.sandbox.person(ASHA).dms
        told = [m for m in rows if "referred to the NCC" in m["text"]][-1]
        own = page.locator(f"#messages > [data-ts='{told['ts']}']")
        line = "Messages say a reference and a status, and nothing else."
        album.take(page, "dm", line, at=own)
        own.locator(f"[data-action-id='{notices.OPEN_OWN}']").click()
        form_of(page).wait_for()
        album.take_sharp(ASHA, "dm", "status", "Behind *Open*: how it stands, each step.")
        album.take_end(page, "status-end", "What they wrote, and who has opened it.")
        walks.close(Mouse(page))
    for who, name, words in (
        (ASHA, "home-reporter", "A reporter's Home: help in danger first."),
        (CARO, "home-team", "A caseworker's Home."),
        (LENA, "home-lead", "A lead's Home."),
    ):
        with album.window(who, "home") as page:
            page.locator("#home .block").first.wait_for()
            album.take(page, name, words)
            if who != ASHA:
                queue = page.locator("#home").get_by_text("Open complaints", exact=True)
                album.take(page, f"{name}-queue", "The queue: urgent first.", at=queue)
    with album.window(LENA, "home", WIDE) as page:
        page.locator("#home .block").first.wait_for()
        roles = page.locator("#home").get_by_text("Roles", exact=True)
        album.take(page, "home-lead-roles", "The roles, on a lead's Home at a desk.", at=roles)


def danger(album: Album, demo: Demo) -> None:
    """Two people are called at once, until one has it."""
    album.chapter("Danger")
    with album.window(GWEN, PARTY) as page:
        ref = walks.report(Mouse(page), "He stands outside my surgery now.", danger="yes")
        album.refs["danger"] = ref
        album.take(page, "danger-receipt", "The receipt, where somebody is in danger.")
        walks.close(Mouse(page))
    with album.window(LENA, "dm") as page:
        page.locator("#messages > [data-ts]", has_text=ref).first.wait_for()
        album.take(page, "danger-page", "Two named people are called at once.")
        page.locator("#messages > [data-ts]", has_text=ref).first.locator(
            f"[data-action-id='{card.HOLD_DANGER}']"
        ).click()
        page.locator("#messages > .ephemeral, dialog[open]").first.wait_for()
        album.take(page, "danger-mine", "One of them has it.")
    with album.window(DEV, "dm") as page:
        page.get_by_text("has said “I have it”").first.wait_for()
        album.take(page, "danger-held", "The other hears that it is in hand.")


def lead(album: Album, demo: Demo) -> None:
    """Roles, and a channel that is not safe."""
    album.chapter("A lead's duties")
    with album.window(LENA, "home") as page:
        page.locator("#home .block").first.wait_for()
        page.locator(f"#home [data-action-id='{notices.GIVE_ROLE}']").first.click()
        walks.control(page, "role_role").wait_for()
        Mouse(page).choose(walks.control(page, "role_role"), "LEAD")
        album.take(page, "roles", "Giving a role: each says what it may do.")
        Mouse(page).choose(walks.control(page, "role_person"), CARO)
        Mouse(page).choose(walks.control(page, "role_role"), "OBSERVER")
        walks.send(Mouse(page))
        album.take(page, "roles-error", "Nobody is an observer and on the team.")
        walks.close(Mouse(page))
    demo.sandbox.join(MARTIN, TRIAGE)
    with album.window(ASHA, PARTY) as page:
        walks.report(Mouse(page))
        walks.close(Mouse(page))
    with album.window(LENA, "dm") as page:
        page.get_by_text("No cards are posted in the triage channel").first.wait_for()
        album.take(page, "channel-held", "Somebody without a role is in the channel.")
    demo.sandbox.leave(MARTIN, TRIAGE)


def undelivered(album: Album, demo: Demo) -> None:
    """A message that reaches nobody becomes a task."""
    album.chapter("A message that reaches nobody")
    ref = album.refs["danger"]
    restart(demo, Policy(step_wait=AT_ONCE, guests_may_send=False))
    demo.sandbox.change_member(GWEN, deleted=True)
    with album.window(CARO, TRIAGE) as page:
        caro = Mouse(page)
        walks.acknowledge(caro, ref, "I have read it, and I will stay with it.")
        walks.view(page, done.CALLBACK_ID)
        walks.close(caro)
        shown = walks.card_of(page, ref)
        expect(shown).to_contain_text("could not be delivered")
        album.take(page, "undelivered", "The card says so.", at=shown)
        walks.open_file(caro, ref)
        album.take(page, "undelivered-file", "The complaint says whom it did not reach.")
        form_of(page).locator(f"[data-action-id='{tasks.TOLD_OTHERWISE}']").click()
        walks.view(page, told_form.CALLBACK_ID)
        walks.control(page, told_form.HOW).fill("By telephone on Monday.")
        album.take(page, "undelivered-told", "How they were told is recorded.")
        walks.send(caro)
        walks.view(page, done.CALLBACK_ID)
        album.take(page, "undelivered-done", "Done: the task is gone.")


def refused(album: Album, demo: Demo) -> None:
    """The door: polite, and where else to go."""
    album.chapter("Refused")
    demo.sandbox.add_member(STRANGER)
    demo.sandbox.join(STRANGER.id, PARTY)
    with album.window(STRANGER.id, "home") as page:
        page.locator("#home .block").first.wait_for()
        album.take(page, "refused-stranger", "Somebody of another workspace.")
    with album.window(TOM, PARTY) as page:
        ask(album, page, "", "refused-guest", "A guest, where guests may not send.")
    with album.window(TOM, "home") as page:
        page.locator("#home .block").first.wait_for()
        album.take(page, "refused-home", "The same on Home: help in danger stays.")


CHAPTERS: tuple[Callable[[Album, Demo], None], ...] = (
    reporting,
    other_ways,
    team,
    following,
    danger,
    lead,
    undelivered,
    refused,
)


def _page(page: Page, heading: str) -> None:
    shown = walks.view(page, details_form.CALLBACK_ID).get_by_role("heading", name=heading)
    expect(shown).to_be_visible()
