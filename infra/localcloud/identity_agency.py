"""Plays an agency of identity verification, as PortOne V2 answers: for people to click through, and
for tests to say how it ends.

`GET /_identity/page/<id>` is the page; `POST /_identity/<id>` says how the verification ended:
`{name, birth_on, person, outcome: "verified"|"canceled"|"failed", foreigner?, phone?, answers?}`.
The same `person` has the same DI and CI. `answers` is how the next question for it goes:
"lost" (no answer), "slow" (three seconds), "timeout" (half a minute).
`GET /_identity/identity-verifications/<id>` is what the application's server asks.

Served by the local cloud's own process, in its environment, so it imports nothing of ours.
"""

import asyncio
import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from html import escape
from typing import Any
from urllib.parse import parse_qs, urlencode

PATH = "/_identity"
API_SECRET = "local-identity-secret"
_WAITS = {"slow": 3.0, "timeout": 30.0}
_KEPT_MAX = 10_000

_ended: dict[str, dict[str, Any]] = {}
_answers: dict[str, str] = {}

Answer = tuple[int, str, bytes, dict[str, str]]
"""Status, content type, body, further headers."""


async def serve(scope: Mapping[str, Any], receive: Any, send: Any) -> None:
    body = b""
    while True:
        event = await receive()
        body += event.get("body", b"")
        if not event.get("more_body"):
            break
    headers = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
    status, content_type, content, more = await _answer(scope, headers, body)
    sent = {"content-type": content_type, "content-length": str(len(content))} | more
    pairs = [(name.encode(), value.encode()) for name, value in sent.items()]
    await send({"type": "http.response.start", "status": status, "headers": pairs})
    await send({"type": "http.response.body", "body": content})


async def _answer(scope: Mapping[str, Any], headers: Mapping[str, str], body: bytes) -> Answer:
    place = scope["path"].removeprefix(PATH).strip("/")
    folder, _, verification_id = place.rpartition("/")
    if scope["method"] == "GET" and folder == "identity-verifications":
        if headers.get("authorization") != f"PortOne {API_SECRET}":
            return _json(401, {"type": "UNAUTHORIZED"})
        return await _asked(verification_id)
    if scope["method"] == "GET" and folder == "page":
        query = parse_qs(scope["query_string"].decode())
        return 200, "text/html; charset=utf-8", _page(verification_id, query).encode(), {}
    if scope["method"] == "POST" and not folder:
        return _played(verification_id, headers, body)
    return _json(404, {"type": "NOT_FOUND"})


async def _asked(verification_id: str) -> Answer:
    answers = _answers.pop(verification_id, "")
    await asyncio.sleep(_WAITS.get(answers, 0))
    if answers == "lost":
        return _json(503, {"type": "PG_PROVIDER"})
    found = _ended.get(verification_id)
    if found is None:
        return _json(404, {"type": "IDENTITY_VERIFICATION_NOT_FOUND"})
    return _json(200, found)


def _played(verification_id: str, headers: Mapping[str, str], body: bytes) -> Answer:
    is_form = headers.get("content-type", "").startswith("application/x-www-form-urlencoded")
    try:
        told = _form(body) if is_form else json.loads(body)
        ended = _outcome(verification_id, told)
    except (ValueError, KeyError, AttributeError, TypeError) as exc:
        return _json(400, {"type": "INVALID_REQUEST", "message": repr(exc)})
    if len(_ended) >= _KEPT_MAX:
        _ended.clear()
    _ended[verification_id] = ended
    _answers[verification_id] = str(told.get("answers", ""))
    if not is_form:
        return _json(200, {"identity_verification_id": verification_id, "status": ended["status"]})
    back = str(told.get("return_to") or "")
    if not back.startswith(("http://127.0.0.1:", "http://localhost:")):
        return _json(200, ended)
    sign = "&" if "?" in back else "?"
    came = urlencode({"identityVerificationId": verification_id})
    return 303, "text/plain", b"", {"location": f"{back}{sign}{came}"}


def _form(body: bytes) -> dict[str, Any]:
    fields = {name: values[-1] for name, values in parse_qs(body.decode()).items()}
    return fields | {"foreigner": "foreigner" in fields}


def _outcome(verification_id: str, told: Mapping[str, Any]) -> dict[str, Any]:
    outcome = told["outcome"]
    if outcome == "canceled":
        failure = {"reason": "사용자가 인증을 취소하였습니다.", "pgCode": "CANCELED"}
        return {"id": verification_id, "status": "FAILED", "failure": failure}
    if outcome == "failed":
        failure = {"reason": "본인 정보가 일치하지 않습니다.", "pgCode": "3001"}
        return {"id": verification_id, "status": "FAILED", "failure": failure}
    if outcome != "verified":
        raise ValueError(outcome)
    person = str(told["person"])
    return {
        "id": verification_id,
        "status": "VERIFIED",
        "verifiedAt": datetime.now(UTC).isoformat(),
        "channel": {"type": "TEST", "pgProvider": "DANAL"},
        "verifiedCustomer": {
            "name": str(told["name"]),
            "birthDate": str(told["birth_on"]),
            "phoneNumber": "".join(c for c in str(told.get("phone", "")) if c.isdigit()),
            "gender": None,
            "isForeigner": bool(told.get("foreigner")),
            "ci": _key("ci", person, 88),
            "di": _key("di", person, 64),
        },
    }


def _key(kind: str, person: str, size: int) -> str:
    return (hashlib.sha512(f"{kind}/{person}".encode()).hexdigest())[:size]


def _json(status: int, content: Mapping[str, Any]) -> Answer:
    return status, "application/json", json.dumps(content, ensure_ascii=False).encode(), {}


def _page(verification_id: str, query: Mapping[str, list[str]]) -> str:
    return_to = escape(query.get("return_to", [""])[0], quote=True)
    action = escape(f"{PATH}/{verification_id}", quote=True)
    return f"""<!doctype html>
<html lang="ko"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>본인확인 (시험)</title>
<style>
body {{ font: 1.25rem/1.5 sans-serif; max-width: 26rem; margin: 2rem auto; padding: 0 1rem; }}
label {{ display: block; margin: 1rem 0 .25rem; }}
input:not([type=checkbox]) {{ font: inherit; width: 100%; padding: .6rem; box-sizing: border-box; }}
button {{ font: inherit; width: 100%; padding: .9rem; margin-top: 1rem; }}
</style></head><body>
<h1>본인확인 (시험용)</h1>
<p>이 컴퓨터에서만 보이는 시험용 기관입니다. 실제 본인확인은 하지 않습니다.</p>
<form method="post" action="{action}">
<input type="hidden" name="return_to" value="{return_to}">
<label for="name">이름</label><input id="name" name="name" required autocomplete="off">
<label for="birth_on">생년월일</label><input id="birth_on" name="birth_on" required
 placeholder="1980-05-05" pattern="\\d{{4}}-\\d{{2}}-\\d{{2}}" autocomplete="off">
<label for="phone">휴대전화 (비워도 됨)</label><input id="phone" name="phone" autocomplete="off">
<label for="person">사람 (같은 글자는 같은 사람)</label>
<input id="person" name="person" value="나" required>
<p><label><input type="checkbox" name="foreigner"> 외국인</label></p>
<button name="outcome" value="verified">본인확인 마치기</button>
<button name="outcome" value="failed" formnovalidate>본인이 아님</button>
<button name="outcome" value="canceled" formnovalidate>그만두기</button>
</form></body></html>
"""
