"""Templates, compiled once for each language: its constant texts are resolved before any page."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from typing import Any

from flask.sansio.app import App
from flask.templating import Environment
from jinja2 import Template, nodes
from jinja2.visitor import NodeTransformer

from portal.domain.text import Language
from portal.pages.addresses import Addresses
from portal.pages.current import current_language, rewording
from portal.pages.filters import filters_in
from portal.pages.installing.compiler import Compiler
from portal.pages.languages import constants_in
from portal.pages.markup import marked
from portal.words.catalogue import translations

_MARKS = re.compile(r"(%%|%\(\w+\)s)")
"""What a text has to be filled: a percent sign, and what has a name."""


class Templates(Environment):
    """An application's templates, which answers with those of the page's language.

    Those of one language are an overlay with texts, filters and compiled templates of its own: so
    are the parents, includes and imports that they load. It is made when the first page needs it,
    of what the application was given until then. Pages that say something else instead of some
    texts have overlays of their own.
    """

    code_generator_class = Compiler
    language: Language | None = None
    others: Mapping[str, str] | None = None

    def __init__(self, app: App, **options: Any) -> None:
        super().__init__(app, **options)
        self._made: dict[tuple[Language, int], Templates] = {}
        self.loaded: dict[str | Template | None, Template] = {}

    def in_language(self, language: Language, others: Mapping[str, str] | None = None) -> Templates:
        """Return the templates of one language, with `others` in the place of some texts."""
        # Kept by the overlay, so that no other mapping ever has its id.
        key = (language, id(others))
        if key not in self._made:
            # Two threads may make it at once: both answer alike, and the first is kept.
            self._made.setdefault(key, self._made_in(language, others))
        return self._made[key]

    def _of_page(self) -> Templates:
        return self.in_language(current_language(), rewording())

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002  # Jinja's name for it
    ) -> Template:
        """Return a template in the language of the page."""
        if self.language is None:
            return self._of_page().get_template(name, parent, globals)
        # A page asks for twenty templates; Jinja takes a lock and 2 µs to find each again.
        known = self.loaded.get(name) if globals is None and not self.auto_reload else None
        if known is None:
            known = super().get_template(name, parent, globals)
            self.loaded[known.name] = known
        return known

    def from_string(
        self,
        source: str | nodes.Template,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002
        template_class: type[Template] | None = None,
    ) -> Template:
        """Return what is written in a text as a template in the language of the page."""
        if self.language is None:
            return self._of_page().from_string(source, globals, template_class)
        return super().from_string(source, globals, template_class)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return what a template knows by itself; one dict is copied faster than Jinja's chain."""
        return {**self.globals, **(d or {})}

    def _made_in(self, language: Language, others: Mapping[str, str] | None) -> Templates:
        made = self.overlay()
        made.language, made.others, made.loaded = language, others, {}
        made.filters = {**self.filters, **filters_in(language)}
        made.globals = {
            **self.globals,
            **_texts_in(language, others or {}),
            "url_for": Addresses(language),
        }
        return made

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,
    ) -> str:
        if self.language is not None:
            source = _Resolved(self.language, self.others or {}).visit(source)
        return super()._generate(source, name, filename, defer_init)


class _Resolved(NodeTransformer):
    """Puts in the place of a call what it answers on every page of a language."""

    def __init__(self, language: Language, others: Mapping[str, str]) -> None:
        self._gettext, self._others = translations(language).gettext, others
        self._constants = constants_in(language)

    def visit_Call(self, call: nodes.Call) -> nodes.Node:  # noqa: N802  # Jinja's name for it
        """Resolve a constant text, and what is a constant of the language; other calls stay."""
        self.generic_visit(call)
        place = {"lineno": call.lineno, "environment": call.environment}
        match call:
            case nodes.Call(node=nodes.Name(name=name), args=[]) if name in self._constants:
                return nodes.Const(self._constants[name], **place)
            case nodes.Call(
                node=nodes.Name(name="_" | "gettext"),
                args=[nodes.Const(value=str(french))],
                dyn_args=None,
                dyn_kwargs=None,
            ):
                said = self._gettext(self._others.get(french, french))
                return _filled(said, call.kwargs, place)
        return call

    def visit_Output(self, output: nodes.Output) -> nodes.Node:  # noqa: N802
        """Show what fills a text between its parts: the page is spared to fill them first."""
        self.generic_visit(output)
        output.nodes = [part for shown in output.nodes for part in _parts(shown)]
        return output


def _parts(shown: nodes.Expr) -> Sequence[nodes.Expr]:
    """Return a text in its parts, with what fills its marks between them; all else as it is."""
    match shown:
        case nodes.Mod(left=nodes.TemplateData(data=text), right=nodes.Dict(items=pairs)):
            values = {f"%({pair.key.as_const()})s": pair.value for pair in pairs}
            pieces = _MARKS.split(text)
            # re.split puts what it split at, here the marks, at the odd places.
            if "%" in "".join(pieces[::2]) or not set(pieces[1::2]) <= {*values, "%%"}:
                return [shown]
            return [
                values.get(piece) or nodes.TemplateData(piece % {}, lineno=shown.lineno)
                for piece in pieces
            ]
    return [shown]


def _filled(text: str, params: Sequence[nodes.Keyword], place: dict[str, Any]) -> nodes.Expr:
    """Return a text that counts as markup, as it is or with marks that each page fills."""
    if not params:
        return nodes.TemplateData(text % {}, **place)
    pairs = [nodes.Pair(nodes.Const(param.key, **place), param.value, **place) for param in params]
    return nodes.Mod(nodes.TemplateData(text, **place), nodes.Dict(pairs, **place), **place)


def _texts_in(language: Language, others: Mapping[str, str]) -> dict[str, Callable[..., str]]:
    """Return what words the texts that are known, or counted, only when a page is made."""

    def gettext(text: str, /, **params: object) -> str:
        return marked(translations(language).gettext(others.get(text, text))) % params

    def ngettext(singular: str, plural: str, num: int, /, **params: object) -> str:
        words = translations(language).ngettext(singular, plural, num)
        return marked(words) % {"num": num, **params}

    return {"_": gettext, "gettext": gettext, "ngettext": ngettext}
