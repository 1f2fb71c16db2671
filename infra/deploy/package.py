"""Packages the application for one stage: a template and two zip files beside it.

`sam.yaml` is what `chalice package` makes of the code, merged with `resources/*.yaml` and with
what the declarations of the functions ask for (`functions.py`).
`deployment.zip` holds app.py, chalicelib with its OpenAPI document, and Chalice's runtime;
`layer.zip` the libraries, which seldom change. Same sources, same bytes.

Usage: python -m infra.deploy.package <stage> <output folder>
"""

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from infra.deploy import bytecode, functions, packing, runtime, slim, template

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".local" / "build"
REGION = "ap-northeast-2"
REQUIREMENTS = ROOT / "requirements.txt"
# Wheels that the Amazon Linux 2023 of our runtime can load (glibc 2.34).
_LAMBDA_PLATFORMS = ("manylinux_2_34", "manylinux_2_28", "manylinux2014", "manylinux_2_17")
_CONFIG = ROOT / ".chalice" / "config.json"
_MERGED = "merged.json"


class PackagingError(Exception):
    """A tool failed; the message is what it said."""


def build(stage: str, out: Path) -> runtime.Runtime:
    """Writes sam.yaml, deployment.zip and layer.zip for `stage` into `out`. Gives what they are
    made for, to be told: without that Python here they lack its bytecode."""
    out, made_for = out.resolve(), runtime.of_stage(stage)
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    shutil.copyfile(_layer(stage, made_for), out / "layer.zip")
    _package(stage, out)
    _add_document(out / "deployment.zip")
    _finish(out / "deployment.zip", made_for)
    return made_for


def packaged_template(stage: str) -> template.Template:
    """What `build` writes into sam.yaml, without the libraries and their download."""
    with tempfile.TemporaryDirectory() as out:
        _package(stage, Path(out))
        return template.read(Path(out) / "sam.yaml")


def fingerprint() -> str:
    """Changes when anything that goes into the package changes."""
    digest = hashlib.sha256(sys.version.encode())
    for path in _sources():
        digest.update(f"{path.relative_to(ROOT)}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:32]


def _sources() -> list[Path]:
    found = [ROOT / "app.py", REQUIREMENTS, _CONFIG]
    found += [*Path(__file__).parent.glob("*.py"), *template.RESOURCES.glob("*.yaml")]
    found += [
        path
        for path in (ROOT / "chalicelib").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]
    return sorted(found)


def _package(stage: str, out: Path) -> None:
    with tempfile.TemporaryDirectory() as staging:
        _stage_sources(stage, Path(staging))
        _run_chalice(stage, Path(staging), out)


def _stage_sources(stage: str, staging: Path) -> None:
    """Copies the sources without requirements.txt: the libraries come from the layer."""
    shutil.copyfile(ROOT / "app.py", staging / "app.py")
    without_bytecode = shutil.ignore_patterns("__pycache__", "*.pyc")
    shutil.copytree(ROOT / "chalicelib", staging / "chalicelib", ignore=without_bytecode)
    config = json.loads(_CONFIG.read_text())
    config["lambda_functions"] = functions.chalice_functions()
    if stage == "local":
        config["stages"][stage]["lambda_architecture"] = _host_architecture()
    (staging / ".chalice" / "policies").mkdir(parents=True)
    _write_json(staging / ".chalice" / "config.json", config)
    for name, policy in functions.policies().items():
        _write_json(staging / ".chalice" / "policies" / f"{name}.json", policy)
    _write_json(staging / _MERGED, template.ours())


def _write_json(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2))


def _run_chalice(stage: str, staging: Path, out: Path) -> None:
    chalice = Path(sys.executable).parent / "chalice"
    command = [str(chalice), "--project-dir", str(staging), "package"]
    options = ["--stage", stage, "--template-format", "yaml"]
    options += ["--merge-template", str(staging / _MERGED)]
    # No bytecode: it would go into the package with this machine's paths in it.
    environment = {**os.environ, "AWS_DEFAULT_REGION": REGION, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [*command, *options, str(out)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise PackagingError(f"chalice package failed:\n{_tail(done.stderr)}")


def _layer(stage: str, made_for: runtime.Runtime) -> Path:
    """The zipped libraries, made once for each set of requirements."""
    machine = platform.platform() if stage == "local" else ""
    called = sorted(slim.called_methods(ROOT / "chalicelib"))
    digest = hashlib.sha256(f"{made_for} {machine} {called}".encode())
    for path in (
        REQUIREMENTS,
        *map(Path, (__file__, slim.__file__, bytecode.__file__, packing.__file__)),
    ):
        digest.update(path.read_bytes())
    layer = CACHE / f"layer-{digest.hexdigest()[:16]}.zip"
    if not layer.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            tree, partial = Path(folder) / "python", Path(folder) / "layer.zip"
            _install(stage, tree, made_for)
            slim.slim(tree, called)
            _zip(tree, partial)
            _finish(partial, made_for, *slim.UNCOMPILED)
            shutil.copyfile(partial, layer.with_suffix(".partial"))
            layer.with_suffix(".partial").replace(layer)
    return layer


def _install(stage: str, tree: Path, made_for: runtime.Runtime) -> None:
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["--no-deps", "--no-compile", "--require-hashes"]
    command += ["--target", str(tree), "-r", str(REQUIREMENTS)]
    if stage != "local":
        command += ["--only-binary=:all:", "--implementation", "cp"]
        command += ["--python-version", ".".join(map(str, made_for.version))]
        for platform_tag in _LAMBDA_PLATFORMS:
            command += ["--platform", f"{platform_tag}_aarch64"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise PackagingError(f"Installing the libraries failed:\n{_tail(done.stderr)}")


def _tail(text: str) -> str:
    """The end of what a tool said: a traceback's beginning is the tool's own inside."""
    return "\n".join(text.splitlines()[-20:])


def _zip(tree: Path, archive_path: Path) -> None:
    with zipfile.ZipFile(archive_path, "w") as archive:
        for path in sorted(tree.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(tree.parent))


def _add_document(package: Path) -> None:
    """The OpenAPI document, made now: a part of its words are in the sources alone."""
    # Not at the top: it loads the whole application, which few commands of this module need.
    from chalicelib import route_table

    name = route_table.MADE_DOCUMENT.relative_to(ROOT).as_posix()
    with zipfile.ZipFile(package, "a") as archive:
        bytecode.add(archive, name, route_table.openapi_json().encode())


def _finish(package: Path, made_for: runtime.Runtime, *uncompiled: str) -> None:
    """Bytecode for sources, if that Python is here, and then as few bytes as can be."""
    if made_for.interpreter is not None:
        _run_compiler(package, made_for.interpreter, *uncompiled)
    package.write_bytes(packing.packed(package.read_bytes()))


def _run_compiler(package: Path, interpreter: Path, *uncompiled: str) -> None:
    command = [str(interpreter), "-I", "-S", "-X", "no_debug_ranges", bytecode.__file__]
    done = subprocess.run(
        [*command, str(package), *uncompiled], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise PackagingError(f"compiling failed:\n{_tail(done.stderr)}")


def _host_architecture() -> str:
    return "arm64" if platform.machine().lower() in ("arm64", "aarch64") else "x86_64"


if __name__ == "__main__":
    try:
        print(f"For {build(sys.argv[1], Path(sys.argv[2]))}")
    except PackagingError as error:
        sys.exit(str(error))
    for made in sorted(Path(sys.argv[2]).iterdir()):
        print(f"{made.stat().st_size / 1024:9.0f} KiB  {made}")
