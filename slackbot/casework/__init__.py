"""What we do: one class a duty, one transaction a method."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from slackbot.casework.alarms import Roles
from slackbot.casework.clockwork import Clockwork
from slackbot.casework.desk import Desk
from slackbot.casework.intake import Intake
from slackbot.casework.people import People
from slackbot.casework.posting import Posting
from slackbot.casework.reading import Reading
from slackbot.casework.showing import Showing
from slackbot.casework.triage import Triage
from slackbot.casework.watch import Watch
from slackbot.records.database import Database
from slackbot.records.founding import open_chain
from slackbot.records.role_seal import RoleSeal
from slackbot.records.sealed import Keyring, Vault
from slackbot.rules.policy import Policy


@dataclass(frozen=True, slots=True)
class Casework:
    """All duties of the app, over one database."""

    desk: Desk
    intake: Intake
    triage: Triage
    reading: Reading
    people: People
    posting: Posting
    showing: Showing
    watch: Watch
    clockwork: Clockwork


def utc_now() -> datetime:
    """Return the time now, aware."""
    return datetime.now(UTC)


def open_casework(
    database: Database,
    keyring: Keyring,
    triage_channel: str,
    policy: Policy | None = None,
    clock: Callable[[], datetime] = utc_now,
) -> Casework:
    """Open the duties over a migrated database; the first time, found its chain.

    Raises SealError where SEALING_KEYS does not open what is there.
    """
    vault = Vault(keyring)
    chain = open_chain(database, vault, clock)
    desk = Desk(
        database,
        vault,
        chain,
        Roles(RoleSeal.under(chain.key)),
        clock,
        policy or Policy(),
        triage_channel,
    )
    watch = Watch(desk)
    return Casework(
        desk,
        Intake(desk),
        Triage(desk),
        Reading(desk),
        People(desk),
        Posting(desk),
        Showing(desk),
        watch,
        Clockwork(desk, watch),
    )
