"""*Acknowledge*: a caseworker's personal word to the reporter."""

from slackbot.blocks.answers import Answers
from slackbot.blocks.carried import Carried, carry
from slackbot.blocks.catalogue import team_words
from slackbot.blocks.errors import FormError
from slackbot.blocks.parts import View, input_block, modal, section, text_input
from slackbot.blocks.text import plain

CALLBACK_ID = "acknowledge_form"
WORDS = "acknowledge_words"

_WHAT = "This is the complaint's first step: the reporter learns that a person has read it."
_HINT = "The reporter reads exactly this, behind Open. Change it as you like."


def build(carried: Carried, name: str) -> View:
    """Return the form, with a word to change, from the caseworker of this name."""
    field = text_input(initial=team_words.personal_word(name), multiline=True)
    return modal(
        "Acknowledge",
        [
            section(plain(f"{carried.ref}. {_WHAT}")),
            input_block(WORDS, "What the reporter will read", field, hint=_HINT),
        ],
        callback_id=CALLBACK_ID,
        submit="Send",
        close="Cancel",
        private_metadata=carry(carried),
    )


def read(view: View) -> str:
    """Return the word; FormError where nothing was written."""
    words = Answers(view).text(WORDS).strip()
    if not words:
        raise FormError({WORDS: "Write what the reporter will read."})
    return words
