"""A visit to a festival, as the wallet shows it."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, Route

from tests.screens.seeing import see

CARD = 3
"""Stamps that fill it."""


def scanned(page: Page) -> None:
    """By a code that no place showed."""
    see(page, "visit")
    page.evaluate("location.hash = 'reed26-c.AAAAAAAA'")
    page.locator("[data-screen=visit] .error:not(:empty)").wait_for()


def visited(page: Page) -> None:
    answer = {
        "visit_id": "vis_06H02CHZG2WVD3YG",
        "entry_id": "ent_06H02CHZG2WVD3YG",
        "granted_mileage": 1_000,
        "mileage_balance": 2_000,
        "description": "강진만 갈대축제 방문",
    }
    see(page, "visit")
    page.route("**/v1/me/visits", lambda route: route.fulfill(status=201, json=answer))
    page.evaluate("location.hash = 'reed26-c.7K3M9QXZ'")
    page.locator("[data-visit-done]").wait_for()


def rewards(collected: int | None) -> Callable[[Page], None]:
    """With so many stamps of three and a link for friends; `None`: where nothing is given."""

    def steps(page: Page) -> None:
        is_on = collected is not None
        answers = {
            "login-reward": {"mileage": 10 if is_on else 0, "had_today": collected == CARD},
            "stamp-cards": {"data": [_card(collected)] if collected is not None else []},
            "referrals": {
                "data": [_link(collected)] if collected else [],
                "own": _own() if collected == CARD else None,
                "identity_required": collected == 0,
            },
        }
        if collected is None:
            answers["photo-entries"] = {"campaigns": [], "data": []}
            answers["comment-entries"] = {"data": []}
        for name, answer in answers.items():
            page.route(f"**/v1/me/{name}", _answers(answer))
        page.reload()
        see(page, "rewards")
        shown = "[data-stamp-cards] .box" if is_on else "[data-rewards-none]"
        page.locator(shown).wait_for()

    return steps


def _answers(answer: Any) -> Callable[[Route], None]:
    return lambda route: route.fulfill(status=200, json=answer)


def _card(collected: int) -> Any:
    places = [
        ("reed26-a", "정문", None),
        ("reed26-c", "가우도 전망대", None),
        ("fac_06H02CHZG2WVD3YG", "고려청자박물관", "전라남도 강진군 대구면 청자촌길 33"),
        ("fac_06H02CHZG2WVD3YH", "다산박물관", "전라남도 강진군 도암면 다산로 766-20"),
    ]
    return {
        "campaign_id": "cmp_06H02CHZG2WVD3YG", "name": "강진만 갈대축제",
        "closes_at": "2026-12-31T15:00:00Z", "needed": CARD, "collected": collected,
        "mileage": 3_000, "is_rewarded": False,
        "places": [
            {
                "place": place, "name": name, "address": address, "is_sight": bool(address),
                "stamped_at": "2026-11-22T03:00:00Z" if number < collected else None,
            }
            for number, (place, name, address) in enumerate(places)
        ],
    }  # fmt: skip


def _link(friends: int) -> Any:
    return {
        "campaign_id": "cmp_06H02CHZG2WVD3YG", "name": "강진만 갈대축제",
        "url": "https://onmin.test/j/reed26?c=friend-5sR7nqk3zQhD2Yw0bT9xLA.4f2a9c1e",
        "referrer_mileage": 2_000, "newcomer_mileage": 1_000, "spending": 10_000,
        "friends_max": 10, "friends": friends, "closes_at": "2026-12-31T15:00:00Z",
    }  # fmt: skip


def _own() -> Any:
    return {
        "name": "강진만 갈대축제", "mileage": 1_000, "is_rewarded": False, "reason": None,
        "code": None, "ends_at": "2027-03-01T15:00:00Z",
    }  # fmt: skip
