"""The template as it is committed, so that a change of rights is read in a diff.

One for all stages: they differ in `Architectures` and Chalice's tag alone. Routes are not in it:
`docs/api.md` has them. `make template` writes it anew.
"""

from typing import Any

import yaml

from infra.deploy import package
from infra.deploy.template import ROOT, Template, of_type

PATH = ROOT / "tests" / "infra" / "template.yaml"
_HEAD = "# What is deployed, for reviewers to read; made by `make template`.\n"


def text(template: Template) -> str:
    """As it is committed, whatever the stage."""
    shown: dict[str, Any] = _plain(template)
    for _, function in of_type(shown["Resources"], "AWS::Serverless::Function"):
        for differing in ("Architectures", "Tags"):
            del function[differing]
    del shown["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]["paths"]
    written: str = yaml.dump(shown, Dumper=_Dumper, allow_unicode=True, width=100)
    return _HEAD + written


class _Dumper(yaml.SafeDumper):  # type: ignore[misc]
    """Every place in full: a `*id001` would hide what a change is about."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _plain(value: Any) -> Any:
    """A copy."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list) else value


if __name__ == "__main__":
    PATH.write_text(text(package.packaged_template("prod")))
    print(f"{PATH.relative_to(ROOT)} is written; read its diff")
