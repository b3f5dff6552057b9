"""Short words and sentences: buttons, and answers that cannot be taken."""

from slackbot.rules.policy import Policy

REPORT_BUTTON = "Report abuse"
OPEN_BUTTON = "Open"
ADD_BUTTON = "Add details"
TRY_AGAIN_BUTTON = "Try again"
CONFIRM_BUTTON = "It is mine"
NOT_MINE_BUTTON = "Not mine"
MINE_NOW_BUTTON = "Mine, without {name}"
THEM = "them"
NEXT_PAGE_BUTTON = "Next page"
BACK_PAGE_BUTTON = "Previous page"

BROKEN_TEXT = "This holds half a character that cannot be kept. Take it out and send again."
NOTHING_TYPED = "Write what happened; a sentence is enough to begin with."
NOT_ANSWERED = "Choose an answer."
NONE_AND_SOMEBODY = "Choose either “None of these” or people, not both."
DAY_TO_COME = "This day is still to come. Leave it empty if you do not know."
NOT_A_MEMBER = "Choose a parliamentarian who is a full member of this workspace."
FOR_WHOM = "Choose the parliamentarian for whom you are sending this."
WHICH_DAY = "On what day did it reach you? Choose the day."
NO_DAY = "Leave the day empty where it is your own report, or choose by what way it came."

TRY_AGAIN = (
    "Slack did not open the form. Nothing has been stored. Press Try again; if you had typed "
    "something after the command, type it into the form."
)
TRY_AGAIN_QUOTED = (
    "Slack did not open the form. The message that you chose has been stored. Press Try again."
)
NOT_SHOWN = "Slack did not show it. Press the button again."


def too_long(length: int, size: int) -> str:
    """Say by how much a text is too long."""
    return f"This is {length:,} characters long and the field takes {size:,}."


def drafts_go(policy: Policy) -> str:
    """Say what becomes of a message that was chosen and never sent."""
    return (
        "The message that you chose has been stored and goes with your report when you press "
        f"Send. If you do not send it, it is destroyed after {policy.drafts_kept.days} days."
    )


NAME_THEM = "Name them, or give an account; or leave this page empty."
UNKNOWN_PERSON = "Choose somebody of this workspace, or leave it empty."
RAISED_WITHOUT_WISH = "Choose “I have raised it”, or leave day and reference empty."
