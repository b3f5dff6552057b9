"""*Told another way*: how somebody was told whom Slack did not reach."""

from uuid import UUID

from slackbot.blocks.answers import Answers
from slackbot.blocks.carried import Carried, carry, read_carried, read_id
from slackbot.blocks.errors import FormError
from slackbot.blocks.parts import View, input_block, modal, section, text_input
from slackbot.blocks.text import plain
from slackbot.rules.reference import ComplaintRef

CALLBACK_ID = "told_form"
HOW = "told_how"

_SIZE = 500
_HINT = (
    "Such as: by telephone on Monday, by letter. It is internal, and it may be read by the "
    "person concerned or a court."
)


def build(ref: ComplaintRef, notice: UUID) -> View:
    """Return the form for one message that could not be delivered."""
    return modal(
        "Told another way",
        [
            section(plain(f"A message about {ref} could not be delivered in Slack.")),
            input_block(
                HOW,
                "How have they been told, and when?",
                text_input(multiline=True, size=_SIZE),
                hint=_HINT,
            ),
        ],
        callback_id=CALLBACK_ID,
        submit="Record",
        close="Cancel",
        private_metadata=carry(Carried(ref, notice=str(notice))),
    )


def read(view: View) -> tuple[UUID, str]:
    """Return the message and how it was told; FormError where nothing was written."""
    how = Answers(view).text(HOW, _SIZE).strip()
    if not how:
        raise FormError({HOW: "Write how they have been told."})
    return read_id(read_carried(view).notice), how
