"""What a bundled plugin may see of the portal."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PLUGINS = sorted((Path(__file__).parents[2] / "plugins").glob("*.py"))


def modules_imported_by(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


@pytest.mark.parametrize("file", PLUGINS, ids=[file.stem for file in PLUGINS])
def test_a_plugin_sees_the_plugin_interface_alone(file):
    ours = {
        name for name in modules_imported_by(file) if name.startswith(("portal", "plugins", "."))
    }
    assert ours <= {"portal.plugin_api"}
