"""Proposing a complaint to another agency, by whatever feature knows how that is done."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import abort
from pydantic import BaseModel, Field

from portal.api.agencies import CODE
from portal.api.complaints import NumberPath
from portal.api.handling import REFUSED, Changed, ChangeHeaders, changed
from portal.api.operations import Operations
from portal.api.problems import at, to_correct
from portal.api.reading_bodies import Story
from portal.domain.api_scopes import Scope
from portal.pages.current import gettext, runtime
from portal.pages.features import added
from portal.pages.office.actions.receiving import Proposes
from portal.words.catalogue import to_translate

operations = Operations("complaints")


class NewTransfer(BaseModel, extra="forbid"):
    """To whom a complaint is proposed, and why; its complainant chooses what goes along."""

    agency: str = Field(pattern=CODE, description=to_translate("L’organisme qui répondrait."))
    reason: Story = Field(
        description=to_translate("Pourquoi; la personne et l’autre organisme le lisent.")
    )
    is_naming_meant: bool = Field(
        False, description=to_translate("Le motif dit qui porte plainte, et c’est voulu.")
    )


@operations.post(
    "/complaints/<number>/transfer",
    to_translate("Proposer une plainte à un autre organisme"),
    describes=to_translate(
        "Le motif est lu par d’autres, et refusé s’il dit sans le vouloir qui porte plainte : "
        "pour que personne n’essaie des noms, la portée complaints:personal est aussi demandée."
    ),
    scope=Scope.TRANSFER,
    also=(Scope.PERSONAL,),
    answers={200: Changed},
    refuses=REFUSED,
)
def transfer(path: NumberPath, header: ChangeHeaders, body: NewTransfer) -> Any:
    """Propose a complaint to another agency that takes complaints now."""
    proposing = next(iter(added(Proposes)), None) or abort(404)
    portal = runtime()
    taking = {one.code: one for one in portal.agencies.taking_complaints(portal.now())}
    if body.agency not in taking:
        return to_correct([at("agency", gettext("Ce n’est pas l’un des choix offerts."))])
    act = partial(
        proposing.propose,
        to=taking[body.agency],
        category=None,
        reason=body.reason,
        is_naming_meant=body.is_naming_meant,
    )
    return changed(path.number, header, act)
