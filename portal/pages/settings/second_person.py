"""Where another person has to publish: who can, and what leads on where nobody can.

No way leads around the second person: one gives back what the other wrote, or a second person is
made an administrator.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from msgspec import Struct

from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.complaints.queries.health import HolderNow, publishers
from portal.domain.actor import PORTAL
from portal.domain.errors import SettingsMovedError
from portal.domain.permissions import Permission
from portal.pages.current import gettext, runtime
from portal.pages.languages import localized
from portal.pages.settings.drafting.state import SettingsState, bp, seen_version
from portal.releases.drafts import save_draft
from portal.releases.second_person import give_back

_TWO = 2


class SecondPerson(Struct, frozen=True):
    """Who may publish what is written now besides its author, and whether the rule can be met.

    `lacks` tells that fewer than two may change these settings while two are asked for, and
    `will_lack` that it will be so once the draft is published.
    """

    others: Sequence[HolderNow]
    lacks: bool
    will_lack: bool


NOBODY_ASKED = SecondPerson((), lacks=False, will_lack=False)
"""Of an agency that asks for no second person, nor will."""


def second_person(state: SettingsState) -> SecondPerson:
    """Return who may publish besides whoever wrote the draft, or whoever reads."""
    is_asked = bool(state.in_force.get("agency", {}).get("two_to_publish"))
    will_be = state.settings.agency.two_to_publish
    if not (is_asked or will_be):
        return NOBODY_ASKED
    people = runtime().read(PORTAL, publishers, state.agency.code, runtime().now())
    author = state.draft.edited_by if state.draft else current_actor().user_id
    return SecondPerson(
        [holder for person, holder in people.items() if person != author],
        is_asked and len(people) < _TWO,
        will_be and not is_asked and len(people) < _TWO,
    )


@localized(
    bp,
    fr="/reglages/<agency>/brouillon/rendre",
    en="/settings/<agency>/draft/give-back",
    methods=("POST",),
)
@requires(Permission.CONFIGURE, agency_from="agency")
def give_back_draft(agency: str) -> ResponseReturnValue:
    """Take up again what the other person wrote, so that whoever changed it may publish that."""
    portal, user_id, seen = runtime(), current_actor().user_id, seen_version()
    try:
        with portal.transaction() as session:
            text = give_back(session, agency, user_id, seen)
            save_draft(session, agency, text, user_id, portal.now(), seen)
    except SettingsMovedError:
        flash(gettext("Le brouillon a changé entre-temps. Rien n’est repris."), "warn")
    else:
        flash(gettext("Le brouillon est de nouveau celui de l’autre personne. Relisez-le."))
    return redirect(url_for(".compare", agency=agency), 303)
