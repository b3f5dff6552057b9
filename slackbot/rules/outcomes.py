"""Measures, outcomes and closings, each with the definition that the form shows."""

from enum import StrEnum, unique
from typing import Self


class _Defined(StrEnum):
    """A word of the record with its definition beside it."""

    definition: str

    def __new__(cls, word: str, definition: str = "") -> Self:
        member = str.__new__(cls, word)
        member._value_ = word
        member.definition = definition
        return member


@unique
class Measure(_Defined):
    """What the party did while a case was under way; it may be lifted."""

    NOTICE = "notice of investigation", "The party told the respondent that it investigates."
    SUSPENSION = "administrative suspension", "Membership is suspended until a decision."


@unique
class Outcome(_Defined):
    """How the formal process ended for one respondent."""

    EXPELLED = "expelled", "Membership was ended by the party."
    SUSPENDED = "suspended for a term", "Membership was suspended for a stated time."
    OTHER_SANCTION = "other sanction", "Another penalty, such as being barred from office."
    WARNED = "written warning", "A formal warning or a reminder of conduct was sent."
    NO_ACTION = "no further action", "The party looked at it and decided to do nothing more."
    NO_EVIDENCE = "insufficient evidence", "The party said that it could not be proved."
    NOT_A_MEMBER = "not a party member", "The respondent is not under the party's rules."
    LEFT = "left the party", "The respondent gave up membership before a decision."
    NOT_KNOWN = "not known to us", "It ended, and nobody would tell us how."


@unique
class Closing(_Defined):
    """Why we stopped monitoring; it says nothing about the respondent."""

    TOLD = "outcome told", "The reporter has been told the outcome."
    MAY_NOT_TELL = "result may not be told", "There is a result that may not be passed on."
    PASSED_ON = (
        "outside the party's rules",
        "Passed to the police, a platform or another body.",
    )
    DUPLICATE = "duplicate", "The same complaint is kept under another reference."
    WITHDRAWN = "withdrawn by the reporter", "The reporter does not want it followed up."
    UNREACHABLE = "reporter cannot be reached", "Every way to reach the reporter was tried."
