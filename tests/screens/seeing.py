"""Waiting for a view."""

from playwright.sync_api import Page


def see(page: Page, screen: str) -> None:
    page.wait_for_selector(f"[data-screen={screen}]:not([hidden])", timeout=10_000)
