"""Where an administrator lets another system use the API for an agency, and ends it.

The secret of a new client stands on the page that answers the form, and nowhere else.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import partial
from typing import Any

from flask import url_for
from msgspec import Struct

from portal.agencies.agency import Agency
from portal.auth.sign_in import current_actor
from portal.complaints.api_clients import (
    LONGEST_NAME,
    AlreadyMadeError,
    MadeClient,
    make_client,
    revoke_client,
)
from portal.complaints.queries.api_clients import ListedClient, clients_of
from portal.domain.api_scopes import Scope
from portal.domain.errors import PortalError, UnknownSettingError
from portal.domain.permissions import Permission
from portal.pages.actions.engine import Act, ActionPage, Form, Outcome, Subject, add_action
from portal.pages.current import gettext, runtime
from portal.pages.forms import Problems, typed_line
from portal.pages.own_fields import ONCE_FIELD
from portal.pages.settings.drafting.state import bp
from portal.words.catalogue import to_translate

NAME, SCOPES = "name", "scopes"

SCOPE_WORDS: dict[Scope, str] = {
    Scope.FILE: to_translate("Déposer des plaintes à l’organisme"),
    Scope.READ: to_translate("Lire les plaintes de l’organisme, sans dire qui porte plainte"),
    Scope.PERSONAL: to_translate("Lire aussi qui porte plainte, son récit et ses messages"),
    Scope.HANDLE: to_translate("Traiter les plaintes : prendre en charge, écrire, répondre"),
    Scope.TRANSFER: to_translate(
        "Proposer de transmettre une plainte à un autre organisme, avec le droit de lire qui "
        "porte plainte"
    ),
}
"""What each scope lets a system do, in an administrator's words."""


class OpenedClients(Struct, frozen=True):
    """The systems that use the API for an agency; `chosen` is the one that an address names."""

    agency: Agency
    every: list[ListedClient]
    chosen: ListedClient | None = None


def _opened(agency: str, what: str, client_id: str | None = None) -> OpenedClients:
    known = runtime().agencies.agency(agency)
    every = runtime().read(current_actor(), clients_of, known.code)
    if client_id is None:
        return OpenedClients(known, every)
    named = [client for client in every if client.client_id == client_id]
    if not named or named[0].revoked_at is not None:
        raise UnknownSettingError(client_id)
    return OpenedClients(known, every, named[0])


def _make(opened: OpenedClients, form: Form, problems: Problems) -> Act:
    name, scopes = typed_line(NAME), _chosen(form)
    if not name:
        problems.add(NAME, gettext("Nommez ce système : l’historique dira que c’est lui"))
    problems.check_line(NAME, name, LONGEST_NAME)
    if not scopes:
        problems.add(SCOPES, gettext("Choisissez ce que ce système peut faire"))
    if Scope.PERSONAL in scopes and Scope.READ not in scopes:
        problems.add(
            SCOPES, gettext("Pour lire qui porte plainte, il faut aussi lire les plaintes")
        )
    return partial(
        make_client,
        keyring=runtime().keyring,
        agency=opened.agency.code,
        name=name,
        scopes=scopes,
        made_by=current_actor().user_id,
        once=form.get(ONCE_FIELD) or None,
    )


def _revoke(opened: OpenedClients, _form: Form, _problems: Problems) -> Act:
    assert opened.chosen is not None, "its address names it"
    code, client_id = opened.agency.code, opened.chosen.client_id
    by = current_actor().user_id
    return partial(revoke_client, agency=code, client_id=client_id, revoked_by=by)


def _change(_opened: OpenedClients, act: Act, _seen: int) -> Any:
    with runtime().transaction() as session:
        result = act(session, now=runtime().now())
    # Shown on this very page: where it leads on to, a secret would have to wait somewhere.
    return Outcome(shown={"made": result}) if isinstance(result, MadeClient) else result


def _chosen(form: Form) -> list[Scope]:
    typed = form.getlist(SCOPES)
    return [scope for scope in Scope if scope in typed]


def _given(_opened: OpenedClients, form: Form) -> dict[str, Any]:
    return {
        "made": None,
        "choices": [(scope.value, gettext(words)) for scope, words in SCOPE_WORDS.items()],
        "chosen": _chosen(form),
        "named": form.get(NAME, ""),
        "once": form.get(ONCE_FIELD) or secrets.token_urlsafe(12),
    }


def _listed(opened: OpenedClients) -> str:
    return url_for("settings.clients", agency=opened.agency.code)


def _shared(opened: OpenedClients) -> dict[str, Any]:
    return {"agency": opened.agency, "opened": opened, "scope_words": SCOPE_WORDS}


_REFUSALS: dict[type[PortalError], str | Callable[[Any], str]] = {
    AlreadyMadeError: to_translate(
        "Cet accès est déjà créé, et son secret a été montré. Si vous ne l’avez pas copié, retirez "
        "l’accès et créez-en un autre."
    )
}
CLIENTS: Subject[OpenedClients] = Subject(
    fr="/reglages/<agency>/acces",
    en="/settings/<agency>/access",
    opened=_opened,
    change=_change,
    url=_listed,
    shared=_shared,
    refusals=_REFUSALS,
)
ONE_CLIENT: Subject[OpenedClients] = Subject(
    fr="/reglages/<agency>/acces/<client_id>",
    en="/settings/<agency>/access/<client_id>",
    opened=_opened,
    change=_change,
    url=_listed,
    shared=_shared,
)
add_action(
    bp,
    ActionPage(
        CLIENTS,
        "clients",
        "",
        "",
        Permission.CONFIGURE,
        None,
        _make,
        given=_given,
        fields=(NAME, SCOPES),
        folder="settings",
    ),
)
add_action(
    bp,
    ActionPage(
        ONE_CLIENT,
        "revoke_client",
        "retirer",
        "revoke",
        Permission.CONFIGURE,
        to_translate("L’accès est retiré : ce système n’entre plus."),
        _revoke,
        folder="settings",
    ),
)
