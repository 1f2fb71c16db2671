"""What each operation says that it may refuse, held against what it answers.

Every answer that a test gets of the app over fakes comes through `check_declared`.
"""

import json
import re
from functools import cache

from chalicelib.http.openapi import errors_of
from chalicelib.http.operations import Operation
from chalicelib.routes import OPERATIONS

_LOCAL_STAGE_ONLY = "X-Simulated-Now"


def check_declared(method: str, path: str, body: bytes) -> None:
    """That the operation at this address, if there is one, declares this refusal."""
    operation = operation_at(method, path.partition("?")[0])
    if operation is None:
        return
    problem = json.loads(body)
    if problem["param"] == _LOCAL_STAGE_ONLY:
        return
    codes = {error.code for error in errors_of(operation)}
    assert problem["code"] in codes, f"{method} {operation.path} does not declare {problem['code']}"


@cache
def operation_at(method: str, path: str) -> Operation | None:
    fitting = [o for o in OPERATIONS if o.method == method and _pattern(o.path).fullmatch(path)]
    # A path without a value goes before one with it, as in Chalice.
    return min(fitting, key=lambda o: o.path.count("{"), default=None)


@cache
def _pattern(path: str) -> re.Pattern[str]:
    return re.compile("[^/]+".join(map(re.escape, re.split(r"{\w+}", path))))
