"""The language of an answer, by the weights of Accept-Language."""

import pytest

from chalicelib.core.languages import chosen


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "ko"),
        ("", "ko"),
        ("*", "ko"),
        ("en", "en"),
        ("EN-us", "en"),
        ("ja", "ko"),
        ("ja-JP,ja;q=0.9,en-US;q=0.8", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "en"),
        ("vi-VN,vi;q=0.9,fr;q=0.7,en;q=0.5", "en"),
        ("en;q=0.1, ko", "ko"),
        ("ko;q=0.5,en;q=0.9", "en"),
        ("en;q=0", "ko"),
        ("ko;q=0,en;q=0", "ko"),
        ("en;q=0.5,ko;q=0.5", "en"),
        ("ko-KR,ko;q=0.9,en;q=0.8", "ko"),
        ("en-US;q=0.3, en;q=0.9, ko;q=0.8", "en"),
        ("english", "ko"),
        ("en;q=2, ko;q=0.1", "ko"),
        (";;,en;x,", "ko"),
    ],
)
def test_the_best_of_the_two_by_weight(header: str | None, language: str) -> None:
    assert chosen(header) == language
