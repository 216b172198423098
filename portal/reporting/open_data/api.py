"""The published figures by the API: those of the open data, signed as these are."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from flask import Response, abort
from pydantic import BaseModel, Field

from portal.api.operations import Operations
from portal.domain.actor import PORTAL
from portal.pages.current import runtime
from portal.reporting.open_data.page import dump_of_quarter
from portal.reporting.vintages.queries import published_periods
from portal.words.catalogue import to_translate

operations = Operations("indicators")


class QuarterPath(BaseModel):
    """Which quarter an address names."""

    quarter: str = Field(
        pattern=r"^[0-9]{4}-T[1-4]$", description=to_translate("Le trimestre, comme 2026-T1.")
    )


class Quarters(BaseModel):
    """Every quarter of which figures are published."""

    quarters: list[str]


class Figure(BaseModel):
    """One published figure; one that is hidden for its few cases has no numbers."""

    table: str
    agency: str = Field(description=to_translate("L’organisme; * pour tous ensemble."))
    column: str
    month: str
    unit: str
    told: str = Field(description=to_translate("Exact, entre deux bornes, ou masqué."))
    least: int | None = None
    most: int | None = None


class Indicators(BaseModel):
    """The figures of a quarter as they are published: `portal reports recompute` reads them."""

    dump: str
    quarter: str
    number: int = Field(description=to_translate("Combien de fois ce trimestre a été publié."))
    definitions: str = Field(description=to_translate("La version des définitions."))
    published_at: datetime
    rows: list[Figure]
    public_key: str
    signature: str


@operations.get(
    "/indicators",
    to_translate("Les trimestres dont les chiffres sont publiés"),
    answers={200: Quarters},
)
def quarters() -> Quarters:
    """List the published quarters."""
    published = runtime().read(PORTAL, published_periods)
    return Quarters(quarters=[str(period) for period in published])


@operations.get(
    "/indicators/<quarter>",
    to_translate("Les chiffres publiés d’un trimestre"),
    answers={200: Indicators},
    refuses=(404,),
)
def indicators(path: QuarterPath) -> Any:
    """Hand over the published figures of a quarter, the small ones hidden as on every page."""
    dump = dump_of_quarter(path.quarter) or abort(404)
    return Response(msgspec.json.encode(dump), content_type="application/json")
