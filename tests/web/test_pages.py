"""The pages' shells and files; their behaviour is tested in a browser, in tests/e2e."""

import posixpath
import re
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from chalicelib.county.wiring import CountyWiring
from chalicelib.joining.campaign_store import CampaignStore
from chalicelib.web import static_files
from tests import builders
from tests.adapters import FakeAdapters
from tests.conftest import Stack

PAGES = [
    "/",
    "/j/celadon",
    "/wallet",
    "/merchant",
    "/agent",
    "/apply",
    "/staff",
    "/verify",
    "/draws/drw_06H02CHZG2WVD3YG",
    "/docs",
    "/docs/reference",
    "/docs/reference/redeem_voucher",
    "/docs/errors",
    "/docs/errors/pay_code_expired",
    "/privacy",
    "/terms",
    "/status",
    "/styleguide",
]


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
    names = [
        name for group in re.findall(r"tabs: \[([^\]]+)\]", tabs) for name in group.split(", ")
    ]
    assert "reports" in names
    for name in names:
        dashed = re.sub("[A-Z]", lambda letter: "-" + letter[0].lower(), name)
        assert f'data-screen="{dashed}"' in desk


def test_a_view_of_the_desk_has_an_address_and_a_wrong_one_leads_on(stack: Stack) -> None:
    asked = {"Accept": "text/html"}
    for path in ("/staff/reports", "/staff/adjustment/adj_06H02CHZG2WVD3YG"):
        assert stack.call("GET", path, headers=asked).status == 200
    assert stack.call("GET", "/staff/nothing", headers=asked).status == 404
    assert 'data-screen="login"' not in stack.call("GET", "/staff/report-frame").raw.decode()


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
    for name in ("wallet/wallet.js", "common/scan.js", "design.css"):
        text = stack.call("GET", f"/static/{name}").raw.decode()
        loaded = re.findall(r'"(\.{1,2}/[^"]+\.(?:js|gz|svg|woff2)[^"]*)"', text)
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


def as_browser(stack: Stack, path: str, **headers: str) -> str:
    page = stack.call("GET", path, headers={"Accept": "text/html,*/*;q=0.8"} | headers)
    return page.raw.decode()


@pytest.mark.parametrize("path", PAGES)
def test_every_page_leads_to_the_policy_and_the_terms(stack: Stack, path: str) -> None:
    """The policy's name is fixed by the law's guideline, and it must stand out."""
    html = as_browser(stack, path)
    assert '<a class="privacy" href="privacy">개인정보 처리방침</a>' in html
    assert '<a href="terms">이용약관</a>' in html


@pytest.mark.parametrize("path", PAGES)
def test_a_link_that_is_sent_shows_a_title_and_a_picture(stack: Stack, path: str) -> None:
    html = as_browser(stack, path)
    told = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)">', html))
    assert told["title"]
    assert told["description"]
    assert told["url"].startswith("https://")
    name = re.fullmatch(r"https://onmin\.example/(static/.+\.png)\?v=\w+", told["image"])
    assert name is not None
    assert stack.call("GET", f"/{name[1]}").raw.startswith(b"\x89PNG")


def test_an_address_that_nobody_has_gets_a_page_and_a_program_a_problem(stack: Stack) -> None:
    page = stack.call("GET", "/walet", headers={"Accept": "text/html,*/*;q=0.8"})
    assert page.status == 404
    assert "이 주소에는 화면이 없습니다" in page.raw.decode()
    assert stack.call("GET", "/walet", headers={"Accept": "*/*"}).json["code"] == "route_not_found"


def test_home_leads_to_what_is_open_now(stack: Stack) -> None:
    assert '<a class="button" href="j/celadon">' in as_browser(stack, "/")


def test_home_says_in_the_readers_words_what_is_free(stack: Stack) -> None:
    assert '<span class="tag benefit">무료</span>' in as_browser(stack, "/")
    assert '<span class="tag benefit">Free</span>' in as_browser(
        stack, "/", **{"Accept-Language": "en"}
    )


def test_an_english_page_has_a_number_that_can_be_dialled_from_abroad(stack: Stack) -> None:
    told = replace(builders.a_county(), contact_en="Population office", phone="061-430-3114")
    stack.wired(CountyWiring).store.put_county(told)
    english = as_browser(stack, "/terms", **{"Accept-Language": "en"})
    assert 'Population office · <a href="tel:+82614303114">+82 61-430-3114</a>' in english
    assert ">061-430-3114</a>" in as_browser(stack, "/terms")


@pytest.mark.parametrize(("official", "times"), [(False, 0), (True, 1)])
def test_the_masthead_is_for_official_sites_alone(stack: Stack, official: bool, times: int) -> None:
    county = replace(builders.a_county(), official_site=official)
    stack.wired(CountyWiring).store.put_county(county)
    html = as_browser(stack, "/")
    assert html.count("공식 전자정부 누리집") == times
    assert html.count('class="wide identifier"') == times


def test_a_script_is_asked_for_with_all_that_it_imports(stack: Stack) -> None:
    html = as_browser(stack, "/wallet")
    asked = re.findall(r'(?:modulepreload" href|module" src)="static/([^"?]+)', html)
    assert len(asked) == len(set(asked))
    assert set(static_files.modules("wallet/wallet.js")) <= set(asked)


def test_the_first_step_of_joining_waits_for_no_script_but_its_own(stack: Stack) -> None:
    """All others are told to it, and come when it can be used."""
    html = as_browser(stack, "/j/celadon")
    asked = re.findall(r'(?:modulepreload" href|module" src)="static/([^"?]+)', html)
    assert "join/start.js" in asked
    assert static_files.modules("join/start.js") == ("join/start.js",)
    later = re.search(r'data-after="([^"]+)"', html)
    assert later is not None
    names = [address.removeprefix("static/").partition("?")[0] for address in later[1].split()]
    assert names == list(static_files.modules("join/join.js"))
    assert not set(names) & (set(asked) - set(static_files.modules("common/typeface.js")))


def test_what_a_campaign_gives_stands_in_the_page(stack: Stack) -> None:
    html = as_browser(stack, "/j/celadon-a")
    assert "강진청자축제 · 정문 부스" in html
    assert "<strong>마일리지 5,000점</strong>" in html
    assert 'data-state="open"' in html
    assert re.search(r'data-screen="agree">', html)
    english = as_browser(stack, "/j/celadon", **{"Accept-Language": "en"})
    assert "<strong>5,000 points</strong>" in english


@pytest.mark.parametrize(
    ("year", "state", "words"),
    [(2020, "ended", "가입은 끝났습니다"), (2999, "early", "아직 시작하지 않았습니다")],
)
def test_a_campaign_that_is_closed_says_so_at_once(
    stack: Stack, year: int, state: str, words: str
) -> None:
    """Pages go by the machine's own clock."""
    edges = datetime(year, 1, 1, tzinfo=UTC), datetime(year, 2, 1, tzinfo=UTC)
    CampaignStore(stack.table).put(builders.a_campaign(opens_at=edges[0], closes_at=edges[1]))
    html = as_browser(stack, "/j/celadon")
    assert f'data-state="{state}"' in html
    assert words in html
    assert '<section data-screen="agree" hidden>' in html
    assert '<section data-screen="stopped">' in html


def test_a_code_that_leads_nowhere_says_so_and_leads_on(stack: Stack) -> None:
    page = stack.call("GET", "/j/porcelain", headers={"Accept": "text/html,*/*;q=0.8"})
    assert page.status == 404
    html = page.raw.decode()
    assert "찾는 행사가 없습니다" in html
    assert 'href="./#events"' in html


def test_to_log_in_does_not_look_like_joining(stack: Stack) -> None:
    """And who is no member is led to where one joins."""
    wallet = as_browser(stack, "/wallet")
    assert "<h1>내 지갑 로그인</h1>" in wallet
    assert '<a href="./#events">가입하러 가기</a>' in wallet
    assert 'id="events"' in as_browser(stack, "/")
    assert "내 지갑 로그인" not in as_browser(stack, "/j/celadon")


def test_the_styleguide_stands_on_the_local_stage_alone(stack: Stack) -> None:
    assert "스타일 가이드" in as_browser(stack, "/styleguide")
    there = FakeAdapters(of=stack.adapters)
    there.settings = replace(there.settings, stage="dev", simulated_clock=False)
    assert "이 주소에는 화면이 없습니다" in as_browser(Stack(there), "/styleguide")
