"""What the doctor asks of the record: is it there, does it open, who may work on it."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from slackbot.casework.checking import find_misfits
from slackbot.casework.custody import key_uses
from slackbot.casework.team import Team, read_team
from slackbot.cli.findings import Finding, check, fail, ok, warn
from slackbot.cli.slack_checks import Workspace
from slackbot.records import schema, secret
from slackbot.records.database import Database, DatabaseError
from slackbot.records.role_seal import RoleSeal
from slackbot.records.sealed import KeyGoneError, Keyring, SealError, Vault
from slackbot.rules.channel import problem_with
from slackbot.rules.people import SlackUser
from slackbot.rules.roles import TEAM, Role
from slackbot.settings import Settings

ENOUGH_LEADS = 2
_FILE = "sqlite:///"


class RecordChecks:
    """Looks at the database; writes nothing, and makes no file."""

    def __init__(self, settings: Settings, workspace: Workspace) -> None:
        self._settings = settings
        self._found = workspace
        self._database: Database | None = None
        self._vault = Vault(Keyring(settings.sealing_keys))
        self._seal: RoleSeal | None = None
        self._team: Team | None = None

    def database(self) -> Iterator[Finding]:
        """Open the database and compare its schema with this version's."""
        url = self._settings.database_url
        if url.startswith(_FILE) and not Path(url.removeprefix(_FILE)).exists():
            words = f"{url.removeprefix(_FILE)} is not there yet"
            yield warn("database", words, "`slackbot serve` makes it at its first start")
            return
        try:
            yield self._open(url)
        except (SQLAlchemyError, DatabaseError) as error:
            words = f"does not answer ({type(error).__name__})"
            yield fail("database", words, "DATABASE_URL: is it there, and may we write to it?")

    def keys(self) -> Iterator[Finding]:
        """Check that the keys open what is there, and remind of their copy."""
        keyring = Keyring(self._settings.sealing_keys)
        words = f"{len(keyring.keys)} in SEALING_KEYS, the newest is {keyring.newest}"
        if self._database is not None:
            vault = self._vault
            lost = [use for use in key_uses(self._database, vault) if not use.here]
            old = sum(use.wraps for use in key_uses(self._database, vault) if not use.newest)
            todo = "Put it back among SEALING_KEYS; it stands on your recovery sheet"
            problem = self._seal_problem(vault)
            if lost:
                problem = f"something is sealed with {lost[0].name}, which is not here"
            yield check("sealing keys", problem, words, todo)
            if old and not lost:
                todo = "`slackbot keys rotate`"
                yield warn("rotation", f"{old} data keys hang on older keys", todo)
        else:
            yield ok("sealing keys", words)
        yield ok(
            "recovery sheet",
            "is every sealing key on paper, in a safe? Without them nothing can be read again",
        )

    def seals(self) -> Iterator[Finding]:
        """Compare who may read what with its seals."""
        if self._database is None or self._seal is None:
            return
        found = list(find_misfits(self._database, self._vault, self._seal))
        problem = f"{len(found)} do not match, such as {found[0].line()}" if found else ""
        todo = "Somebody wrote to the database past us: `slackbot audit verify` lists all"
        yield check("seals", problem, "complaints and roles are as they were sealed", todo)

    def leads(self) -> Iterator[Finding]:
        """Count the leads: with one alone nothing that takes two can be approved."""
        named = len(set(self._settings.leads))
        seated = self._team.holding(Role.LEAD) if self._team else ()
        count, where = (len(seated), "seated") if seated else (named, "named in LEADS")
        problem = "" if count >= ENOUGH_LEADS else f"{count} {where}; there must be two"
        todo = (
            "A lead gives the role in App Home; a second lead approves it"
            if seated
            else "Name at least two people in LEADS before the first start"
        )
        yield check("leads", problem, f"{count} {where}", todo)

    def channel(self) -> Iterator[Finding]:
        """Check that everybody in the triage channel may see cards."""
        seen = self._found.channel
        if seen is None:
            return
        allowed = dict.fromkeys(self._team.holding(*TEAM) if self._team else ())
        is_new = not allowed
        # Before the first start nobody holds a role yet; LEADS will.
        allowed |= dict.fromkeys(self._settings.leads) if is_new else {}
        names = {m: self._name(m) for m in seen.members}
        todo = "Cards are held until then. Give them a role, or take them out of the channel"
        words = "private, not shared, and only the team is in it"
        problem = problem_with(seen, allowed, names)
        if is_new and seen.is_private and not seen.is_shared and problem:
            yield warn("channel members", problem, todo)
        else:
            yield check("channel members", problem, words, todo)

    def close(self) -> None:
        """Let go of the database."""
        if self._database is not None:
            self._database.close()

    def _open(self, url: str) -> Finding:
        database = Database.open(url)
        if not schema.is_current(database):
            database.close()
            words = f"answers, but is not at revision {schema.NEWEST}"
            return warn("database", words, "`slackbot serve` brings it up to date at start")
        self._database = database
        self._read_team(database)
        kind = database.engine.dialect.name
        return ok("database", f"{kind}, at revision {schema.NEWEST}")

    def _read_team(self, database: Database) -> None:
        """Read who holds a role; without the keys nobody can know, and `keys` says so."""
        with database.read() as session:
            try:
                box = self._vault.box(session, secret.OWNER)
                self._seal = RoleSeal.under(secret.signing_key(session, box))
            except SealError:
                return
            channel = self._settings.triage_channel
            self._team = read_team(session, channel, self._seal.fits)

    def _seal_problem(self, vault: Vault) -> str:
        if self._database is None:
            return ""
        try:
            with self._database.read() as session:
                secret.signing_key(session, vault.box(session, secret.OWNER))
        except KeyGoneError:
            return ""  # nothing is sealed yet
        except SealError as error:
            return str(error)
        return ""

    def _name(self, person: SlackUser) -> str:
        member = self._found.members.get(person)
        return member.name if member else person
