"""A visit to a festival, as the wallet shows it."""

from playwright.sync_api import Page

from tests.screens.seeing import see


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
