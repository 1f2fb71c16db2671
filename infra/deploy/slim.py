"""Makes a tree of installed packages small, for the Lambda layer.

Three means, each measured: files that no function opens go away; machine code loses its symbol
table, which only a debugger reads; and botocore's descriptions of services lose their
documentation, six sevenths of them, which would be read at each cold start too.
"""

import gzip
import json
import shutil
import struct
from pathlib import Path
from typing import Any

# The AWS services that chalicelib calls. botocore describes about four hundred, in 28 MB.
AWS_SERVICES = (
    "cognito-idp", "dynamodb", "kms", "s3", "secretsmanager", "sesv2", "sns", "sqs",
)  # fmt: skip

# Their names in botocore's list of addresses: 1.2 MB, read whole when a process makes a client.
_ADDRESSES = (*AWS_SERVICES, "email")

# Folders and files that no code path of ours reaches, relative to the tree.
_UNUSED = (
    "bin",
    "share",
    "boto3/data",
    "boto3/examples",
    # Builds foreign-function modules; cryptography needs only the compiled _cffi_backend.
    "cffi",
    "pycparser",
    # A copy of the time zone database for systems without one.
    "dateutil/zoneinfo/dateutil-zoneinfo.tar.gz",
    # For calendars' files alone.
    "dateutil/rrule.py",
    "pydantic/mypy.py",
    "pydantic/v1",
    "aws_lambda_powertools/event_handler",
    "aws_lambda_powertools/utilities/auth_alpha",
    "aws_lambda_powertools/utilities/circuit_breaker",
    "aws_lambda_powertools/utilities/data_masking",
    "aws_lambda_powertools/utilities/feature_flags",
    "aws_lambda_powertools/utilities/idempotency",
    "aws_lambda_powertools/utilities/kafka",
    "aws_lambda_powertools/utilities/metadata",
    "aws_lambda_powertools/utilities/parameters",
    "aws_lambda_powertools/utilities/parser",
    "aws_lambda_powertools/utilities/streaming",
    "aws_lambda_powertools/utilities/validation",
    # Python in a browser.
    "urllib3/contrib/emscripten",
)
_UNUSED_NAMES = ("tests", "test", "__pycache__")
_UNUSED_SUFFIXES = (".pyi", ".typed", ".c", ".h", ".pxd", ".pyx", ".rst", ".md", ".txt")
# Emergency and other short numbers of each country, which the library loads when one is asked for.
_SHORT_NUMBERS = "phonenumbers/shortdata/region_*.py"
_UNUSED_API_FILES = ("examples-1.json", "waiters-2.json")
UNCOMPILED = ("python/phonenumbers/data", "python/xlsxwriter")
"""Bytecode is twice as large as source once zipped: not for what one rare function loads."""
_SYMBOL_TABLE = 2


def slim(tree: Path) -> None:
    """Trims and strips the packages in `tree`, in place."""
    for unused in _UNUSED:
        _remove(tree / unused)
    for region in tree.glob(_SHORT_NUMBERS):
        _remove(region)
    for path in sorted(tree.rglob("*"), reverse=True):
        if _is_unused(path):
            _remove(path)
    _trim_api_descriptions(tree / "botocore" / "data")
    for library in tree.rglob("*.so"):
        _drop_symbols(library)


def _is_unused(path: Path) -> bool:
    if path.is_dir():
        return path.name in _UNUSED_NAMES or path.suffix == ".dist-info"
    return path.suffix in _UNUSED_SUFFIXES


def _trim_api_descriptions(data: Path) -> None:
    for entry in data.iterdir():
        if entry.is_dir() and entry.name not in AWS_SERVICES:
            _remove(entry)
    for entry in data.rglob("*"):
        if entry.name in _UNUSED_API_FILES:
            entry.unlink()
    for service in AWS_SERVICES:
        # botocore takes the newest description; the older ones are history.
        for version in sorted((data / service).iterdir())[:-1]:
            _remove(version)
    addresses = json.loads((data / "endpoints.json").read_text())
    for partition in addresses["partitions"]:
        known = partition["services"]
        partition["services"] = {name: known[name] for name in _ADDRESSES if name in known}
    (data / "endpoints.json").write_text(json.dumps(addresses))
    _drop_documentation(data)


def _drop_documentation(data: Path) -> None:
    for path in (*data.rglob("*.json.gz"), *data.rglob("*.json")):
        read, write = (gzip.decompress, _zipped) if path.suffix == ".gz" else (bytes, bytes)
        described = _undocumented(json.loads(read(path.read_bytes())))
        path.write_bytes(write(json.dumps(described, separators=(",", ":")).encode()))


def _zipped(text: bytes) -> bytes:
    """The same bytes whenever it is done."""
    return gzip.compress(text, mtime=0)


def _undocumented(value: Any) -> Any:
    if isinstance(value, dict):
        # A member of that name is no text. botocore asks for some of them, so the names stay.
        is_text = {k: k == "documentation" and isinstance(v, str) for k, v in value.items()}
        return {key: "" if is_text[key] else _undocumented(v) for key, v in value.items()}
    return [_undocumented(inner) for inner in value] if isinstance(value, list) else value


def _drop_symbols(library: Path) -> None:
    """Blanks the static symbol table of a 64-bit little-endian ELF file; the loader never reads it.

    Zeros compress to nothing, and no offset in the file changes, so this is safe for a foreign
    architecture too, where no `strip` may be at hand.
    """
    image = bytearray(library.read_bytes())
    if image[:6] != b"\x7fELF\x02\x01":
        return
    table_at, entry_size, entry_count = (
        struct.unpack_from("<Q", image, 0x28)[0],
        *struct.unpack_from("<HH", image, 0x3A),
    )
    for index in range(entry_count):
        entry_at = table_at + index * entry_size
        (kind,) = struct.unpack_from("<I", image, entry_at + 4)
        if kind != _SYMBOL_TABLE:
            continue
        (strings,) = struct.unpack_from("<I", image, entry_at + 40)
        for section_at in (entry_at, table_at + strings * entry_size):
            at, size = struct.unpack_from("<QQ", image, section_at + 24)
            image[at : at + size] = bytes(size)
    library.write_bytes(image)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    elif path.exists():
        path.unlink()
