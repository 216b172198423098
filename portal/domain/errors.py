"""What can go wrong, as facts; `pages/errors.py` words them."""

from __future__ import annotations

from portal.domain.text import Said


class PortalError(Exception):
    """The root of every error that the portal raises on purpose."""


class UnknownAgencyError(PortalError):
    """No agency in force has this code."""


class UnknownSettingError(PortalError):
    """The settings of an agency have nothing of this code."""


class UnknownVersionError(PortalError):
    """An agency has no version of its settings with this number."""


class TooFewWorkingDaysError(PortalError):
    """A calendar leaves so few working days that no date can be counted in it."""


class UnknownFileFormError(PortalError):
    """Figures are asked for as a file in a form that this portal does not write."""


class UnknownComplaintError(PortalError):
    """No complaint has this number, or the actor may not know that it has."""


class NotAllowedError(PortalError):
    """The actor may not do this, whatever the state of the complaint."""


class AnotherPersonNeededError(PortalError):
    """The actor handled the complaint before a review was asked for: somebody else does now."""


class NotItsTurnError(PortalError):
    """The top authority answers and closes what reached it: this has not."""


class SecondReaderNeededError(PortalError):
    """The agency has its answers read: whoever wrote this one does not let it leave."""


class NobodyComplainsError(PortalError):
    """The service opened the file by itself: what takes a complainant cannot be done in it."""


class TransitionNotAllowedError(PortalError):
    """The complaint's status does not allow this action."""

    def __init__(self, status: str, action: str) -> None:
        super().__init__(f"{action} is not possible while {status}")
        self.status = status
        self.action = action


class AlreadyAskedError(TransitionNotAllowedError):
    """The agency is asked for this complaint already, or for the part of this number."""

    def __init__(self, status: str, action: str, number: str) -> None:
        super().__init__(status, action)
        self.number = number


class TooManyChangesError(PortalError):
    """What a letter tells of changed so often within an hour that it does not change once more."""


class StaleComplaintError(PortalError):
    """Somebody else changed the complaint after it was read."""


class AlreadyOnItsWayError(PortalError):
    """Something else of this complaint was confirmed and has not left yet."""


class AlreadyCancelledError(PortalError):
    """A text was taken back before it left: there is nothing to cancel any more."""


class NotOnItsWayError(PortalError):
    """It does not wait any more: it left, or came back to its author."""


class NobodyAtTopError(PortalError):
    """Nobody can act as the top authority: vacant, away without a substitute, or kept out."""


class HeldTextNotOpenedError(PortalError):
    """What was confirmed cannot be read, or is not what its row says: it cannot leave."""


class ActorMissingError(PortalError):
    """A complaint was asked for without saying on whose behalf."""


class UnknownRecommendationError(PortalError):
    """No recommendation has this number, or the actor may not know that it has."""


class UnknownLessonError(PortalError):
    """No lesson has this number, or the actor may not know that it has."""


class UnknownAlarmError(PortalError):
    """No alarm has this number, or the actor may not know that it has."""


class UnknownGroupError(PortalError):
    """No group has this number, or the actor may not know that it has."""


class AlreadyGroupedError(PortalError):
    """The complaint is in another group: it leaves that one first, with a reason."""


class GroupMovedError(PortalError):
    """What was about to be sent to a group is no longer what was looked at."""


class NotTheAddresseeError(PortalError):
    """The recommendation is addressed to somebody else, who alone replies to it."""


class OwnWorkError(PortalError):
    """The actor wrote the recommendation or carried it out: somebody else verifies it."""


class DraftGoneError(PortalError):
    """The draft has expired, was sent or erased, or never existed."""


class ClockRunOutError(PortalError):
    """The clock has run out: it can no longer be paused, extended or met in time."""


class IncompleteError(PortalError):
    """Something required is missing; `missing` lists the codes of what."""

    def __init__(self, *missing: str) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


class NameHiddenError(PortalError):
    """Whoever complains asked that nobody release who they are: they alone may lift it."""


class IdentitySaidError(PortalError):
    """A text says who complains to somebody who is not told it, and nobody said that it is meant.

    `place` is where it does, with a few words around.
    """

    def __init__(self, place: str) -> None:
        super().__init__("a text says who complains")
        self.place = place


def required(text: str, code: str) -> str:
    """Return a text without the space around it; raise IncompleteError with its code for none."""
    if not text.strip():
        raise IncompleteError(code)
    return text.strip()


class SameCategoryError(PortalError):
    """A complaint is of this category already: nothing would change."""


class SettingsMovedError(PortalError):
    """Somebody else changed a draft of settings, or what is in force, since it was looked at."""


class SecondPersonNeededError(PortalError):
    """The agency wants another person to publish settings than the one who wrote them."""


class MisreadError(ValueError):
    """Words do not say what they should; `text` tells what is wrong, in either language.

    The error itself speaks English, for whoever reads it beside code.
    """

    def __init__(self, text: Said) -> None:
        super().__init__(text.in_("en"))
        self.text = text
