"""The rules of the house that a tool can check: imports, keys, the environment, sizes."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LINES_MAX = 300
LINT_IMPORTS = Path(sys.executable).parent / "lint-imports"
BANNED_NAMES = {"utils", "helpers", "common", "base", "manager"}


def sources(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    assert found
    return [path for path in found if "__pycache__" not in path.parts]


CODE = [*sources("chalicelib"), ROOT / "app.py"]


def text_literals(path: Path) -> Iterator[str]:
    """Every string of a module but its docstrings; of an f-string, the fixed parts."""
    tree = ast.parse(path.read_text())
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    sentences = {
        id(statement.value)
        for node in ast.walk(tree)
        if isinstance(node, documented)
        for statement in node.body
        if isinstance(statement, ast.Expr)
    }
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and id(node) not in sentences:
            yield node.value


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


PLANTED = (
    (
        "chalicelib/ledger/lots.py",
        "from chalicelib.wallets import service",
        "chalicelib.wallets.service",
    ),
    (
        "chalicelib/members/service.py",
        "from chalicelib.proofs import service",
        "chalicelib.proofs.service",
    ),
    ("chalicelib/core/values.py", "from chalicelib.aws import table", "chalicelib.aws.table"),
    ("chalicelib/ledger/lots.py", "from chalicelib.ledger import store", "chalicelib.ledger.store"),
    (
        "chalicelib/wallets/service.py",
        "from chalicelib.wallets import routes",
        "chalicelib.wallets.routes",
    ),
    ("chalicelib/ledger/chain.py", "import boto3", "boto3"),
    ("chalicelib/http/shapes.py", "from botocore.config import Config", "botocore"),
    ("chalicelib/aws/kms.py", "import chalice", "chalice"),
    (
        "chalicelib/sales/service.py",
        "from chalicelib.core import observability",
        "chalicelib.core.observability",
    ),
    ("infra/verifier/lot_audit.py", "from chalicelib.ledger import lots", "chalicelib.ledger.lots"),
)


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the linter says of a copy with all these lines at its files' ends."""
    copy = tmp_path_factory.mktemp("planted")
    for path in (*sources("chalicelib"), *sources("infra")):
        target = copy / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    (copy / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    for module, line, _ in PLANTED:
        with (copy / module).open("a", encoding="utf-8") as file:
            file.write(f"\n{line}\n")
    done = subprocess.run(
        [LINT_IMPORTS, "--no-cache"], cwd=copy, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    return " ".join(done.stdout.split())


@pytest.mark.parametrize(("module", "line", "imported"), PLANTED)
def test_an_import_that_points_up_is_caught(
    findings: str, module: str, line: str, imported: str
) -> None:
    importer = module.removesuffix(".py").replace("/", ".")
    assert f"{importer} -> {imported} (l." in findings, line


def test_no_key_is_made_or_taken_apart_outside_of_keys_py() -> None:
    made = {path for path in CODE if any("#" in text for text in text_literals(path))}
    # DynamoDB's placeholders, JSON pointers, colours, the mark of a code in a text message.
    others = {
        *(ROOT / "chalicelib" / name for name in ("aws/dynamodb.py", "http/openapi.py")),
        *(ROOT / "chalicelib" / name for name in ("reporting/sheets.py", "county/sheets.py")),
        *(ROOT / "chalicelib" / name for name in ("joining/posters.py", "merchants/papers.py")),
        *(ROOT / "chalicelib" / name for name in ("county/colors.py", "web/county_files.py")),
        ROOT / "chalicelib" / "county" / "picture_rules.py",
        ROOT / "chalicelib" / "web" / "png_palette.py",
        # What parts an address of a page from its fragment.
        ROOT / "chalicelib" / "core" / "web_addresses.py",
        # What a QR code says behind it, the wallet reads and no log has.
        ROOT / "chalicelib" / "festivals" / "staff_routes.py",
        ROOT / "chalicelib" / "joining" / "verification_service.py",
    }
    assert {name(path) for path in made - others if path.stem != "keys"} == set()


@pytest.mark.parametrize("path", CODE, ids=name)
def test_only_settings_reads_the_environment(path: Path) -> None:
    if path.parts[-2:] == ("core", "settings.py"):
        return
    assert not re.search(r"\bos\.(environ|getenv)\b|from os import", path.read_text())


@pytest.mark.parametrize("path", CODE, ids=name)
def test_only_the_clock_asks_what_time_it_is(path: Path) -> None:
    if path.parts[-2:] == ("core", "clock.py"):
        return
    assert not re.search(r"\b(datetime|date)\.(now|utcnow|today)\(", path.read_text())


def test_the_app_has_no_logic() -> None:
    assert len((ROOT / "app.py").read_text().splitlines()) <= 60


def test_no_file_is_longer_than_one_can_read() -> None:
    long = {
        name(path): count
        for path in [*CODE, *sources("infra", "tests")]
        if (count := len(path.read_text().splitlines())) > LINES_MAX
    }
    assert long == {}


def test_every_module_is_named_after_what_it_holds() -> None:
    assert [name(p) for p in [*CODE, *sources("infra", "tests")] if p.stem in BANNED_NAMES] == []


def test_no_class_of_the_product_is_a_dataclass() -> None:
    """Making one takes forty times as long as a Struct, at every cold start."""
    assert [name(path) for path in CODE if "dataclass" in path.read_text()] == []
