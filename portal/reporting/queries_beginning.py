"""When the register begins: what is older than its first complaint is compared with nothing."""

from __future__ import annotations

from portal.pages.current import gettext
from portal.reporting import texts
from portal.reporting.figures import Reading


def too_early(reading: Reading) -> str:
    """Say when the register begins if the period compared to began before; else nothing."""
    began = reading.began
    if began is None or began <= reading.asked.compared.months[0]:
        return ""
    return gettext("le registre commence en %(month)s", month=texts.month(began))
