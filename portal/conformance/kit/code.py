"""Reading a plugin's source, without running it."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from types import ModuleType

from portal.plugin_api import PROJECT_NAME

_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Call:
    """A call in the source: its line, and the name that the called method belongs to."""

    line: int
    of: str


@dataclass(frozen=True)
class Code:
    """The source of a plugin, as a tree; an empty one where there is no source."""

    source: str

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax of the source."""
        return ast.parse(self.source)

    @cached_property
    def imports(self) -> list[str]:
        """The modules that are imported, anywhere in the source."""
        return list(dict.fromkeys(_imports(self.tree)))

    def imports_beside(self, functions: Collection[str]) -> list[str]:
        """Return the modules that are imported outside the functions with these names."""
        return list(dict.fromkeys(_imports(_without(self.tree, functions))))

    @cached_property
    def words(self) -> str:
        """The words that stand in the texts of the source, each once: a rule may look for them."""
        texts = (node.value for node in ast.walk(self.tree) if isinstance(node, ast.Constant))
        words = (word for text in texts if isinstance(text, str) for word in _WORD.findall(text))
        return " ".join(dict.fromkeys(words))

    def calls(self, name: str) -> Iterator[Call]:
        """Yield the calls of a function or method called `name`."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                called = node.func
                if isinstance(called, ast.Name) and called.id == name:
                    yield Call(node.lineno, "")
                elif isinstance(called, ast.Attribute) and called.attr == name:
                    yield Call(node.lineno, ast.unparse(called.value).rsplit(".", 1)[-1])


def code_of(plugin: object) -> Code:
    """Return the source of the module that a plugin is, or that its class stands in."""
    module = plugin if isinstance(plugin, ModuleType) else inspect.getmodule(type(plugin))
    try:
        return Code(inspect.getsource(module) if module else "")
    except (OSError, TypeError):
        return Code("")


def hook_options(plugin: object) -> dict[str, dict[str, object]]:
    """Return the functions of a plugin that are marked as hooks, with how they are marked."""
    attributes = {name: getattr(plugin, name, None) for name in dir(plugin)}
    marks = {
        name: getattr(attribute, f"{PROJECT_NAME}_impl", None)
        for name, attribute in attributes.items()
    }
    return {name: dict(mark) for name, mark in marks.items() if isinstance(mark, dict)}


def _without(tree: ast.Module, functions: Collection[str]) -> ast.Module:
    """Return a tree without these functions, of the module or of a class that stands in it."""
    kept = [node for node in _parts(tree) if getattr(node, "name", "") not in functions]
    return ast.Module(body=kept, type_ignores=[])


def _parts(tree: ast.Module) -> Iterator[ast.stmt]:
    for node in tree.body:
        yield from node.body if isinstance(node, ast.ClassDef) else [node]


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from _imported_from(node)


def _imported_from(node: ast.ImportFrom) -> Iterator[str]:
    module = "." * node.level + (node.module or "")
    if module == PROJECT_NAME:
        yield from (f"{module}.{alias.name}" for alias in node.names)
    else:
        yield module
