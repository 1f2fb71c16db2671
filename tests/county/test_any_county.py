"""Which county it is, is data: no code, page, script or style names one."""

import ast
from collections.abc import Iterator
from pathlib import Path

import chalicelib

ROOT = Path(chalicelib.__file__).parent
NAMES = ("gangjin", "강진")


def said(path: Path) -> Iterator[str]:
    """The strings of a module but those that only explain it: there a county's ordinance is the
    source of a rule."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    explaining = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and id(node) not in explaining:
            yield node.value


def test_no_code_names_a_county() -> None:
    named = [
        f"{path.relative_to(ROOT)}: {text}"
        for path in ROOT.rglob("*.py")
        for text in said(path)
        if any(name in text.lower() for name in NAMES)
    ]
    assert named == []


def test_no_page_script_or_style_names_a_county() -> None:
    kinds = (".html", ".js", ".css", ".svg", ".txt")
    files = [path for path in (ROOT / "web").rglob("*") if path.suffix in kinds]
    assert files
    named = [
        path.relative_to(ROOT)
        for path in files
        if any(name in path.read_text(encoding="utf-8").lower() for name in NAMES)
    ]
    assert named == []
