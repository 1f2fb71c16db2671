"""Makes a tree of installed packages small, for the Lambda layer.

Three means, each measured: files that no function opens go away; machine code loses its symbol
table and whatever else only a debugger reads; and botocore's descriptions of services lose their
documentation, six sevenths of them, and the operations that we never call, which would be read at
each cold start too.

`tests/infra/test_package.py` loads from the package whatever our sources load, so a part that is
missed here does not get far.
"""

import gzip
import json
import re
import shutil
import struct
import zipfile
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from botocore import xform_name
from botocore.session import Session

from infra.deploy import bytecode

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
    # Clients are made by botocore alone: aws/clients.py.
    "boto3",
    "s3transfer",
    "botocore/crt/auth.py",
    "botocore/stub.py",
    # Builds foreign-function modules; cryptography needs only the compiled _cffi_backend.
    "cffi",
    "pycparser",
    # AESGCM, HKDF, curves and JWTs need none of these.
    "cryptography/fernet.py",
    "cryptography/hazmat/asn1",
    "cryptography/hazmat/primitives/serialization/pkcs12.py",
    "cryptography/hazmat/primitives/serialization/pkcs7.py",
    "cryptography/hazmat/primitives/twofactor",
    "cryptography/x509/ocsp.py",
    # A copy of the time zone database for systems without one.
    "dateutil/zoneinfo/dateutil-zoneinfo.tar.gz",
    "dateutil/zoneinfo/rebuild.py",
    "dateutil/tz/win.py",
    # For calendars' files alone.
    "dateutil/rrule.py",
    "dateutil/easter.py",
    "jinja2/ext.py",
    "jinja2/meta.py",
    "jinja2/nativetypes.py",
    "jinja2/sandbox.py",
    "annotated_types/test_cases.py",
    "pydantic/color.py",
    "pydantic/deprecated/class_validators.py",
    "pydantic/deprecated/decorator.py",
    "pydantic/experimental/arguments_schema.py",
    "pydantic/experimental/pipeline.py",
    "pydantic/mypy.py",
    "pydantic/v1",
    "jwt/help.py",
    # Where a number's country, carrier and hours are: they have no data here.
    "phonenumbers/carrier.py",
    "phonenumbers/geocoder.py",
    "phonenumbers/prefix.py",
    "phonenumbers/timezone.py",
    "segno/cli.py",
    "segno/helpers.py",
    "aws_lambda_powertools/logging/formatters",
    "aws_lambda_powertools/metrics/provider/datadog",
    "aws_lambda_powertools/tracing/base.py",
    "aws_lambda_powertools/event_handler",
    "aws_lambda_powertools/shared/cookies.py",
    "aws_lambda_powertools/shared/headers_serializer.py",
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
    # Python in a browser, OpenSSL's own wrapper, proxies, HTTP/2.
    "urllib3/contrib/emscripten",
    "urllib3/contrib/pyopenssl.py",
    "urllib3/contrib/socks.py",
    "urllib3/http2/connection.py",
)
_EVENTS = "aws_lambda_powertools/utilities/data_classes"
_EVENTS_USED = frozenset(
    f"{name}.py"
    for name in (
        "cloud_watch_logs_event", "common", "dynamo_db_stream_event", "event_bridge_event",
        "kafka_event", "kinesis_stream_event", "s3_event", "shared_functions", "sns_event",
        "sqs_event",
    )
)  # fmt: skip
"""What Powertools' batches load. Its package loads forty more, which each first message of a worker
would wait for."""
_EVENTS_INIT = "from aws_lambda_powertools.utilities.data_classes.s3_event import S3Event\n"
"""The one name that a module of it takes from the package."""
_SIX_AGAIN = "botocore/vendored/six.py"
_SIX = "from six import *\n"
"""dateutil brings it; botocore carries a copy, imports it and asks it for nothing."""
_UNUSED_NAMES = ("tests", "test", "__pycache__")
_UNUSED_SUFFIXES = (".pyi", ".typed", ".c", ".h", ".pxd", ".pyx", ".rst", ".md", ".txt")
# Emergency and other short numbers of each country, which the library loads when one is asked for.
_SHORT_NUMBERS = "phonenumbers/shortdata/region_*.py"
_UNUSED_API_FILES = ("examples-1.json", "waiters-2.json")
UNCOMPILED = ("python/phonenumbers/data", "python/xlsxwriter")
"""Bytecode is twice as large as source once zipped: not for what one rare function loads."""
_NO_BYTES = 8
_IS_LOADED = 2
"""ELF's SHT_NOBITS and SHF_ALLOC."""
_WORD = re.compile("[a-z][a-z0-9_]+")
_CERTIFICATE = re.compile(
    b"-----BEGIN CERTIFICATE-----\n.+?\n-----END CERTIFICATE-----\n", re.DOTALL
)
_REGIONS = "phonenumbers/data"
_OFTEN = "region_KR.py"
_REGIONS_PATH = '\n__path__.append(__path__[0] + "/regions.zip")\n'
_ASKED_BY_BOTOCORE = frozenset({"create_bucket", "head_bucket"})
"""By `generate_presigned_post`, which takes the bucket's address from it, and to find a bucket's
region after S3 named another."""


def called_methods(sources: Path) -> frozenset[str]:
    """Of the services' methods those whose name is a word somewhere in the sources: all that are
    called, and a few more."""
    session = Session()
    known = {
        xform_name(operation)
        for service in AWS_SERVICES
        for operation in session.get_service_model(service).operation_names
    }
    texts = (path.read_text() for path in sources.rglob("*.py"))
    words = {word for text in texts for word in _WORD.findall(text)}
    return frozenset(known & words)


def slim(tree: Path, called: Collection[str]) -> None:
    """Trims and strips the packages in `tree`, in place, for who calls these methods of AWS."""
    for unused in _UNUSED:
        _remove(tree / unused)
    for region in tree.glob(_SHORT_NUMBERS):
        _remove(region)
    _trim_events(tree / _EVENTS)
    _pack_regions(tree / _REGIONS)
    (tree / _SIX_AGAIN).write_text(_SIX)
    for path in sorted(tree.rglob("*"), reverse=True):
        if _is_unused(path):
            _remove(path)
    _trim_api_descriptions(tree / "botocore" / "data", called)
    _trim_certificates(tree / "botocore" / "cacert.pem")
    for library in tree.rglob("*.so"):
        _drop_symbols(library)


def _is_unused(path: Path) -> bool:
    if path.is_dir():
        return path.name in _UNUSED_NAMES or path.suffix == ".dist-info"
    return path.suffix in _UNUSED_SUFFIXES


def _trim_events(package: Path) -> None:
    for path in package.iterdir():
        if path.name not in _EVENTS_USED:
            _remove(path)
    (package / "__init__.py").write_text(_EVENTS_INIT)


def _pack_regions(data: Path) -> None:
    """The numbers of 250 countries as one archive, which Python loads modules from as well: small
    files that are alike are half as large together. Those of Korea stay where they are."""
    with zipfile.ZipFile(data / "regions.zip", "w") as archive:
        for path in sorted(data.glob("region_*.py")):
            if path.name != _OFTEN:
                archive.writestr(zipfile.ZipInfo(path.name, bytecode.ZIP_EPOCH), path.read_bytes())
                path.unlink()
    loader = data / "__init__.py"
    loader.write_text(loader.read_text() + _REGIONS_PATH)


def _trim_api_descriptions(data: Path, called: Collection[str]) -> None:
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
    for path in data.rglob("service-2.json.gz"):
        described = _of_called(json.loads(gzip.decompress(path.read_bytes())), called)
        path.write_bytes(_zipped(json.dumps(described, separators=(",", ":")).encode()))


def _trim_certificates(authorities: Path) -> None:
    """Without the words and fingerprints above each, a fifth of it once zipped."""
    authorities.write_bytes(b"".join(_CERTIFICATE.findall(authorities.read_bytes())))


def _of_called(service: dict[str, Any], called: Collection[str]) -> dict[str, Any]:
    """The service with those operations alone, and the shapes that these need."""
    kept = _ASKED_BY_BOTOCORE.union(called)
    operations = {
        name: each for name, each in service["operations"].items() if xform_name(name) in kept
    }
    shapes: dict[str, Any] = {}
    waiting = list(_shapes_in(operations))
    while waiting:
        name = waiting.pop()
        if name not in shapes:
            shapes[name] = service["shapes"][name]
            waiting += _shapes_in(shapes[name])
    in_order = {name: each for name, each in service["shapes"].items() if name in shapes}
    return service | {"operations": operations, "shapes": in_order}


def _shapes_in(described: Any) -> Iterator[str]:
    if isinstance(described, dict):
        if isinstance(described.get("shape"), str):
            yield described["shape"]
        for inner in described.values():
            yield from _shapes_in(inner)
    elif isinstance(described, list):
        for inner in described:
            yield from _shapes_in(inner)


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
    """Blanks the sections of a 64-bit little-endian ELF file that are not loaded: symbols, what a
    debugger asks for, and who compiled it. The names of the sections stay.

    Zeros compress to nothing, and no offset in the file changes, so this is safe for a foreign
    architecture too, where no `strip` may be at hand.
    """
    image = bytearray(library.read_bytes())
    if image[:6] != b"\x7fELF\x02\x01":
        return
    (table_at,) = struct.unpack_from("<Q", image, 0x28)
    entry_size, entry_count, names = struct.unpack_from("<HHH", image, 0x3A)
    for index in range(entry_count):
        entry_at = table_at + index * entry_size
        kind, flags, _, at, size = struct.unpack_from("<IQQQQ", image, entry_at + 4)
        if index != names and kind != _NO_BYTES and not flags & _IS_LOADED:
            image[at : at + size] = bytes(size)
    library.write_bytes(image)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    elif path.exists():
        path.unlink()
