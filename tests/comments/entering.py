"""A draw that takes comments, and members who certify theirs."""

from typing import Any

from tests.conftest import Answer, Member, Stack
from tests.draws.lots import announce, upload
from tests.uploads import pictures

PATH = "/v1/me/comment-entries"
POST = "https://blog.naver.com/gangjin_news/223700000001"
LINK = "https://www.instagram.com/p/Cx1/c/17900000000000001/"


def opened(stack: Stack, *, excluded: str = "", **changes: Any) -> str:
    """The draw's id."""
    draw_id: str = announce(stack, by="anna", post_url=POST, **changes).json["draw_id"]
    sent = upload(stack, draw_id, f"handle,reason\n{excluded}", kind="excluded")
    assert sent.status == 201, sent.raw
    return draw_id


def enter(member: Member, draw_id: str, headers: Any = None, **changes: Any) -> Answer:
    body = {"draw_id": draw_id, "handle": "@Celadon_Kim", "link": LINK} | changes
    body = {name: value for name, value in body.items() if value is not None}
    return member.stack.call("POST", PATH, body, token=member.token, headers=headers)


def picture(member: Member, mark: int = 1) -> str:
    return pictures.send(member, pictures.jpeg(mark))


def events(member: Member) -> Any:
    return member.stack.call("GET", PATH, token=member.token).json["data"]


def desk(draw_id: str, comment_id: str = "") -> str:
    return f"/v1/staff/draws/{draw_id}/comment-entries" + (f"/{comment_id}" if comment_id else "")


def decide(
    stack: Stack, event: Any, what: str = "accept", *, by: str = "anna", sends: int = 1,
    headers: Any = None,
) -> Answer:  # fmt: skip
    """Over the entry of an answer to its member."""
    path = f"{desk(event['draw_id'], event['entry']['comment_id'])}/{what}"
    body = {"sends": sends} | ({"reason": "댓글이 보이지 않음"} if what == "reject" else {})
    return stack.call("POST", path, body, token=by, headers=headers)


def kept(stack: Stack) -> set[str]:
    """The names of pictures that are kept."""
    return {name for name in stack.adapters.upload_files.files if name.startswith("kept/comment/")}
