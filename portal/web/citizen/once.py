"""A form that is sent twice is kept once: it carries a mark, which what it writes keeps."""

from __future__ import annotations

import secrets

from flask import request

FIELD = "une-fois"
_LONGEST = 40


def mark() -> str:
    """Return the mark of the form on the page: that of the form that was sent, or a new one."""
    return request.form.get(FIELD) or secrets.token_urlsafe(12)


def sent_mark(complaint_id: int) -> str:
    """Return the mark of the form that was sent about a complaint.

    It belongs to the complaint: another one's cannot swallow what is written about this one.
    """
    return f"{complaint_id}-{request.form.get(FIELD, '')}"[:_LONGEST]
