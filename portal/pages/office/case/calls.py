"""A call that was asked for: which number is the newer one, where it changed since."""

from __future__ import annotations

from portal.complaints.entries import CALL
from portal.complaints.queries.case_file import Entry, Message
from portal.domain.history import EntryKind
from portal.domain.phone import is_same_number, number_above
from portal.pages.current import gettext
from portal.pages.office.case import OpenedCase


def newer_number(case: OpenedCase, entry: Entry, message: Message | None) -> str:
    """Return which number is called, where the one that a request names may be an old one."""
    if message is None or entry.facts.get("about") != CALL:
        return ""
    named, person = number_above(message.body), case.file.person()
    known = (person.phone if person else None) or ""
    if not named or (known and is_same_number(named, known)):
        return ""
    if case.complaint.parent_id is not None:
        return _in_a_part(known)
    return _on_the_whole(known) if _is_changed_since(case, entry) else ""


def newer_number_above(case: OpenedCase, message: Message | None) -> str:
    """Return the same for a message that stands alone, such as above what is to be done."""
    if message is None:
        return ""
    entries = (entry for entry in case.file.entries if entry.seq == message.history_seq)
    return next((newer_number(case, entry, message) for entry in entries), "")


def _is_changed_since(case: OpenedCase, entry: Entry) -> bool:
    changed = (other.seq for other in case.file.entries if other.kind == EntryKind.CONTACT_CHANGED)
    return max(changed, default=0) > entry.seq


def _on_the_whole(known: str) -> str:
    if not known:
        return gettext(
            "Les coordonnées ont changé depuis : le numéro écrit plus bas est peut-être l’ancien."
        )
    return gettext(
        "Appelez au %(phone)s : les coordonnées ont changé depuis. Le numéro écrit plus bas est "
        "celui d’avant.",
        phone=known,
    )


def _in_a_part(known: str) -> str:
    """Return the number of the contact details: a part does not know when they changed."""
    if not known:
        return ""
    return gettext(
        "Les coordonnées disent aujourd’hui : %(phone)s. La demande a un autre numéro, plus bas.",
        phone=known,
    )
