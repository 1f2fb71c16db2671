"""A county's own emblem, pictures and colours are on its pages, from its own host."""

import json
import re
from base64 import b64encode

import pytest
from msgspec.structs import replace

from chalicelib.county.picture_rules import picture
from chalicelib.county.picture_store import PictureStore
from chalicelib.county.pictures import Picture
from chalicelib.county.store import CountyStore
from chalicelib.joining.campaign_store import CampaignStore
from chalicelib.uploads import images
from tests import builders
from tests.conftest import Stack
from tests.county.test_looks import EMBLEM, jpeg, png


@pytest.fixture
def looks(stack: Stack) -> list[Picture]:
    """The emblem, the county's picture and the campaign's."""
    made = [
        picture(EMBLEM, "emblem"),
        picture(jpeg(800, 400), "picture"),
        picture(jpeg(900, 300), "picture"),
    ]
    for one in made:
        PictureStore(stack.table).put(builders.COUNTY, one)
    emblem, scene, festival = (one.name for one in made)
    county = replace(
        builders.a_county(),
        emblem=emblem,
        emblem_alt="파란 물결",
        emblem_alt_en="Blue waves",
        picture=scene,
        picture_alt="강진만 갈대밭",
        picture_alt_en="Reeds of the bay",
        brand="#1d4ed8",
    )
    CountyStore(stack.table).put_county(county)
    campaigns = CampaignStore(stack.table)
    campaigns.put(
        replace(
            campaigns.all(builders.COUNTY)[0],
            picture=festival,
            picture_alt='가마에서 꺼낸 "청자"',
            picture_alt_en="Celadon from the kiln",
        )
    )
    return made


def html(stack: Stack, path: str) -> str:
    return stack.call("GET", path).raw.decode()


def test_pages_show_them_and_what_is_shared_shows_the_campaigns(
    stack: Stack, looks: list[Picture]
) -> None:
    emblem, scene, festival = (f"static/county/{one.name}" for one in looks)
    home, join, wallet = (html(stack, path) for path in ("/", "/j/celadon", "/wallet"))
    assert f'<link rel="icon" href="{emblem}' in home
    assert re.search(rf'og:image" content="[^"]*/{scene}', home)
    assert 'og:image:height" content="400"' in home
    assert f'class="scene" src="{scene}' in home
    assert f'class="scene" src="{festival}' in join
    assert re.search(rf'og:image" content="[^"]*/{festival}', join)
    for page in (join, wallet):
        card = page.split('<div class="resident">')[1]
        assert emblem in card
    manifest = json.loads(html(stack, "/wallet.webmanifest"))
    whole, cut = manifest["icons"]
    assert whole["src"].startswith(emblem)
    assert whole["purpose"] == "any"
    assert cut["purpose"] == "maskable"


def test_what_is_to_be_seen_is_said_wherever_it_is_shown(
    stack: Stack, looks: list[Picture]
) -> None:
    home, join, english = (html(stack, path) for path in ("/", "/j/celadon", "/j/celadon?lang=en"))
    assert re.search(r'class="scene" src="[^"]*" alt="강진만 갈대밭"', home)
    said = "가마에서 꺼낸 &#34;청자&#34;"
    shown = re.findall(r'class="scene" src="[^"]*" alt="([^"]*)"', join)
    assert shown == [said, said]  # Above the form, and on the card.
    assert f'og:image:alt" content="{said}"' in join
    assert 'alt="Celadon from the kiln"' in english
    assert 'alt="강진만 갈대밭"' in html(stack, "/wallet").split('<div class="resident">')[1]
    campaign = CampaignStore(stack.table).all(builders.COUNTY)[0]
    path = f"/v1/staff/campaigns/{campaign.campaign_id}/poster.svg"
    poster = stack.call("GET", path, token="staff").raw.decode()
    assert 'role="img" aria-label="파란 물결"' in poster
    assert 'aria-label="가마에서 꺼낸 &quot;청자&quot;"' in poster


def test_a_large_emblem_in_png_stands_among_the_icons_as_it_is(stack: Stack) -> None:
    emblem = picture(png(512, 512), "emblem")
    PictureStore(stack.table).put(builders.COUNTY, emblem)
    CountyStore(stack.table).put_county(replace(builders.a_county(), emblem=emblem.name))

    whole, cut = json.loads(html(stack, "/wallet.webmanifest"))["icons"]

    assert (whole["sizes"], whole["type"], whole["purpose"]) == ("512x512", "image/png", "any")
    assert stack.call("GET", f"/{whole['src']}").raw == emblem.content
    assert cut["purpose"] == "maskable"


def test_a_phone_may_cut_the_icon_and_the_emblem_stays_whole(
    stack: Stack, looks: list[Picture]
) -> None:
    _, cut = json.loads(html(stack, "/wallet.webmanifest"))["icons"]

    icon = html(stack, f"/{cut['src']}")

    assert looks[0].name.rpartition(".")[0] in cut["src"]
    assert b64encode(EMBLEM).decode() in icon
    # The corner of the square is within the circle that no phone cuts away.
    side = int(re.findall(r'width="(\d+)"', icon)[1])
    assert (2 * (side / 2) ** 2) ** 0.5 <= 0.4 * 512


def test_without_an_emblem_the_mark_has_the_countys_colour(stack: Stack) -> None:
    CountyStore(stack.table).put_county(replace(builders.a_county(), brand="#1d4ed8"))
    icons = json.loads(html(stack, "/wallet.webmanifest"))["icons"]
    home = html(stack, "/")

    assert [icon["purpose"] for icon in icons] == ["any", "any", "maskable", "any", "maskable"]
    blue = bytes.fromhex("1d4ed8")
    for icon in icons:
        drawn = stack.call("GET", f"/{icon['src']}")
        assert drawn.headers["Content-Type"] == icon["type"]
        assert bytes.fromhex("17614c") not in drawn.raw
        assert (blue if icon["type"] == "image/png" else b"#1d4ed8") in drawn.raw
    assert f'rel="icon" href="{icons[3]["src"]}' in home
    (touch,) = re.findall(r'rel="apple-touch-icon" href="([^"]+)"', html(stack, "/wallet"))
    image = stack.call("GET", f"/{touch}").raw
    assert images.bare(image) == image  # Whole, with checks that hold.
    assert blue in image


def test_a_county_without_looks_keeps_the_programmes_icons(stack: Stack) -> None:
    icons = json.loads(html(stack, "/wallet.webmanifest"))["icons"]

    assert [icon["type"] for icon in icons] == ["image/png"] * 3 + ["image/svg+xml"] * 2
    for icon in icons:
        assert stack.call("GET", f"/{icon['src']}").status == 200


def test_every_file_that_they_name_is_served_and_kept_for_good(
    stack: Stack, looks: list[Picture]
) -> None:
    named = set(re.findall(r'(?:src|href)="(static/county/[^"]+)"', html(stack, "/j/celadon")))
    assert len(named) == 3
    for address in named:
        answer = stack.call("GET", f"/{address}")
        assert answer.status == 200
        assert "immutable" in answer.headers["Cache-Control"]
    emblem = stack.call("GET", f"/static/county/{looks[0].name}")
    assert emblem.raw == EMBLEM
    assert emblem.headers["Content-Type"] == "image/svg+xml"
    assert emblem.headers["Content-Security-Policy"].startswith("default-src 'none'")
    (style,) = (one for one in named if ".css" in one)
    assert "--brand-60: #1d4ed8;" in stack.call("GET", f"/{style}").raw.decode()


def test_a_county_without_its_own_looks_as_the_programme(stack: Stack) -> None:
    home = html(stack, "/")
    assert "static/county/" not in home
    assert "design/share.png" in home
    for name in ("0123456789abcdef-1x1.png", "own-own.css", "..%2Fdesign.css"):
        assert stack.call("GET", f"/static/county/{name}").status == 404


def test_the_poster_has_them_inside_it(stack: Stack, looks: list[Picture]) -> None:
    campaign = CampaignStore(stack.table).all(builders.COUNTY)[0]
    path = f"/v1/staff/campaigns/{campaign.campaign_id}/poster.svg"
    poster = stack.call("GET", path, token="staff").raw.decode()
    assert "data:image/svg+xml;base64," in poster
    assert "data:image/jpeg;base64," in poster
    assert 'fill="#1d4ed8"' in poster
    assert "http" not in re.sub(r'xmlns="[^"]*"', "", poster)
