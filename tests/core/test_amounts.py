"""Amounts as people write them: what is read, and what is no amount."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.amounts import read_amount

# The pages read by the same table: tests/web/money.test.js.
TABLE = json.loads((Path(__file__).parents[1] / "amounts.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("text", "amount"), TABLE["numbers"])
def test_an_amount_is_the_number_that_is_written(text: str, amount: int) -> None:
    assert read_amount(text) == amount


@pytest.mark.parametrize("text", TABLE["others"])
def test_anything_else_is_no_amount(text: str) -> None:
    assert read_amount(text) is None


@given(st.integers(0, 10**15 - 1), st.sampled_from(["{}", "{:,}", "₩{:,}", "{:,}원", " {} 원"]))
def test_every_amount_is_read_as_it_is_printed(amount: int, form: str) -> None:
    assert read_amount(form.format(amount)) == amount


@given(st.text("0123456789,.-+₩원만eE ０９٣²", max_size=12))
def test_no_digit_is_passed_over(text: str) -> None:
    amount = read_amount(text)
    written = [c for c in text if c.isdigit()]
    assert amount is None or len(str(amount)) == len(written)
