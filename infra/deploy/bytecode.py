"""Puts each module's bytecode beside its source, in a zip.

A program of its own, on the standard library alone: what `marshal` writes depends a little on which
strings the process that writes has seen, and the same sources shall make the same bytes.

Usage: python -I -S infra/deploy/bytecode.py <zip>
"""

import importlib.util
import io
import marshal
import sys
import zipfile
from pathlib import Path

_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """The same bytes whenever it is done."""
    info = zipfile.ZipInfo(name, _ZIP_EPOCH)
    info.external_attr = 0o644 << 16
    archive.writestr(info, content, zipfile.ZIP_DEFLATED, compresslevel=9)


def compiled(package: bytes) -> bytes:
    """The same package with each module's bytecode beside its source."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in sorted(old.namelist()):
            content = old.read(name)
            add(new, name, content)
            if name.endswith(".py"):
                add(new, importlib.util.cache_from_source(name), _bytecode(name, content))
    return buffer.getvalue()


def _bytecode(name: str, source: bytes) -> bytes:
    code = compile(source, name, "exec", dont_inherit=True)
    # Flags 0b01: named by the hash of the source, which is not to be checked.
    header = importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little")
    return header + importlib.util.source_hash(source) + marshal.dumps(code)


if __name__ == "__main__":
    path = Path(sys.argv[1])
    path.write_bytes(compiled(path.read_bytes()))
