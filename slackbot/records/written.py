"""How answers and caught messages are written down before they are sealed: plain JSON."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from slackbot.rules.details import (
    Audience,
    Consent,
    Details,
    Directed,
    DmChoice,
    Kind,
    Membership,
    Part,
    Platform,
    Respondent,
    Wish,
)
from slackbot.rules.people import SlackUser
from slackbot.rules.report import Quote

_WORDS: dict[str, type[StrEnum]] = {
    "directed": Directed,
    "platform": Platform,
    "part": Part,
    "wish": Wish,
    "dm_choice": DmChoice,
}
_DAYS = frozenset({"happened_on", "raised_on"})


def write_details(details: Details) -> dict[str, Any]:
    """Write down the answers that were given; those not given take no room."""
    answers: dict[str, Any] = {
        name: getattr(details, name)
        for name in (*_WORDS, "place", "happened_over", "statement", "raised_reference")
    }
    answers |= {"hope": details.hope, "reach": details.reach, "links": list(details.links)}
    answers |= {name: str(getattr(details, name) or "") for name in _DAYS}
    answers["kinds"] = list(details.kinds)
    answers["consent"] = [list(pair) for pair in details.consent]
    answers["respondents"] = [write_respondent(each) for each in details.respondents]
    return {name: value for name, value in answers.items() if value}


def read_details(written: dict[str, Any]) -> Details:
    """Read answers back."""
    answers = dict(written)
    for name, kind in _WORDS.items():
        if name in answers:
            answers[name] = kind(answers[name])
    for name in _DAYS & answers.keys():
        answers[name] = date.fromisoformat(answers[name])
    answers["kinds"] = tuple(Kind(kind) for kind in answers.get("kinds", ()))
    answers["links"] = tuple(answers.get("links", ()))
    pairs = answers.get("consent", ())
    answers["consent"] = tuple((Audience(who), Consent(how)) for who, how in pairs)
    people = answers.get("respondents", ())
    answers["respondents"] = tuple(read_respondent(each) for each in people)
    return Details(**answers)


def write_respondent(respondent: Respondent) -> dict[str, Any]:
    """Write down a respondent."""
    return {
        "name": respondent.name,
        "handle": respondent.handle,
        "account": respondent.account,
        "member": respondent.member,
        "accounts": list(respondent.accounts),
    }


def read_respondent(written: dict[str, Any]) -> Respondent:
    """Read a respondent back."""
    account = written["account"]
    return Respondent(
        name=written["name"],
        handle=written["handle"],
        account=SlackUser(account) if account else None,
        member=Membership(written["member"]),
        accounts=tuple(written["accounts"]),
    )


def write_quote(quote: Quote) -> dict[str, Any]:
    """Write down a caught message."""
    return {
        "author": quote.author,
        "text": quote.text,
        "raw": quote.raw,
        "channel": quote.channel,
        "posted_at": quote.posted_at.isoformat(),
        "link": quote.link,
        "is_reply": quote.is_reply,
        "files": list(quote.files),
    }


def read_quote(written: dict[str, Any]) -> Quote:
    """Read a caught message back."""
    return Quote(
        author=written["author"],
        text=written["text"],
        raw=written["raw"],
        channel=written["channel"],
        posted_at=datetime.fromisoformat(written["posted_at"]),
        link=written["link"],
        is_reply=written["is_reply"],
        files=tuple(written["files"]),
    )
