"""The documents tell the truth: each is held against the code."""

import json
import re
from pathlib import Path

import pytest

from chalicelib.aws.functions import Messages, Schedule
from chalicelib.core.settings import Settings
from chalicelib.http.openapi import document
from chalicelib.routes import OPERATIONS
from infra.deploy import api_docs, functions
from tests.conftest import Stack

DOCS = Path(__file__).parent.parent / "docs"
PACKAGES = DOCS.parent / "chalicelib"
README = (DOCS.parent / "README.md").read_text()


def test_api_md_is_what_the_app_serves() -> None:
    assert (DOCS / "api.md").read_text() == api_docs.text(), "run: make docs"


def test_every_route_of_the_api_is_described() -> None:
    routes = {
        (method, path)
        for path, by_method in functions.application().routes.items()
        for method in by_method
        if path.startswith("/v1/")
    }
    assert routes == {(operation.method, operation.path) for operation in OPERATIONS}


def test_openapi_has_no_dangling_reference() -> None:
    described = document(OPERATIONS)
    names = set(re.findall(r"#/components/schemas/(\w+)", json.dumps(described)))
    assert names <= described["components"]["schemas"].keys()
    assert described["openapi"] == "3.1.0"


def test_operation_ids_are_unique() -> None:
    paths = document(OPERATIONS)["paths"]
    ids = [operation["operationId"] for path in paths.values() for operation in path.values()]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", sorted(Settings.__struct_fields__))
def test_every_setting_is_in_the_runbook(name: str) -> None:
    assert f"`{name.upper()}`" in (DOCS / "runbook.md").read_text()


def test_every_worker_is_in_the_runbook_and_in_the_picture() -> None:
    runbook = (DOCS / "runbook.md").read_text()
    picture = (DOCS / "architecture.md").read_text().split("```")[1]
    workers = {source.name for source in functions.application().event_sources}
    assert len(workers) >= 7
    for worker in workers:
        assert f"`{worker}`" in runbook
        assert re.search(rf"► {worker}\b", picture), worker


def test_the_runbook_asks_for_as_many_executions_as_are_kept() -> None:
    runbook = (DOCS / "runbook.md").read_text()
    triggers = [function.trigger for function in functions.declared().values()]
    kept = sum(trigger.concurrency for trigger in triggers if isinstance(trigger, Messages))
    asked = re.search(r"must be at least (\d+): the consumers keep (\d+)", runbook)
    assert asked
    assert (int(asked[1]), int(asked[2])) == (kept + 100, kept)


def test_the_runbook_says_what_to_do_at_every_alarm() -> None:
    alarms = (DOCS / "runbook.md").read_text().split("\n## Alarms\n")[1].split("\n## ")[0]
    for function in functions.declared().values():
        for alarm in function.alarms:
            assert f"| `{alarm.metric}`" in alarms
        if isinstance(function.trigger, Messages):
            queue = function.trigger.queue.replace("signup", "sign-up")
            assert f"{queue} dead letters" in alarms
            assert f"age of the {queue} queue" in alarms


def test_the_runbook_has_one_row_of_missed_schedules_with_all_of_them() -> None:
    rows = re.findall(r"^\| a schedule missed .*$", (DOCS / "runbook.md").read_text(), re.M)
    assert len(rows) == 1
    by_day, by_hour = rows[0].split("was not started for 26 hours")
    for name, function in functions.declared().items():
        if isinstance(function.trigger, Schedule):
            assert f"`{name}`" in (by_day if function.trigger.missed_hours == 26 else by_hour)


def test_every_kind_of_key_is_in_the_data_model() -> None:
    source = "".join(path.read_text() for path in sorted(PACKAGES.glob("*/keys.py")))
    model = (DOCS / "data-model.md").read_text()
    kinds = set(re.findall(r"}#([A-Z]+)", source))
    assert "WALLET" in kinds
    for kind in kinds:
        assert f"#{kind}" in model, kind


def test_every_access_pattern_of_the_code_is_in_the_data_model() -> None:
    sources = PACKAGES.rglob("*.py")
    numbers = {int(n) for p in sources for n in re.findall(r"Access pattern (\d+)", p.read_text())}
    rows = re.findall(r"^\| ([\d, –]+) \|", (DOCS / "data-model.md").read_text(), re.M)
    listed: set[int] = set()
    for row in rows:
        ends = [int(n) for n in re.findall(r"\d+", row)]
        listed |= set(range(ends[0], ends[-1] + 1))
    assert numbers == listed


def test_the_answer_in_the_readme_is_real(stack: Stack) -> None:
    shown = json.loads(re.search(r"^({.*})$", README, re.M)[1])  # type: ignore[index]
    answered = stack.call("GET", "/v1/campaigns/celadon").json
    assert shown.keys() == answered.keys()
    assert shown["signup_mileage"] == answered["signup_mileage"]
    assert shown["code"] == "celadon"


@pytest.mark.parametrize("path", re.findall(r"\]\(([\w/.-]+)\)", README))
def test_links_of_the_readme_lead_somewhere(path: str) -> None:
    assert (DOCS.parent / path).exists()


@pytest.mark.parametrize("guide", ["CONTRIBUTING.md", "docs/architecture.md"])
def test_every_file_that_a_guide_names_is_there(guide: str) -> None:
    """By its path from the root, or from one of the folders that guides leave out."""
    root = DOCS.parent
    folders = [root, PACKAGES, root / "infra", PACKAGES / "web" / "static"]
    named = set(re.findall(r"`([\w-]+/[\w/.-]+\.(?:py|js|json|css))`", (root / guide).read_text()))
    assert len(named) > 30
    lost = [p for p in named if not any((folder / p).exists() for folder in folders)]
    assert lost == []
