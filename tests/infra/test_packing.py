"""What Lambda unpacks is a zip as any other."""

import io
import random
import subprocess
import sys
import zipfile
from pathlib import Path

from infra.deploy import packing

FILES = {
    "b/text.txt": b"the same again and again, " * 400,
    "a.bin": random.Random(1).randbytes(2_000),
    "b/empty": b"",
}


def zipped(names: list[str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.mkdir("b")
        for name in names:
            archive.writestr(name, FILES[name])
    return buffer.getvalue()


def test_the_files_are_the_same_in_order_and_readable(tmp_path: Path) -> None:
    made = packing.packed(zipped(list(FILES)))

    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.testzip() is None
        infos = archive.infolist()
        assert [(each.filename, archive.read(each)) for each in infos] == sorted(FILES.items())
    assert {each.external_attr >> 16 for each in infos} == {0o100644}
    assert {each.date_time for each in infos} == {(1980, 1, 1, 0, 0, 0)}
    assert [each.compress_type for each in infos] == [
        zipfile.ZIP_STORED,
        zipfile.ZIP_STORED,
        zipfile.ZIP_DEFLATED,
    ]
    # Read by another reader of such files: Python's importer of zips.
    path = tmp_path / "made.zip"
    path.write_bytes(packing.packed(_with_module()))
    said = subprocess.run([sys.executable, "-I", path], capture_output=True, check=True)
    assert said.stdout == b"from a zip\n"


def _with_module() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("__main__.py", "print('from a zip')\n" + "# filled\n" * 99)
    return buffer.getvalue()


def test_the_same_files_make_the_same_bytes_whatever_packed_them() -> None:
    made = packing.packed(zipped(list(FILES)))

    assert packing.packed(zipped(list(reversed(FILES)))) == made
    assert packing.packed(made) == made
