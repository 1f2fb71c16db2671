"""What the snapshot holds that a function starts from, and what it must not hold (SnapStart).

Lambda starts a published version once, keeps the memory of that process, and lets each process that
comes later begin from there. So what every one of them would do for its first request is done
before. What is secret, dated or drawn by chance is not: no adapter of the application is used yet,
so no key, cache or connection of theirs is in the snapshot. Ids, nonces and codes are drawn from
the kernel (`secrets`). Credentials have an end, and botocore asks for new ones before it.

docs/decisions/0025 says why only the API's function has one.
"""

import importlib
import random
from types import ModuleType

import chalicelib

CLIENTS = ("cognito-idp", "dynamodb", "kms", "s3", "secretsmanager", "sns", "sqs")
"""What requests ask of AWS."""
_FOR_PAGES = ("jinja2", "segno")
# Workbooks are written by a worker, with a library that is large.
_FOR_WORKERS = {
    f"chalicelib.reporting.{name}"
    for name in ("balance_rows", "campaign_rows", "documents", "sheets", "workbook")
}


def register(hooks: ModuleType | None = None) -> None:
    """Where there are snapshots, in Lambda, whose runtime has this module."""
    if hooks is None:
        try:
            hooks = importlib.import_module("snapshot_restore_py")
        except ModuleNotFoundError:
            return
    hooks.register_before_snapshot(load)
    hooks.register_after_restore(refresh)


def load() -> None:
    """Before the snapshot: all that a request would load, and nothing that it would ask for."""
    # Here: without a snapshot nobody shall wait for them.
    import pkgutil

    from chalicelib.aws import clients
    from chalicelib.route_table import every_operation, openapi_json

    for module in pkgutil.walk_packages(chalicelib.__path__, "chalicelib."):
        if module.name not in _FOR_WORKERS:
            importlib.import_module(module.name)
    for name in _FOR_PAGES:
        importlib.import_module(name)
    for operation in every_operation():
        for shape in (operation.body, operation.query, operation.answer):
            if shape is not None:
                shape.model_rebuild()
    # What tools fetch.
    openapi_json()
    for service in CLIENTS:
        clients.client(service)


def refresh() -> None:
    """In each process that begins from it: else all would wait the same "random" moments before
    they try again, and meet again."""
    random.seed()
