"""The portal's common list of subjects, by which organisations are compared."""

from __future__ import annotations

from portal.pages.current import current_language, runtime


def theme_names() -> dict[str, str]:
    """Return the name of each theme by its code, in the page's language."""
    language = current_language()
    themes = runtime().agencies.portal.themes
    return {theme.code: theme.name.text.in_(language) for theme in themes}
