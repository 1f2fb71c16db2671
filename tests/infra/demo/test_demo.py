"""The demo's own checks and its progress line."""

import json
from pathlib import Path
from typing import Any

import pytest

from infra.demo import main as demo
from infra.demo.progress import shown
from infra.demo.reports import check
from infra.demo.visitors import DemoFailedError


def a_report(**changes: Any) -> dict[str, Any]:
    report = {
        "members": {"joined": 2_423, "closing": 10_584},
        "trial_balance": {"is_zero": True},
        "is_sound": True,
    }
    return report | changes


def test_a_right_report_passes() -> None:
    check(a_report(), joined=2_423, members=10_584)


@pytest.mark.parametrize(
    "changes",
    [
        {"members": {"joined": 2_422, "closing": 10_584}},
        {"members": {"joined": 2_423, "closing": 10_585}},
        {"trial_balance": {"is_zero": False}},
        {"is_sound": False},
    ],
)
def test_a_wrong_figure_fails_the_demo(changes: dict[str, Any]) -> None:
    with pytest.raises(DemoFailedError):
        check(a_report(**changes), joined=2_423, members=10_584)


def test_progress_passes_everything_on(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(shown("sign-ups", iter("abc"), 3)) == ["a", "b", "c"]

    assert "sign-ups: 3 of 3" in capsys.readouterr().err


@pytest.mark.parametrize("scale", ["0", "-1", "1.5"])
def test_a_scale_that_is_no_share_is_refused(
    scale: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCALE", scale)

    with pytest.raises(SystemExit):
        demo.scale_for(tmp_path)


def test_a_stack_keeps_the_largest_scale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCALE", "0.5")
    assert demo.scale_for(tmp_path) == 0.5

    monkeypatch.setenv("SCALE", "0.1")
    assert demo.scale_for(tmp_path) == 0.5
    assert json.loads((tmp_path / "demo" / "scale.json").read_text()) == 0.5
