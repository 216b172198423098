"""Whether what the database holds is what happened."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.complaints.proof.chains import Verified, link_of, verify_chains
from portal.complaints.queries import exports
from portal.domain.history import Break
from portal.domain.number import complaint_number
from portal.keyring import Keyring


def verify_database(session: Session, keyring: Keyring) -> Verified:
    """Check every entry, chain, signed head and number of the database."""
    heads = exports.heads(session)
    links = (link_of(number, entry) for number, entry in exports.history_entries(session))
    verified = verify_chains(links, heads, keyring.public_key)
    if verified.broken:
        return verified
    return Verified(verified.complaints, verified.entries, _missing_complaint(session))


def _missing_complaint(session: Session) -> Break | None:
    """Return the first number given out whose complaint is gone, history and all."""
    for year, last in exports.numbers_given_out(session).items():
        rank = 1
        for number in exports.numbers_of(session, year):
            if number != complaint_number(year, rank):
                break
            rank += 1
        if rank <= last:
            return Break(complaint_number(year, rank), 1, "the complaint is missing")
    return None
