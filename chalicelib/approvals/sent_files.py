"""Files that staff send within a body: as text, or as their very bytes in base64."""

import base64

from chalicelib.approvals.grant_files import decode
from chalicelib.core.errors import InvalidRequestError


def sent_file(csv: str | None, csv_base64: str | None) -> tuple[bytes, str]:
    """The file's bytes, and what they say. Raises `InvalidRequestError` for both, neither or no
    base64, `CsvInvalidError` for bytes that are no text."""
    if (csv is None) == (csv_base64 is None):
        problem = ("csv와 csv_base64 가운데 하나만 보냅니다", "send either csv or csv_base64")
        raise InvalidRequestError(param="csv", problem=problem)
    if csv is not None:
        return csv.encode(), csv
    content = sent_bytes(csv_base64 or "")
    return content, decode(content)


def sent_bytes(text: str, *, param: str = "csv_base64") -> bytes:
    """Raises `InvalidRequestError`."""
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as exc:
        problem = ("base64가 아닙니다", "is not base64")
        raise InvalidRequestError(param=param, problem=problem) from exc
