"""What keeps the portal from doing what it was asked, though nothing is wrong with the request."""

from __future__ import annotations

import errno


class TroubleError(Exception):
    """What the portal stands on fails it; nothing is acknowledged.

    It may be asked again after `wait` seconds.
    """

    wait = 60


class DiskFullError(TroubleError):
    """There is no room to write: a disk, a quota or a limit of files is full."""


class NoRoomForDraftsError(TroubleError):
    """The documents of complaints that are not sent yet would take too much of the disk."""

    wait = 3600


class DiskFailedError(TroubleError):
    """The disk does not take what is written, or gives back something else."""


class ReadOnlyDataError(TroubleError):
    """What is kept can be read, and not changed."""


class DataBusyError(TroubleError):
    """Somebody else has been writing for longer than anybody should wait."""

    wait = 5


class DataGoneError(TroubleError):
    """What is kept is not where it was, or nobody answers there."""


class ForeignLogError(DataGoneError):
    """Beside what is kept lies the log of something else, which would be read over it."""


class OlderStateError(TroubleError):
    """What stands where things are kept holds less than was kept there: an older copy of it."""


class WrongKeysError(TroubleError):
    """The keys are not those of what is kept: it cannot be read, or would be signed by another."""


_OF_THE_SYSTEM: dict[int, type[TroubleError]] = {
    errno.ENOSPC: DiskFullError,
    errno.EDQUOT: DiskFullError,
    errno.EFBIG: DiskFullError,
    errno.EROFS: ReadOnlyDataError,
    errno.EACCES: ReadOnlyDataError,
    errno.EPERM: ReadOnlyDataError,
    errno.EIO: DiskFailedError,
    errno.ESTALE: DataGoneError,
    errno.ENOTCONN: DataGoneError,
}
"""By the numbers of errors; a quota counts as a full disk, a network share may be gone."""


def system_trouble(error: OSError) -> TroubleError | None:
    """Return the trouble that an error of the system tells of; None where it tells of none."""
    kind = _OF_THE_SYSTEM.get(error.errno or 0)
    return None if kind is None else kind(error.strerror)
