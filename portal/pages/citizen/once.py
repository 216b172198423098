"""A form that is sent twice is kept once: it carries a mark, which what it writes keeps."""

from __future__ import annotations

import secrets

from flask import request

FIELD = "une-fois"
_LONGEST = 40


def mark() -> str:
    """Return the mark of the form on the page: that of the form that was sent, or a new one."""
    return request.form.get(FIELD) or secrets.token_urlsafe(12)


def sent_mark(complaint_id: int, rank: int = 0) -> str:
    """Return the mark of the form that was sent about a complaint.

    It belongs to the complaint: another one's cannot swallow what is written about this one. Each
    of several agencies that the form goes to has its own, by its rank.
    """
    place = f"{complaint_id}.{rank}" if rank else f"{complaint_id}"
    return f"{place}-{request.form.get(FIELD, '')}"[:_LONGEST]
