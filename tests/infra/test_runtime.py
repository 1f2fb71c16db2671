"""Which Python functions run on, and what compiles their bytecode."""

import io
import os
import sys
import traceback
import zipfile
from importlib.machinery import SourcelessFileLoader
from pathlib import Path
from types import ModuleType

import pytest

from infra.deploy import bytecode, runtime

SAYS_IT_IS = f'#!/bin/sh\necho "{(*runtime.VERSION, "final")}"\n'
SAYS_IT_IS_NOT = "#!/bin/sh\necho 'pyenv: python3.13: command not found' >&2\nexit 127\n"
THIS = (sys.version_info[0], sys.version_info[1])


def command(folder: Path, script: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / runtime.NAME
    path.write_text(script)
    path.chmod(0o755)
    return path


def test_it_is_looked_for_on_the_path_and_among_those_that_no_shell_uses(tmp_path: Path) -> None:
    environment = {"PATH": str(tmp_path / "bin"), "HOME": str(tmp_path)}
    own = command(tmp_path / "own", SAYS_IT_IS_NOT)
    assert runtime.interpreter(environment, own) is None

    command(tmp_path / "bin", SAYS_IT_IS_NOT)
    assert runtime.interpreter(environment, own) is None

    unused = command(tmp_path / ".pyenv" / "versions" / "3.13.9" / "bin", SAYS_IT_IS)
    assert runtime.interpreter(environment, own) == unused

    found = command(tmp_path / "bin", SAYS_IT_IS)
    assert runtime.interpreter(environment, own) == found


def test_one_that_is_named_counts_alone(tmp_path: Path) -> None:
    right = command(tmp_path / "right", SAYS_IT_IS)
    wrong = command(tmp_path / "wrong", SAYS_IT_IS_NOT)
    environment = {"PATH": str(right.parent), "HOME": str(tmp_path)}

    assert runtime.interpreter(environment | {runtime.VARIABLE: str(right)}) == right
    assert runtime.interpreter(environment | {runtime.VARIABLE: str(wrong)}) is None
    assert runtime.interpreter(environment | {runtime.VARIABLE: "/nowhere"}) is None


def test_the_local_cloud_runs_on_this_python_and_aws_on_the_named_one() -> None:
    nowhere = {"PATH": "/nowhere", "HOME": "/nowhere", runtime.VARIABLE: "/nowhere"}

    assert runtime.of_stage("local", nowhere) == runtime.Runtime(THIS, Path(sys.executable))
    for stage in ("dev", "prod"):
        assert runtime.of_stage(stage, nowhere) == runtime.Runtime(runtime.VERSION, None)


def test_whoever_packages_without_it_is_told() -> None:
    assert "with its bytecode" in str(runtime.Runtime(THIS, Path(sys.executable)))

    told = str(runtime.Runtime(runtime.VERSION, None))
    assert "WITHOUT bytecode" in told
    assert f"{runtime.VARIABLE}=" in told


def zipped(**files: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def names(package: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return archive.namelist()


PACKAGE = zipped(**{"b/kept/c.py": "c = 1", "b/d.py": "d = 2", "a.txt": "text"})


def test_bytecode_stands_in_the_place_of_its_source() -> None:
    assert names(bytecode.compiled(PACKAGE, keeping=["b/kept"])) == [
        "a.txt",
        "b/d.pyc",
        "b/kept/c.py",
    ]


WORDED = '''"""Of the module."""
from __future__ import annotations

class Plain:
    """Of a class."""

class PlainError(Exception):
    """Of an error."""

@dict.fromkeys
class Decorated:
    """Kept: a dataclass would put one together."""

def work():
    """Of a function."""
    assert work.__doc__, "assertions stay"
    return """and texts"""
'''


def test_bytecode_has_no_docstrings_but_those_of_errors() -> None:
    made = bytecode.compiled(zipped(**{"a/work.py": WORDED}))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        code = archive.read("a/work.pyc")

    for words in (b"Of the module", b"Of a class", b"Of a function"):
        assert words not in code
    for words in (b"Of an error", b"Kept", b"assertions stay", b"and texts"):
        assert words in code


FAILING = """def work(count):
    if count:
        work(count - 1)
    return (
        1 / count
    )
"""


@pytest.mark.parametrize(("name", "lines"), [("b/d.py", [3, 3, 5]), ("python/b/d.py", [1, 1, 1])])
def test_a_library_is_told_by_its_functions_first_lines(
    tmp_path: Path, name: str, lines: list[int]
) -> None:
    with zipfile.ZipFile(io.BytesIO(bytecode.compiled(zipped(**{name: FAILING})))) as archive:
        path = archive.extract(f"{name}c", tmp_path)
    module = ModuleType("d")
    SourcelessFileLoader("d", path).exec_module(module)

    with pytest.raises(ZeroDivisionError) as raised:
        module.work(2)
    told = traceback.extract_tb(raised.value.__traceback__)[1:]
    assert [(frame.name, frame.lineno) for frame in told] == [("work", line) for line in lines]


def test_a_directory_of_another_kind_is_no_python(tmp_path: Path) -> None:
    assert runtime.interpreter({runtime.VARIABLE: os.fspath(tmp_path)}) is None
