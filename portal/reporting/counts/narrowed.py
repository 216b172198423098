"""To which of its complaints a page is narrowed, as it was asked for."""

from __future__ import annotations

from msgspec import Struct

from portal.domain.nature import OWN_MOTION

TOGETHER = "~"
"""What parts the codes of categories that are counted together: no code has it."""


class Narrowing(Struct, frozen=True):
    """To which of its complaints a page is narrowed; what is empty narrows nothing.

    Without a nature it is of complaints: whatever was something else is asked for by its nature.
    """

    theme: str = ""
    category: str = ""
    channel: str = ""
    language: str = ""
    region: str = ""
    nature: str = ""

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories that it asks for: one, or all of one lineage together."""
        return tuple(self.category.split(TOGETHER)) if self.category else ()

    @property
    def chosen(self) -> dict[str, str]:
        """What it is narrowed to, by the name of each part."""
        parts = {name: getattr(self, name) for name in self.__struct_fields__}
        return {name: value for name, value in parts.items() if value}

    @property
    def is_told_by_rows(self) -> bool:
        """Tell whether complaints as they stand tell it: they have no language of their subject."""
        return not self.is_finest and self.nature in ("", OWN_MOTION)

    @property
    def is_finest(self) -> bool:
        """Tell whether it asks for what is counted in the finest cells alone."""
        return bool(self.language or self.region)


NOT_NARROWED = Narrowing()
