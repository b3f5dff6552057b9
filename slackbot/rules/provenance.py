"""How we know: from whom each step was learnt, and by what way a complaint came in."""

from enum import StrEnum, unique


@unique
class LearntFrom(StrEnum):
    """Where our knowledge of a step comes from; every step carries one."""

    GS_WRITING = "General Secretary's office, in writing"
    GS_WORD = "General Secretary's office, by word"
    REPORTER = "the reporter"
    PANEL_MEMBER = "a panel member"
    PRESS = "the press"
    OURS = "our own act"


@unique
class Source(StrEnum):
    """By what way a complaint reached us."""

    SLACK = "Slack"
    EMAIL = "e-mail"
    LETTER = "letter"
    TELEPHONE = "telephone"
    MEETING = "in person"
