"""Adding details: page by page, as often as wanted, until the complaint is closed."""

from slackbot.blocks import card
from slackbot.demo.cast import ASHA, CARO, DEV, OLLIE
from slackbot.rules.details import (
    Consent,
    Directed,
    Kind,
    Membership,
    Part,
    Platform,
    Wish,
)
from slackbot.sandbox.person import Person
from tests.scenarios import deeds
from tests.scenarios.stage import Stage

PAGES = """\
Add details
# What, where and when
RA-1. Page 1 of 5. Nothing here must be answered. Each page is stored when you press
    “Save and go on”.
? At whom was it directed?: radio_buttons (optional)
? What kind of conduct was it?: multi_static_select (optional)
? Where did it happen?: static_select (optional)
? Which group, page, meeting or place?: plain_text_input (optional)
? On what day?: datepicker (optional)
? Or over what time?: plain_text_input (optional)

Add details
! Specialist help after sexual harassment or assault:
! Rape Crisis England & Wales, 24 hours: 0808 500 2222
# Who did it
RA-1. Page 2 of 5. Nothing here must be answered. Each page is stored when you press
    “Save and go on”.
? Name: plain_text_input (optional)
? Account, handle or e-mail address: plain_text_input (optional)
? If they are in this workspace: users_select (optional)
? Are they a member of the party?: static_select (optional)
? If there were many accounts: list them: plain_text_input (optional)
? Was there somebody else?: checkboxes (optional)

Add details
# Who else did it
RA-1. Page 2 of 5. Nothing here must be answered. Each page is stored when you press
    “Save and go on”.
? Name: plain_text_input (optional)
? Account, handle or e-mail address: plain_text_input (optional)
? If they are in this workspace: users_select (optional)
? Are they a member of the party?: static_select (optional)
? If there were many accounts: list them: plain_text_input (optional)
? Was there somebody else?: checkboxes (optional)

Add details
# More of what happened
RA-1. Page 3 of 5. Nothing here must be answered. Each page is stored when you press
    “Save and go on”.
Keep your screenshots and recordings; you will be able to add them soon.
? In your words: plain_text_input (optional)
? In your words (continued): plain_text_input (optional)
? In your words (continued): plain_text_input (optional)
? In your words (continued): plain_text_input (optional)
? Links: plain_text_input (optional)
? If it was a post: what did they do?: radio_buttons (optional)

Add details
# What should happen
RA-1. Page 4 of 5. Nothing here must be answered. Each page is stored when you press
    “Save and go on”.
? The General Secretary: radio_buttons (optional)
? If you have raised it: on what day?: datepicker (optional)
? If you have raised it: the General Secretary's reference: plain_text_input (optional)
? What do you hope for?: plain_text_input (optional)
? What may our messages in Slack say?: radio_buttons (optional)
? Another way to reach you: plain_text_input (optional)

Add details
# Who may be told
RA-1. Page 5 of 5. Nothing here must be answered. Each page is stored when you press
    “Save and finish”.
? May we show it to the Leader?: radio_buttons (optional)
? May we show it to the shadow cabinet?: radio_buttons (optional)
? May we show it to colleagues on the NEC?: radio_buttons (optional)

Stored
Your details are stored with RA-1. You can add more until it is closed.
[Add details]"""
FILE = """\
Complaint
# RA-1
Status: received
Not urgent.
Received: ‹day›
Reporter: Asha Rahman MP
Came by: Slack, ‹day›
Who has it: nobody yet
[Take] [Acknowledge] [Move on…]
# What happened
She said that my sort should leave the party.
# Added by Asha Rahman MP, ‹day›
Directed at: answered “me”
Kinds: antisemitism, sexual harassment
Where: WhatsApp
Place: Branch group
Respondent: Norman Feld; party member: yes
Respondent: @plain-example; many accounts: @a, @b
A post; the respondent: shared it
Link: https://a.example/1
# In their words
First.
Last.
The General Secretary: I have raised it
Raised by the reporter on: ‹day›
The General Secretary's reference: GS/12
Hopes for: That it stops.
Another way to reach them: By telephone
To the Leader: with my name
To the shadow cabinet: without my name
To colleagues on the NEC: without my name
# Kept from
Asha Rahman MP: it is their own complaint"""
TOLD = """\
Asha, by DM
+ RA-1: received, and stored. Press Open to read more. [Open]
the triage channel: cards
+ RA-1 · received / Not urgent. / Received ‹time› (‹time›). / Nobody has it yet. [Open]
    [Take] [Acknowledge] [Move on…]
~ RA-1 · received / Not urgent. / Received ‹time› (‹time›). / Nobody has it yet. / New
    since received: details added ‹time›. [Open] [Take] [Acknowledge] [Move on…]
~ RA-1 · received / Not urgent. / Received ‹time› (‹time›). / Nobody has it yet. / New
    since received: details added ‹time›. [Open] [Take] [Acknowledge] [Move on…]
~ RA-1 · received / Not urgent. / Received ‹time› (‹time›). / Nobody has it yet. / New
    since received: details added ‹time›. [Open] [Take] [Acknowledge] [Move on…]
~ RA-1 · received / Not urgent. / Received ‹time› (‹time›). / Nobody has it yet. / New
    since received: details added ‹time›. [Open] [Take] [Acknowledge] [Move on…]
~ RA-1 · received / Not urgent. / Received ‹time› (‹time›). / Nobody has it yet. / New
    since received: details added ‹time›. [Open] [Take] [Acknowledge] [Move on…]
~ RA-1 · received / Not urgent. / Received ‹time› (‹time›). / Nobody has it yet. / New
    since received: details added ‹time›. [Open] [Take] [Acknowledge] [Move on…]"""

WHERE: dict[str, deeds.Answer] = {
    "directed": Directed.ME,
    "kinds": [Kind.ANTISEMITISM, Kind.SEXUAL_HARASSMENT],
}


def open_from_receipt(stage: Stage) -> tuple[Person, str]:
    asha = stage.person(ASHA)
    deeds.start(asha)
    deeds.send(asha)
    ref = deeds.receipt(asha)
    asha.press("add_details")
    return asha, ref


def next_page(stage: Stage, person: Person, pages: list[str], **answers: deeds.Answer) -> None:
    deeds.fill(person, **answers)
    assert person.view is not None
    pages.append(stage.shown(person.view))
    sent = deeds.send(person)
    assert sent.errors is None, sent.errors
    stage.settle()


def tell_all(stage: Stage) -> tuple[Person, str, list[str]]:
    """Go through every page, with two respondents."""
    asha, ref = open_from_receipt(stage)
    pages: list[str] = []
    next_page(stage, asha, pages, **WHERE, platform=Platform.WHATSAPP, place="Branch group")
    next_page(
        stage, asha, pages, name__1="Norman Feld", member__1=Membership.YES, another__1=["yes"]
    )
    next_page(stage, asha, pages, handle__2="@plain-example", accounts__2="@a\n@b")
    asha.press("more_room")
    more = {"statement__0": "First.", "statement__3": "Last.", "links": "https://a.example/1"}
    next_page(stage, asha, pages, **more, part=Part.SHARED)
    wish = {"wish": Wish.RAISED, "raised_on": deeds.TODAY, "raised_reference": "GS/12"}
    next_page(stage, asha, pages, **wish, hope="That it stops.", reach="By telephone")
    next_page(stage, asha, pages, consent__leader=Consent.WITH_NAME)
    return asha, ref, pages


def test_every_page_is_kept_and_the_team_reads_it(stage: Stage) -> None:
    asha, ref, pages = tell_all(stage)
    assert "\n\n".join([*pages, stage.shown(asha.view)]) == PAGES
    caro = deeds.press_card(stage, stage.person(CARO), card.OPEN_FILE, ref)
    assert stage.shown(caro.view) == FILE
    assert stage.told() == TOLD


def test_an_empty_page_stores_nothing(socket: Stage) -> None:
    asha, ref = open_from_receipt(socket)
    next_page(socket, asha, [])
    asha.close()
    caro = deeds.press_card(socket, socket.person(CARO), card.OPEN_FILE, ref)
    assert "Added by" not in socket.shown(caro.view)


def test_details_that_name_a_colleague_hide_the_complaint_from_them(socket: Stage) -> None:
    asha, ref = open_from_receipt(socket)
    next_page(socket, asha, [])
    socket.settle()
    assert deeds.cards_of(socket.person(DEV), ref)
    next_page(socket, asha, [], account__1=DEV)
    assert deeds.cards_of(socket.person(DEV), ref) == []
    assert len(deeds.cards_of(socket.person(CARO), ref)) == 1


def test_nothing_can_be_added_to_a_closed_complaint(socket: Stage) -> None:
    ref = deeds.report(socket, ASHA)
    deeds.move(socket, CARO, ref, "CLOSED", closing="DUPLICATE").close()
    asha = socket.person(ASHA)
    asha.press("open_own", message=asha.dms[0])
    assert "[Add details]" not in socket.shown(asha.view)


def test_an_observer_adds_details_to_their_own_complaint(socket: Stage) -> None:
    ref = deeds.report(socket, OLLIE)
    ollie = socket.person(OLLIE)
    ollie.press("open_own", message=ollie.dms[-1])
    ollie.press("add_details")
    next_page(socket, ollie, [], place="In the corridor")
    caro = deeds.press_card(socket, socket.person(CARO), card.OPEN_FILE, ref)
    assert "In the corridor" in socket.shown(caro.view)
