"""The pages' shells and files; their behaviour is tested in a browser, in tests/e2e."""

import posixpath
import re

import pytest

from chalicelib.web import static_files
from tests.conftest import Stack

PAGES = ["/", "/j/celadon", "/wallet", "/merchant", "/staff", "/verify", "/docs"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("language", "lang"), [("ko-KR", "ko"), ("en-US", "en")])
def test_a_page_opens_in_the_readers_language(
    stack: Stack, path: str, language: str, lang: str
) -> None:
    page = stack.call("GET", path, headers={"Accept-Language": language})
    assert page.status == 200
    assert f'lang="{lang}"' in page.raw.decode()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_runs_no_script_but_its_own_files(stack: Stack, path: str) -> None:
    page = stack.call("GET", path)
    policy = page.headers["Content-Security-Policy"]
    assert "script-src 'self' 'wasm-unsafe-eval'" in policy
    html = page.raw.decode()
    assert re.search(r"<script(?![^>]*\bsrc=)", html) is None
    assert re.search(r"\son\w+=|style=", html) is None


@pytest.mark.parametrize("path", PAGES)
def test_every_file_that_a_page_names_is_served(stack: Stack, path: str) -> None:
    html = stack.call("GET", path).raw.decode()
    names = re.findall(r'(?:src|href)="static/([^"?]+)\?v=(\w+)"', html)
    assert names
    for name, version in names:
        answer = stack.call("GET", f"/static/{name}?v={version}")
        assert answer.status == 200
        assert "immutable" in answer.headers["Cache-Control"]


def test_a_report_is_shown_where_styles_are_allowed_and_nothing_else(stack: Stack) -> None:
    policy = stack.call("GET", "/staff/report-frame").headers["Content-Security-Policy"]
    assert "default-src 'none'; style-src 'unsafe-inline'" in policy
    assert "script-src" not in policy
    assert "frame-ancestors 'self'" in policy
    frame = re.search(r"<iframe[^>]*>", stack.call("GET", "/staff").raw.decode())
    assert frame is not None
    assert 'sandbox="allow-same-origin"' in frame[0]


def test_every_tab_of_the_desk_has_its_page(stack: Stack) -> None:
    desk = stack.call("GET", "/staff").raw.decode()
    tabs = (static_files._ROOT / "staff" / "tabs.js").read_text(encoding="utf-8")
    names = re.search(r"TABS = \[([^\]]+)\]", tabs)
    assert names is not None
    for name in names[1].split(", "):
        assert f'data-screen="{name}"' in desk


def test_no_path_leads_out_of_the_static_folder(stack: Stack) -> None:
    for name in ("..%2Fpages.py", "pages.py", "nothing.js", "README.md", "common/..%2Fpages.py"):
        assert stack.call("GET", f"/static/{name}").status == 404


def test_modules_import_only_files_that_exist() -> None:
    for name, path in static_files._paths().items():
        if path.suffix == ".js" and path.parent.name != "lib":
            for imported in re.findall(r'from "(\.{1,2}/[^"]+)"', path.read_text(encoding="utf-8")):
                found = posixpath.normpath(posixpath.join(posixpath.dirname(name), imported))
                assert static_files.find(found), f"{name} imports {imported}"


def test_what_a_file_loads_has_the_version_of_the_file(stack: Stack) -> None:
    for name in ("wallet/wallet.js", "common/scan.js", "common/style.css"):
        text = stack.call("GET", f"/static/{name}").raw.decode()
        loaded = re.findall(r'"(\.{1,2}/[^"]+\.(?:js|gz|svg)[^"]*)"', text)
        assert loaded
        assert all(address.endswith(f"?v={static_files.version()}") for address in loaded)


def test_a_code_in_the_address_is_escaped(stack: Stack) -> None:
    page = stack.call("GET", "/j/%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E")
    assert "<script>alert" not in page.raw.decode()


@pytest.mark.parametrize("path", PAGES)
def test_no_field_cuts_what_is_pasted_into_it(stack: Stack, path: str) -> None:
    """Half of a number is another number, and decomposed Hangul is three times as long."""
    html = stack.call("GET", path).raw.decode()
    cutting = [i for i in re.findall(r"<input[^>]*>", html) if "maxlength" in i]
    assert all('type="password"' in found for found in cutting)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_can_say_that_its_browser_keeps_nothing(stack: Stack, path: str) -> None:
    html = stack.call("GET", path).raw.decode()
    assert re.search(r'<p[^>]*id="unkept"[^>]* hidden>', html)


def test_storage_is_asked_for_in_one_place() -> None:
    """Where it is forbidden, missing or full, pages go on in memory: common/storage.js."""
    asking = [
        name
        for name, path in static_files._paths().items()
        if path.suffix == ".js" and re.search(r"(local|session)Storage", path.read_text())
    ]
    assert asking == ["common/storage.js"]
