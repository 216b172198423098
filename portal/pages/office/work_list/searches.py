"""Keeping a search of the work list, and forgetting it."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.auth.access import requires
from portal.complaints.people.searches import forget_search, keep_search
from portal.domain.permissions import Permission
from portal.pages.current import runtime
from portal.pages.languages import localized
from portal.pages.office.blueprints import bp
from portal.pages.office.work_list.filters import Filters
from portal.pages.texts import gettext
from portal.pages.typed import typed_line

LONGEST_NAME = 60


@localized(
    bp, fr="/gestion/<agency>/file/garder", en="/office/<agency>/list/keep", methods=("POST",)
)
@requires(Permission.SEE_COMPLAINTS, agency_from="agency")
def keep(agency: str) -> ResponseReturnValue:
    """Keep the search whose query string the address carries."""
    query = Filters.read(agency).query()
    name = typed_line("nom-recherche")[:LONGEST_NAME]
    if not name:
        flash(gettext("Donnez un nom à la recherche"), "err")
    else:
        with runtime().transaction() as session:
            keep_search(session, current_user.user_id, agency, name, query)
        flash(gettext("La recherche « %(name)s » est gardée.", name=name))
    return redirect(url_for(".worklist", agency=agency) + "?" + urlencode(query), 303)


@localized(
    bp, fr="/gestion/<agency>/file/oublier", en="/office/<agency>/list/forget", methods=("POST",)
)
@requires(Permission.SEE_COMPLAINTS, agency_from="agency")
def forget(agency: str) -> ResponseReturnValue:
    """Forget one of one's own searches."""
    search_id = request.form.get("recherche", 0, type=int)
    with runtime().transaction() as session:
        forget_search(session, current_user.user_id, agency, search_id)
    flash(gettext("La recherche n’est plus gardée."))
    return redirect(url_for(".worklist", agency=agency), 303)
