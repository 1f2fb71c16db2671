"""A county's file, as whatever editor wrote it."""

import json
import unicodedata

from infra.deploy.seed import county_data, read_county


def test_its_words_are_those_that_people_will_look_for() -> None:
    shop = {"merchant_code": "GJ0001", "name": unicodedata.normalize("NFD", "청자\u00a0찻집 ")}
    text = json.dumps({"merchants": [shop], "settings": [{"value": 5000}, {"value": None}]})

    read = read_county(text)

    assert read["merchants"] == [{"merchant_code": "GJ0001", "name": "청자 찻집"}]
    assert [row["value"] for row in read["settings"]] == [5000, None]


def test_the_county_that_comes_with_the_code_is_kept_as_it_stands() -> None:
    assert county_data("gangjin")["county"]["name"] == "강진군"
