"""A few examples of danger, and of what only sounds like it."""

from __future__ import annotations

from pathlib import Path

HEAD = "kind,language,text"
LINES = (
    "violence,fr,Mon mari me frappe",
    "violence,fr,Mon chum me bat le soir",
    "violence,fr,Mon conjoint me donne des coups",
    "violence,en,My husband hits me",
    "suicide,fr,Je veux mourir ce soir",
    "suicide,en,I want to die tonight",
    "child,fr,Le voisin frappe son bébé",
    "emergency,fr,Le feu est pris dans la cuisine",
    "none,fr,Cette attente me fait mourir de rire",
    "none,fr,Mon permis est en retard depuis mai",
    "none,en,My permit is late since May",
    "none,fr,Je vous écris encore pour la facture",
    "none,fr,Le guichet ferme à midi le vendredi",
    "none,fr,Personne ne répond au téléphone",
    "none,en,My parcel never came",
    "none,en,The clerk was rude to me",
    "none,en,They charged me twice",
)


def written(folder: Path, *more: str) -> Path:
    """Write the examples, and more lines, beside settings in a folder; return it."""
    examples = folder / "examples"
    examples.mkdir(parents=True)
    text = "\n".join((HEAD, *LINES, *more, ""))
    (examples / "_danger.csv").write_text(text, encoding="utf-8")
    return folder
