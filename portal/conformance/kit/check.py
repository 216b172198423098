"""What is examined, and what a check of it is.

A settings file and its plugin are read and put together as the portal does. A check has a name that
stays, a sentence, whom it protects, and how to put things right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import cached_property
from pathlib import PurePath

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from portal.agencies.agency import Agency
from portal.agencies.files.places import Mistake, Node, Place, plain
from portal.agencies.files.tree import read_tree
from portal.agencies.plugins.loading import PluginError
from portal.agencies.registry import InForce
from portal.agencies.settings.reader import Configuration, read_among
from portal.agencies.settings.schema import AgencyFile, AgencySettings
from portal.agencies.settings.shared import PortalSettings
from portal.conformance.kit.asked import Asked
from portal.finder.suggest import Finder, finder_over

NOBODY = Configuration(None)


@dataclass(frozen=True)
class Subject:
    """A settings file, the plugin it names if any, and the agencies it will stand beside.

    `plugin_problem` says why the plugin could not be loaded. `beside` holds the settings of the
    other agencies; an agency with the same code there is passed over. `said_about` says in words
    where the settings are from.
    """

    file: str
    text: str
    portal: PortalSettings
    plugin: object | None = None
    plugin_problem: str | None = None
    beside: Configuration = NOBODY
    today: date = field(default_factory=date.today)
    said_about: str | None = None

    @property
    def about(self) -> str:
        """What is examined, in words: the settings, and the plugin if there is one."""
        plugin = "no plugin"
        if self.plugin is not None:
            plugin = f"the plugin {getattr(self.plugin, '__file__', None) or repr(self.plugin)}"
        if self.plugin_problem is not None:
            plugin = "a plugin that does not load"
        return f"{self.said_about or self.file}, with {plugin}"

    @property
    def code(self) -> str:
        """The code that the name of the file gives to the agency."""
        return PurePath(self.file).stem

    @cached_property
    def tree(self) -> tuple[Node | None, list[Mistake]]:
        """The file as it is written, and what keeps it from being read."""
        return read_tree(self.text, self.file)

    @property
    def root(self) -> Place | None:
        """The place where the settings begin, unless the file cannot be read."""
        node, _ = self.tree
        return None if node is None else Place(self.file, node)

    @property
    def written(self) -> Place:
        """The place where the settings begin, for checks that are made only of what can be read."""
        assert self.root is not None
        return self.root

    @cached_property
    def errors_of_schema(self) -> list[ErrorDetails]:
        """What the schema finds wrong in the file."""
        node, _ = self.tree
        try:
            AgencyFile.model_validate(None if node is None else plain(node))
        except ValidationError as error:
            return error.errors(include_url=False, include_input=False)
        return []

    @cached_property
    def read(self) -> tuple[AgencySettings | None, list[Mistake]]:
        """The settings, or every mistake of the file, as the portal reads them."""
        return read_among(self.code, {**self.beside.texts, self.code: self.text}, self.portal)

    @property
    def settings(self) -> AgencySettings | None:
        """The settings, complete, if the file has no mistake."""
        return self.read[0]

    @property
    def sound(self) -> AgencySettings:
        """The settings, for checks that are made only when they have no mistake."""
        assert self.settings is not None
        return self.settings

    @cached_property
    def registration_problem(self) -> str | None:
        """Why the plugin's hooks cannot be registered."""
        if self.plugin is None or self.settings is None:
            return None
        try:
            Agency(self.settings, plugin=self.plugin).hooks  # noqa: B018  # builds and checks them
        except PluginError as error:
            return str(error)
        return None

    @cached_property
    def agency(self) -> Agency | None:
        """The agency, if its settings are sound and its plugin loads."""
        if self.settings is None or self.plugin_problem or self.registration_problem:
            return None
        return Agency(self.settings, plugin=self.plugin)

    @cached_property
    def finder(self) -> Finder:
        """The finder over this agency and those beside it."""
        assert self.agency is not None
        agencies = {code: Agency(settings) for code, settings in self.beside.agencies.items()}
        return finder_over(InForce(self.portal, {**agencies, self.agency.code: self.agency}))

    @cached_property
    def asked(self) -> Asked:
        """Everything the agency answers, asked once and shared by all checks."""
        assert self.agency is not None
        return Asked(self.agency)


Findings = Iterator[str]
Find = Callable[[Subject], Findings]


class Needs(Enum):
    """What must be there before a check can be made."""

    TEXT = "anything"
    TREE = "a file that can be read"
    PLUGIN = "a plugin that loads"
    AGENCY = "settings without mistakes, and a plugin that loads if they name one"
    BOTH = "settings without mistakes and a plugin that loads"

    def are_met_by(self, subject: Subject) -> bool:
        """Tell whether `subject` has what a check of this kind looks at."""
        met = {
            Needs.TEXT: True,
            Needs.TREE: subject.root is not None,
            Needs.PLUGIN: subject.plugin is not None,
            Needs.AGENCY: subject.agency is not None,
            Needs.BOTH: subject.agency is not None and subject.plugin is not None,
        }
        return met[self]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that every agency must keep; `find` yields what is wrong."""

    name: str
    topic: str
    sentence: str
    protects: str
    mend: str
    needs: Needs
    find: Find


@dataclass
class Topic:
    """Checks about one subject, in the order in which they are made."""

    title: str
    needs: Needs = Needs.AGENCY
    checks: list[Check] = field(default_factory=list)

    def check(self, protects: str, mend: str) -> Callable[[Find], Find]:
        """Make a check of a function: its name is the check's, its docstring the sentence."""

        def made(find: Find) -> Find:
            name = find.__name__.replace("_", "-")
            sentence = " ".join((find.__doc__ or "").split())
            self.checks.append(Check(name, self.title, sentence, protects, mend, self.needs, find))
            return find

        return made


def repeated(values: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Yield each value that stands several times, with how often it does."""
    return ((value, times) for value, times in Counter(values).items() if times > 1)
