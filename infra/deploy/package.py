"""Packages the application for one stage: a template and two zip files beside it.

`sam.yaml` is what `chalice package` makes of the code, with `resources.yaml` merged in.
`deployment.zip` holds app.py, chalicelib and Chalice's runtime; `layer.zip` the libraries, so that
a change of code uploads some hundred KiB. Same sources, same bytes.

Usage: python -m infra.deploy.package <stage> <output folder>
"""

import hashlib
import importlib.util
import io
import json
import marshal
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from infra.deploy import slim

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".local" / "build"
REGION = "ap-northeast-2"
REQUIREMENTS = ROOT / "requirements.txt"
# Wheels that Lambda's Amazon Linux 2023 can load (glibc 2.34).
_LAMBDA_PLATFORMS = ("manylinux_2_34", "manylinux_2_28", "manylinux2014", "manylinux_2_17")
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


class PackagingError(Exception):
    """A tool failed; the message is what it said."""


def build(stage: str, out: Path) -> None:
    """Writes sam.yaml, deployment.zip and layer.zip for `stage` into `out`."""
    out = out.resolve()
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    shutil.copyfile(_layer(stage), out / "layer.zip")
    with tempfile.TemporaryDirectory() as staging:
        _stage_sources(stage, Path(staging))
        _run_chalice(stage, Path(staging), out)
    (out / "deployment.zip").write_bytes(_compiled((out / "deployment.zip").read_bytes()))


def fingerprint() -> str:
    """Changes when anything that goes into the package changes."""
    digest = hashlib.sha256(sys.version.encode())
    for path in _sources():
        digest.update(f"{path.relative_to(ROOT)}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:32]


def _sources() -> list[Path]:
    found = [ROOT / "app.py", REQUIREMENTS, ROOT / "infra" / "deploy" / "resources.yaml"]
    found += [ROOT / "infra" / "deploy" / "package.py", ROOT / "infra" / "deploy" / "slim.py"]
    found += [ROOT / ".chalice" / "config.json", *(ROOT / ".chalice" / "policies").glob("*.json")]
    found += [
        path
        for path in (ROOT / "chalicelib").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]
    return sorted(found)


def _stage_sources(stage: str, staging: Path) -> None:
    """Copies the sources without requirements.txt: the libraries come from the layer."""
    shutil.copyfile(ROOT / "app.py", staging / "app.py")
    without_bytecode = shutil.ignore_patterns("__pycache__", "*.pyc", "deployments", "deployed")
    for folder in ("chalicelib", ".chalice"):
        shutil.copytree(ROOT / folder, staging / folder, ignore=without_bytecode)
    if stage == "local":
        path = staging / ".chalice" / "config.json"
        config = json.loads(path.read_text())
        config["stages"][stage]["lambda_architecture"] = _host_architecture()
        path.write_text(json.dumps(config))


def _run_chalice(stage: str, staging: Path, out: Path) -> None:
    chalice = Path(sys.executable).parent / "chalice"
    command = [str(chalice), "--project-dir", str(staging), "package"]
    options = ["--stage", stage, "--template-format", "yaml"]
    options += ["--merge-template", str(ROOT / "infra" / "deploy" / "resources.yaml")]
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


def _layer(stage: str) -> Path:
    """The zipped libraries, made once for each set of requirements."""
    digest = hashlib.sha256(f"{sys.version} {stage == 'local'} {platform.platform()}".encode())
    for path in (REQUIREMENTS, Path(__file__), Path(slim.__file__)):
        digest.update(path.read_bytes())
    layer = CACHE / f"layer-{digest.hexdigest()[:16]}.zip"
    if not layer.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            tree = Path(folder) / "python"
            _install(stage, tree)
            slim.slim(tree)
            partial = layer.with_suffix(".partial")
            partial.write_bytes(_zipped(Path(folder)))
            partial.replace(layer)
    return layer


def _install(stage: str, tree: Path) -> None:
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["--no-deps", "--no-compile", "--require-hashes"]
    command += ["--target", str(tree), "-r", str(REQUIREMENTS)]
    if stage != "local":
        command += ["--only-binary=:all:", "--implementation", "cp"]
        command += ["--python-version", f"{sys.version_info[0]}.{sys.version_info[1]}"]
        for platform_tag in _LAMBDA_PLATFORMS:
            command += ["--platform", f"{platform_tag}_aarch64"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise PackagingError(f"Installing the libraries failed:\n{_tail(done.stderr)}")


def _tail(text: str) -> str:
    """The end of what a tool said: a traceback's beginning is the tool's own inside."""
    return "\n".join(text.splitlines()[-20:])


def _zipped(folder: Path) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                _add(archive, str(path.relative_to(folder)), path.read_bytes())
    return buffer.getvalue()


def _compiled(package: bytes) -> bytes:
    """The same package with each module's bytecode beside its source."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in sorted(old.namelist()):
            content = old.read(name)
            _add(new, name, content)
            if name.endswith(".py"):
                _add(new, importlib.util.cache_from_source(name), _bytecode(name, content))
    return buffer.getvalue()


def _bytecode(name: str, source: bytes) -> bytes:
    code = compile(source, name, "exec", dont_inherit=True)
    # Flags 0b01: named by the hash of the source, which is not to be checked.
    header = importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little")
    return header + importlib.util.source_hash(source) + marshal.dumps(code)


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(name, _ZIP_EPOCH)
    info.external_attr = 0o644 << 16
    archive.writestr(info, content, zipfile.ZIP_DEFLATED, compresslevel=9)


def _host_architecture() -> str:
    return "arm64" if platform.machine().lower() in ("arm64", "aarch64") else "x86_64"


if __name__ == "__main__":
    try:
        build(sys.argv[1], Path(sys.argv[2]))
    except PackagingError as error:
        sys.exit(str(error))
    for made in sorted(Path(sys.argv[2]).iterdir()):
        print(f"{made.stat().st_size / 1024:9.0f} KiB  {made}")
