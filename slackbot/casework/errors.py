"""Why something was not done; the words are ours and never hold what somebody wrote."""

from uuid import UUID

from slackbot.rules.people import SlackUser
from slackbot.rules.reference import ComplaintRef
from slackbot.rules.roles import Act


class CaseworkError(Exception):
    """Something was not done."""

    def __str__(self) -> str:
        """Say what the class says, or the words given."""
        return super().__str__() or (type(self).__doc__ or "")


class DoorError(CaseworkError):
    """Somebody asked for what they may not have; an audit entry says so."""

    def __init__(self, act: Act, by: SlackUser, ref: ComplaintRef | None = None) -> None:
        super().__init__()
        self.act = act
        self.by = by
        self.ref = ref


class RefusedError(DoorError):
    """Their role does not allow this."""


class UnknownComplaintError(DoorError):
    """There is no such complaint, or they may not know of it: the same answer, on purpose."""


class AlteredRecordError(CaseworkError):
    """The record does not match its seal. Nothing is shown; the operator has been told."""

    def __init__(self, by: SlackUser, complaint: UUID, ref: ComplaintRef) -> None:
        super().__init__()
        self.by = by
        self.complaint = complaint
        self.ref = ref


class UnknownPlaceError(CaseworkError):
    """No page of the queue begins there, and no button of ours says so."""


class ChangedMeanwhileError(CaseworkError):
    """Somebody changed the complaint meanwhile; nothing was saved."""


class AlreadyTakenError(CaseworkError):
    """Somebody else has it."""

    def __init__(self, by_name: str) -> None:
        super().__init__(f"{by_name} has it already.")
        self.by_name = by_name


class TooLateError(CaseworkError):
    """It is too late for this: the complaint is closed, or the message has left."""


class NotConfirmedError(CaseworkError):
    """The parliamentarian has not confirmed it, so nothing may be raised or shown."""


class NotStoredError(CaseworkError):
    """It could not be stored; nothing was."""


class RoleChangeError(CaseworkError):
    """This role cannot be given or ended so."""
