"""Compiles the modules in a zip, beside their sources or in their place.

A program of its own, on the standard library alone: it runs on the Python that the functions run
on, whatever Python packages them. And what `marshal` writes depends a little on which strings the
process that writes has seen, while the same sources shall make the same bytes.

The columns that Python keeps for each instruction (PEP 657) are left out, by `-X no_debug_ranges`:
a fifth of the bytecode, for the `^^^^` below a line of a traceback.

Usage: python -I -S -X no_debug_ranges bytecode.py ZIP beside|instead [FOLDER…]
  The modules of the folders are not compiled.
"""

import importlib.util
import io
import marshal
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """The same bytes whenever it is done."""
    info = zipfile.ZipInfo(name, _ZIP_EPOCH)
    info.external_attr = 0o644 << 16
    archive.writestr(info, content, zipfile.ZIP_DEFLATED, compresslevel=9)


def repacked(package: bytes) -> bytes:
    """The same files, as `compiled` would pack them."""
    return _made(package, lambda name, content: {name: content})


def compiled(package: bytes, *, instead: bool, keeping: Sequence[str] = ()) -> bytes:
    """The same package with each module's bytecode. `instead`: of its source, but for what is in
    the folders `keeping`, which is not compiled."""

    def files(name: str, content: bytes) -> dict[str, bytes]:
        if not name.endswith(".py") or name.startswith(tuple(keeping)):
            return {name: content}
        if instead:
            return {f"{name}c": _bytecode(name, content)}
        return {name: content, importlib.util.cache_from_source(name): _bytecode(name, content)}

    return _made(package, files)


def _made(package: bytes, files: Callable[[str, bytes], dict[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in sorted(old.namelist()):
            for made, content in files(name, old.read(name)).items():
                add(new, made, content)
    return buffer.getvalue()


def _bytecode(name: str, source: bytes) -> bytes:
    code = compile(source, name.removeprefix("python/"), "exec", dont_inherit=True)
    # Flags 0b01: named by the hash of the source, which is not to be checked.
    header = importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little")
    return header + importlib.util.source_hash(source) + marshal.dumps(code)


if __name__ == "__main__":
    path, place, *kept = sys.argv[1:]
    made = compiled(Path(path).read_bytes(), instead=place == "instead", keeping=kept)
    Path(path).write_bytes(made)
