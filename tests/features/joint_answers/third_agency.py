"""A third agency beside the parks and the water board: the office of air, by the rules of water."""

from __future__ import annotations

from pathlib import Path

from portal.domain.actor import PORTAL
from portal.releases.files import sync_releases
from portal.runtime import Runtime

NAMES = {"Service des eaux": "Bureau de l’air", "Water board": "Office of air"}


def put_air_in_force(runtime: Runtime, files: Path, within: str = "15 working days") -> None:
    """Let the office of air take complaints, with its own time for an answer."""
    text = (files / "water.yaml").read_text("utf-8").replace("code: water", "code: air", 1)
    for before, now in NAMES.items():
        text = text.replace(before, now)
    text = text.replace("within: 10 working days", f"within: {within}", 1)
    text = text.replace("Eau potable et factures d’eau", "Odeurs et fumées")
    text = text.replace("facture, bill, compteur, meter", "odeur, odour, fumée, smoke")
    (files / "air.yaml").write_text(text, "utf-8")
    with runtime.transaction(PORTAL) as session:
        sync_releases(session, files, runtime.now())
    runtime.take_up_changes()
