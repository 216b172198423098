"""The page that shows how far the answer of a group is, and a button that stops it."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from math import ceil

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.domain.permissions import Permission
from portal.features.groups.actions import answering
from portal.features.groups.office.opened import OpenedGroup, done_with_group, opened_group
from portal.features.groups.office.words import left_out_words
from portal.features.groups.sending_queries import FoundSending, parts_left_out
from portal.features.groups.sending_queries import sending as found_sending
from portal.pages.current import runtime
from portal.pages.forms import Problems
from portal.pages.groups import Pages
from portal.pages.languages import localized
from portal.pages.texts import gettext

pages = Pages("office")


@localized(
    pages,
    fr="/gestion/<agency>/groupes/<int:group>/envois/<int:answer>",
    en="/office/<agency>/groups/<int:group>/sendings/<int:answer>",
)
@requires(Permission.SEE_GROUPS, agency_from="agency")
def group_sending(agency: str, group: int, answer: int) -> ResponseReturnValue:
    """Show how far an answer is, and which complaints are left out."""
    opened = opened_group(agency, group)
    with runtime().reading(current_actor()) as session:
        found = found_sending(session, group, answer)
        out = parts_left_out(session, answer)
    return render_template(
        "groups/sending.html",
        agency=opened.agency,
        opened=opened,
        sending=found,
        minutes=_minutes_left(opened, found),
        held_until=_held_until(opened, found),
        left_out=[(one, left_out_words(one.why or "failed")) for one in out],
    )


@localized(
    pages,
    fr="/gestion/<agency>/groupes/<int:group>/envois/<int:answer>/arreter",
    en="/office/<agency>/groups/<int:group>/sendings/<int:answer>/stop",
    methods=("POST",),
)
@requires(Permission.GROUP, agency_from="agency")
def stop_sending(agency: str, group: int, answer: int) -> ResponseReturnValue:
    """Send no more letters of an answer; those that left stay."""
    act = partial(answering.stop, agency=agency, group_id=group, answer_id=answer)
    if done_with_group(act, Problems()) == 303:
        flash(gettext("Envoi arrêté. Ce qui est parti reste envoyé."))
    return redirect(opened_group(agency, group).url("group_sending", answer=answer), 303)


def _held_until(opened: OpenedGroup, sending: FoundSending) -> datetime | None:
    """Return when the first letter leaves, while none has and all can still be stopped."""
    leaves_at = sending.sent_at + runtime().config.hold
    return leaves_at if sending.done_at is None and opened.now < leaves_at else None


def _minutes_left(opened: OpenedGroup, sending: FoundSending) -> int | None:
    """Return how many minutes are left by the pace so far; None where none is known."""
    if sending.done_at is not None or not sending.sent:
        return None
    pace = (opened.now - sending.sent_at) / sending.sent
    return ceil(sending.ready * pace / timedelta(minutes=1))
