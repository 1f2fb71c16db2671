"""Compiles the modules in a zip, in the place of their sources.

A program of its own, on the standard library alone: it runs on the Python that the functions run
on, whatever Python packages them. And what `marshal` writes depends a little on which strings the
process that writes has seen, while the same sources shall make the same bytes.

The columns that Python keeps for each instruction (PEP 657) are left out, by `-X no_debug_ranges`:
a fifth of the bytecode, for the `^^^^` below a line of a traceback. So are docstrings, a sixth:
what they say of the API is in the package already, as its OpenAPI document. And each instruction
of a library is said to be of its function's first line: the table of lines is a tenth of the
libraries' bytecode, and a traceback still names file and function.

Usage: python -I -S -X no_debug_ranges bytecode.py ZIP [FOLDER…]
  The modules of the folders are not compiled, but lose their docstrings and comments too.
"""

import ast
import importlib.util
import io
import marshal
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from types import CodeType

ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_LIBRARIES = "python/"
"""Where a layer has them."""
_WORDED = "Error"
"""Classes of such a name keep their docstrings: `web/refusal_guide.py` tells developers what they
say."""


def add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """The same bytes whenever it is done, and not deflated: `packing.py` does that in the end."""
    info = zipfile.ZipInfo(name, ZIP_EPOCH)
    info.external_attr = 0o644 << 16
    archive.writestr(info, content)


def compiled(package: bytes, *, keeping: Sequence[str] = ()) -> bytes:
    """The same package with each module's bytecode in the place of its source, but for what is in
    the folders `keeping`, which is not compiled."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in sorted(old.namelist()):
            content = old.read(name)
            if not name.endswith(".py"):
                add(new, name, content)
            elif name.startswith(tuple(keeping)):
                add(new, name, ast.unparse(_wordless(content)).encode())
            else:
                add(new, f"{name}c", _bytecode(name, content))
    return buffer.getvalue()


def _bytecode(name: str, source: bytes) -> bytes:
    tree = _wordless(source)
    code = compile(tree, name.removeprefix(_LIBRARIES), "exec", dont_inherit=True)
    if name.startswith(_LIBRARIES):
        code = _on_first_lines(code)
    # Flags 0b01: named by the hash of the source, which is not to be checked.
    header = importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little")
    return header + importlib.util.source_hash(source) + marshal.dumps(code)


def _on_first_lines(code: CodeType) -> CodeType:
    """Of entries that say "no column, and on the line of the entry before", each for up to eight
    instructions (CPython's InternalDocs/code_objects.md, "Source code locations")."""
    full, rest = divmod(len(code.co_code) // 2, 8)
    sizes = [8] * full + [rest] * bool(rest)
    table = b"".join(bytes((0b1_1101_000 | size - 1, 0)) for size in sizes)
    inner = (_on_first_lines(c) if isinstance(c, CodeType) else c for c in code.co_consts)
    return code.replace(co_linetable=table, co_consts=tuple(inner))


def _wordless(source: bytes) -> ast.Module:
    """Without docstrings, as `python -OO` does it, but assertions stay. So does the docstring of a
    decorated class: for a dataclass without one Python puts one together at each start."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if not isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        if isinstance(node, ast.ClassDef) and (node.decorator_list or _WORDED in node.name):
            continue
        if ast.get_docstring(node, clean=False) is not None:
            first = node.body.pop(0)
            if not node.body:
                node.body.append(ast.copy_location(ast.Pass(), first))
    return tree


if __name__ == "__main__":
    path, *kept = sys.argv[1:]
    Path(path).write_bytes(compiled(Path(path).read_bytes(), keeping=kept))
