"""The local stage's demo agent, made over the app in memory as over the deployed one."""

from pathlib import Path
from typing import Any

from infra.deploy.seed import Secrets
from infra.localcloud import demo_agent
from tests.conftest import Stack


def test_a_counter_with_notes_is_made_once_and_kept(stack: Stack, tmp_path: Path) -> None:
    secrets = Secrets(tmp_path / "secrets.json")
    stack.staff_roles = frozenset({"manager", "treasurer"})
    cut_off = True

    def call(method: str, path: str, body: Any, *, token: str, key: str | None = None) -> Any:
        if path == "/v1/agent/pin" and cut_off:
            raise TimeoutError
        answer = stack.call(method, path, body, token=token, key=key or "")
        assert answer.status < 300, answer.json
        return answer.json

    for _ in range(2):
        try:
            made = demo_agent.ensure(call, lambda: "anna", secrets)
        except TimeoutError:
            cut_off = False
    again = demo_agent.ensure(call, lambda: "anna", secrets)
    assert again == made
    begun = call("POST", "/v1/agent/sessions", {"pin": made["pin"]}, token=made["teller_key"])
    [row] = call("GET", "/v1/agent/stock", None, token=begun["access_token"])["data"]
    assert (row["series"], row["held"], row["coming"]) == (demo_agent.SERIES, 100, 0)
    assert len(call("GET", "/v1/staff/agents", None, token="anna")["data"]) == 1
