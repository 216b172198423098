"""Reading settings files: all the mistakes of a file at once, each with its line and column.

Whatever the bytes are, the answer is settings or mistakes, never an exception.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from portal.agencies.files.places import Mistake, Place, in_line_order, plain
from portal.agencies.files.tree import position, read_tree
from portal.agencies.plugins.loading import PackagedFile
from portal.agencies.settings.checks import check_agency, check_folder, check_portal, notes_on
from portal.agencies.settings.fields import Settings
from portal.agencies.settings.schema import AgencyFile, AgencySettings
from portal.agencies.settings.shared import PortalSettings
from portal.agencies.settings.wording import mistakes_of_schema
from portal.words.catalogue import in_english_only, sentence

__all__ = ["Configuration", "Mistake", "notes_of", "read_agency", "read_folder", "read_portal"]

PORTAL_FILE = "_portal.yaml"
Source = Path | str | bytes
Kind = TypeVar("Kind", bound=Settings)


@dataclass(frozen=True, slots=True)
class Configuration:
    """A folder of settings: what is sound in it, and every mistake of the rest.

    `texts` are the files of the sound agencies as they are written, by the agencies' codes.
    `notes` tell what could be better, such as words without English, and hold nothing back.
    """

    portal: PortalSettings | None
    agencies: dict[str, AgencySettings] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)
    notes: list[Mistake] = field(default_factory=list)


def read_agency(
    source: Source, portal: PortalSettings | None
) -> tuple[AgencySettings | None, list[Mistake]]:
    """Return an agency's settings, complete with what the portal gives to all, or its mistakes.

    `source` is a path, or the text itself. Without `portal` the mistakes alone are found.
    """
    root, mistakes = _opened(source)
    return _agency(root, mistakes, portal, _stem(source))


def notes_of(source: Source) -> list[Mistake]:
    """Return what could be better in an agency's file, whether it has mistakes or not."""
    root, _ = _opened(source)
    return notes_on(root) if root is not None else []


def read_among(
    code: str, texts: Mapping[str, str], portal: PortalSettings
) -> tuple[AgencySettings | None, list[Mistake]]:
    """Return the settings of one agency, or its mistakes, beside the other agencies' files.

    `texts` are the files of all agencies by their codes, its own among them.
    """
    others = {
        neighbour: _neighbour(f"{neighbour}.yaml", text)
        for neighbour, text in texts.items()
        if neighbour != code
    }
    node, mistakes = read_tree(texts[code], f"{code}.yaml")
    own = None if node is None else Place(f"{code}.yaml", node)
    settings, mistakes = _agency(own, mistakes, portal, code)
    # The agency's own file last: of two files that clash, the later is told.
    roots = {name: root for name, root in (*others.items(), (code, own)) if root is not None}
    clashes = check_folder(None, roots, set(roots)) if settings else []
    mine = [mistake for mistake in clashes if mistake.file == f"{code}.yaml"]
    return (None, mine) if mine else (settings, mistakes)


@lru_cache(maxsize=256)
def _neighbour(file: str, text: str) -> Place | None:
    """Return the place at the root of another agency's file, which seldom changes."""
    node, _ = read_tree(text, file)
    return None if node is None else Place(file, node)


def read_portal(source: Source) -> tuple[PortalSettings | None, list[Mistake]]:
    """Return what all agencies share, or its mistakes."""
    root, mistakes = _opened(source)
    return _checked(PortalSettings, root, mistakes, check_portal)


def read_folder(folder: Path, packaged: Iterable[PackagedFile] = ()) -> Configuration:
    """Return every agency of a folder that is sound, and the mistakes of all its files.

    The agencies of installed packages, `packaged`, join those of the folder; that one agency has
    two files is a mistake.
    """
    root, file_mistakes = _opened(folder / PORTAL_FILE, among=folder)
    portal, mistakes = _checked(PortalSettings, root, file_mistakes, check_portal)
    reading = _Reading(Configuration(portal, mistakes=mistakes))
    for file in _files_of(folder):
        reading.add(file, file.name)
    for brought in packaged:
        reading.add_packaged(brought)
    mistakes += check_folder(root, reading.roots, reading.first.keys())
    return reading.read


@dataclass
class _Reading:
    """A configuration while it is read: the roots of its files, and the first file of each code."""

    read: Configuration
    roots: dict[str, Place] = field(default_factory=dict)
    first: dict[str, str] = field(default_factory=dict)

    def add(self, file: Path, name: str) -> None:
        root, file_mistakes = _opened(file, name, file.parent)
        settings, wrong = _agency(root, file_mistakes, self.read.portal, file.stem)
        self.read.mistakes.extend(wrong)
        self.first.setdefault(file.stem, name)
        if root is not None:
            self.roots[name] = root
            self.read.notes.extend(notes_on(root))
        if settings is not None:
            self.read.agencies.setdefault(settings.agency.code, settings)
            self.read.texts.setdefault(settings.agency.code, _text(file))

    def add_packaged(self, brought: PackagedFile) -> None:
        other = self.first.get(brought.path.stem)
        if other is not None:
            message = sentence(
                "%(file)s a aussi cet organisme; enlevez ce fichier ou désinstallez le paquet",
                file=other,
            )
            self.read.mistakes.append(Mistake(brought.name, 1, 1, "", message))
        else:
            self.add(brought.path, brought.name)


def _files_of(folder: Path) -> list[Path]:
    """Return the agencies' files, also those of the other common ending, by their names."""
    files = sorted(file for file in folder.glob("*.y*ml") if file.suffix in (".yaml", ".yml"))
    return [file for file in files if not file.name.startswith(".") and file.name != PORTAL_FILE]


def _agency(
    root: Place | None,
    file_mistakes: list[Mistake],
    portal: PortalSettings | None,
    stem: str | None,
) -> tuple[AgencySettings | None, list[Mistake]]:
    check = partial(check_agency, portal=portal, stem=stem)
    settings, mistakes = _checked(AgencyFile, root, file_mistakes, check)
    return (settings.resolved(portal) if settings and portal else None), mistakes


def _checked(
    kind: type[Kind],
    root: Place | None,
    file_mistakes: list[Mistake],
    check: Callable[[Place], list[Mistake]],
) -> tuple[Kind | None, list[Mistake]]:
    """Return settings without a mistake, or every mistake of their file from top to bottom."""
    if root is None:
        return None, file_mistakes
    settings, wrong = None, list[Mistake]()
    try:
        settings = kind.model_validate(plain(root.node))
    except ValidationError as error:
        errors = error.errors(include_url=False, include_input=False)
        wrong += mistakes_of_schema(kind, errors, root)
    mistakes = in_line_order([*file_mistakes, *wrong, *check(root)])
    return (None if mistakes else settings), mistakes


def _opened(
    source: Source, name: str | None = None, among: Path | None = None
) -> tuple[Place | None, list[Mistake]]:
    """Return the place at the root of a file, unless it cannot be read at all.

    Where nobody named it, but found it `among` the files of a folder, it must lie there.
    """
    name = name or (source.name if isinstance(source, Path) else "settings")
    if among is not None and isinstance(source, Path) and _leads_out(source, among):
        message = sentence("est un lien qui mène hors de son dossier : il n’est pas lu")
        return None, [Mistake(name, 1, 1, "", message)]
    try:
        text = _text(source)
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8")
        line, column = position(before, len(before))
        not_written = sentence("n’est plus écrit en UTF-8 à partir d’ici")
        return None, [Mistake(name, line, column, "", not_written)]
    except OSError as error:
        why = in_english_only(error.strerror or error)
        return None, [Mistake(name, 1, 1, "", sentence("ne peut pas être lu%(why)s", why=why))]
    node, mistakes = read_tree(text, name)
    return (None if node is None else Place(name, node)), mistakes


def _leads_out(file: Path, folder: Path) -> bool:
    """Tell whether a file is a link to what lies elsewhere, which its folder does not protect."""
    return file.is_symlink() and not file.resolve().is_relative_to(folder.resolve())


def _text(source: Source) -> str:
    if isinstance(source, Path):
        source = source.read_bytes()
    text = source.decode("utf-8") if isinstance(source, bytes) else source
    return text.removeprefix("\ufeff")


def _stem(source: Source) -> str | None:
    return source.stem if isinstance(source, Path) else None
