"""Plays the tax office and the banks, as data.go.kr and PortOne answer: for tests to say what they
know of a business or an account.

`POST /_offices/businesses/<number>` `{status?: "01"|"02"|"03"|"", authentic?: bool, end_on?,
answers?: "lost"|"slow"|"quota"}`; a number that nothing was said of is in business and its owner's.
`POST /_offices/accounts/<digits>` `{holder}`; another account nobody has.
`POST /_offices/answers` `{answers}` is how every question goes from then on; empty: well.

Served by the local cloud's own process, in its environment, so it imports nothing of ours.
"""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

PATH = "/_offices"
SERVICE_KEY = "local/service+key=="
API_SECRET = "local-platform-secret"
NUMBERS_MAX = 100
_SLOW_SECONDS = 10.0

_businesses: dict[str, dict[str, Any]] = {}
_accounts: dict[str, str] = {}
_answers = {"all": ""}


def config(url: str) -> dict[str, Any]:
    """What a county's secret says of both, played at `url`."""
    return {
        "tax_office": {"service_key": SERVICE_KEY, "api_url": f"{url}/tax"},
        "account_holders": {"api_secret": API_SECRET, "api_url": url},
    }


async def serve(scope: Mapping[str, Any], receive: Any, send: Any) -> None:
    body = b""
    while True:
        event = await receive()
        body += event.get("body", b"")
        if not event.get("more_body"):
            break
    place = scope["path"].removeprefix(PATH).strip("/").split("/")
    headers = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
    query = scope["query_string"].decode()
    try:
        status, content = await _answer(scope["method"], place, headers, query, body)
    except (ValueError, KeyError, TypeError, AttributeError) as exc:
        status, content = 400, {"code": -4, "msg": repr(exc)}
    raw = json.dumps(content, ensure_ascii=False).encode()
    pairs = [(b"content-type", b"application/json"), (b"content-length", str(len(raw)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": pairs})
    await send({"type": "http.response.body", "body": raw})


async def _answer(
    method: str, place: list[str], headers: Mapping[str, str], query: str, body: bytes
) -> tuple[int, Any]:
    match method, place:
        case "POST", ["businesses", number]:
            _businesses[number] = json.loads(body)
            return 200, _businesses[number]
        case "POST", ["accounts", number]:
            _accounts[number] = str(json.loads(body)["holder"])
            return 200, {"holder": _accounts[number]}
        case "POST", ["answers"]:
            _answers["all"] = str(json.loads(body).get("answers", ""))
            return 200, _answers
        case "POST", ["tax", ("status" | "validate") as question]:
            return await _tax(question, query, json.loads(body))
        case "GET", ["platform", "bank-accounts", _, number, "holder"]:
            if headers.get("authorization") != f"PortOne {API_SECRET}":
                return 401, {"type": "UNAUTHORIZED"}
            if number not in _accounts:
                return 502, {"type": "PLATFORM_EXTERNAL_API_FAILED"}
            return 200, {"holderName": _accounts[number]}
        case _:
            return 404, {"type": "NOT_FOUND"}


async def _tax(question: str, query: str, asked: Mapping[str, Any]) -> tuple[int, Any]:
    # Encoded once: `+`, `/` and `=` must have come as they are meant.
    if query != "serviceKey=local%2Fservice%2Bkey%3D%3D":
        return 401, {"code": -4, "msg": "등록되지 않은 인증키 입니다."}
    is_status = question == "status"
    numbers = asked["b_no"] if is_status else [each["b_no"] for each in asked["businesses"]]
    if len(numbers) > NUMBERS_MAX:
        return 413, {"status_code": "TOO_LARGE_REQUEST"}
    for how in (_answers["all"], *(_businesses.get(n, {}).get("answers", "") for n in numbers)):
        if how == "slow":
            await asyncio.sleep(_SLOW_SECONDS)
        if how == "lost":
            return 503, {"status_code": "HTTP_ERROR"}
        if how == "quota":
            return 429, {"code": -10, "msg": "API 트래픽을 초과하였습니다."}
    states = [_state(number) for number in numbers]
    if is_status:
        return 200, {"status_code": "OK", "request_cnt": len(states), "data": states}
    rows = [
        {"b_no": number, "valid": "01", "status": state}
        if _businesses.get(number, {}).get("authentic", True)
        else {"b_no": number, "valid": "02", "valid_msg": "확인할 수 없습니다.", "status": state}
        for number, state in zip(numbers, states, strict=True)
    ]
    return 200, {"status_code": "OK", "request_cnt": len(rows), "data": rows}


def _state(number: str) -> dict[str, Any]:
    told = _businesses.get(number, {})
    code = told.get("status", "01")
    kind = "부가가치세 일반과세자" if code else "국세청에 등록되지 않은 사업자등록번호입니다."
    return {
        "b_no": number,
        "b_stt": {"01": "계속사업자", "02": "휴업자", "03": "폐업자"}.get(code, ""),
        "b_stt_cd": code,
        "tax_type": kind,
        "tax_type_cd": "01" if code else "",
        "end_dt": str(told.get("end_on", "")).replace("-", ""),
    }
