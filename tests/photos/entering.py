"""A festival that takes photos, a visitor of it, and what they send."""

from typing import Any

from tests.conftest import Answer, Member, Stack
from tests.festivals.festival import code, festival, visit
from tests.uploads import pictures

PATH = "/v1/me/photo-entries"
DESK = "/v1/staff/photo-entries"


def opened(stack: Stack, *, most: int = 2, kept_days: int = 30) -> str:
    """The campaign's id."""
    stack.set_rule("photo.entries", most)
    stack.set_rule("photo.kept_days", kept_days)
    stack.set_rule("activity.post", 30)
    campaign_id = festival(stack)
    stack.later(days=1)
    return campaign_id


def visitor(stack: Stack, campaign_id: str, *number: str) -> Member:
    member = stack.member(*number)
    assert visit(member, code(stack, campaign_id)).status == 201
    return member


def enter(
    member: Member, campaign_id: str, mark: int = 1, headers: Any = None, **changes: Any
) -> Answer:
    upload_id = changes.pop("upload_id", None) or pictures.send(member, pictures.jpeg(mark))
    body = {
        "campaign_id": campaign_id,
        "place": "reed26-a",
        "upload_id": upload_id,
        "consent_version": 1,
    }
    return member.stack.call("POST", PATH, body | changes, token=member.token, headers=headers)


def own(member: Member) -> Any:
    return member.stack.call("GET", PATH, token=member.token).json


def decide(
    stack: Stack, photo_id: str, what: str = "accept", by: str = "anna", headers: Any = None
) -> Answer:
    body = {} if what == "accept" else {"reason": "행사 사진이 아님"}
    return stack.call("POST", f"{DESK}/{photo_id}/{what}", body, token=by, headers=headers)


def kept(stack: Stack) -> set[str]:
    """The names of pictures that are kept."""
    return {name for name in stack.adapters.upload_files.files if name.startswith("kept/photo/")}
