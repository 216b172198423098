"""Whether the plugins that settings files name load: a file that names another is not right."""

from __future__ import annotations

from portal.agencies.files.places import Mistake, Place
from portal.agencies.files.tree import read_tree
from portal.agencies.plugins.hosted import load_hosted
from portal.agencies.plugins.loading import PluginError
from portal.agencies.settings.reader import Configuration
from portal.agencies.settings.schema import AgencySettings
from portal.words.catalogue import in_english_only, sentence


def mistakes_of_plugins(read: Configuration) -> dict[str, Mistake]:
    """Return the mistake of each agency that names a plugin which does not load, by its code."""
    mistakes = {
        code: mistake_of_plugin(settings, f"{code}.yaml", read.texts[code])
        for code, settings in read.agencies.items()
    }
    return {code: mistake for code, mistake in mistakes.items() if mistake is not None}


def mistake_of_plugin(settings: AgencySettings, file: str, text: str) -> Mistake | None:
    """Return why the plugin that a file names does not load, if it names one and it does not."""
    try:
        if settings.agency.plugin is not None:
            load_hosted(settings.agency.plugin)
    except PluginError as error:
        node, _ = read_tree(text, file)
        assert node is not None
        named = Place(file, node).at("agency", "plugin")
        return named.mistake(sentence("ne se charge pas%(why)s", why=in_english_only(error)))
    return None
