"""What a caller tells an employee, who writes it down."""

from __future__ import annotations

from datetime import date

FRIDAY = date(2026, 11, 20)
TOLD = {
    "canal": "phone",
    "heure": "8:30",
    "langue": "fr",
    "recit": "Le sentier est fermé depuis un mois.",
    "sujet": "trail",
    "nom": "Jeanne Tremblay",
    "moyen": "phone",
    "telephone": "418 555-0199",
}


def received(day: date) -> dict[str, int]:
    """Return the three fields of the day of receipt."""
    return {"recue-day": day.day, "recue-month": day.month, "recue-year": day.year}
