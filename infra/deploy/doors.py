"""Every door of a stage: what can be reached from outside, read from the *translated* template.

The template is that of the release that runs; `here` as the second word takes the one that this
checkout would deploy. SAM's transform adds resources of its own (it once added a second stage
without a throttle), so what is read is what CloudFormation would make. The transform is the one
that the local cloud uses. What somebody opened by hand no template says.

Usage: python -m infra.deploy.doors STAGE [here]
"""

import json
import subprocess
import sys
from typing import Any

from infra.deploy import deploy, package
from infra.deploy.change_sets import Account, DeploymentFailedError
from infra.deploy.template import Resources, Template, of_type, parsed, referred

TRANSLATOR = package.ROOT / ".local" / "ministack" / "bin" / "python"
_TRANSLATE = """
import json, sys
from types import SimpleNamespace
from samtranslator.translator.transform import transform
parameters = json.loads(sys.argv[1])
json.dump(transform(json.load(sys.stdin), parameters, SimpleNamespace(load=dict)), sys.stdout)
"""
_ANY = "x-amazon-apigateway-any-method"


def deployed(account: Account, stage: str) -> tuple[str, Template]:
    """The release that runs, and its template."""
    releases = deploy.releases_of(account, stage)
    release = releases.running()
    if release is None:
        raise DeploymentFailedError(
            f"No release of {stage} runs here. What this checkout would deploy: the word `here`."
        )
    commit = release.commit or "unknown"
    return (
        f"the release {release.release_id} that runs in {stage}, commit {commit}",
        parsed(releases.template_of(release)),
    )


def translated(template: Template, **parameters: str) -> Template:
    """As `releases.upload` leaves it, after SAM's transform, to which parameters are given."""
    text = json.dumps(template)
    for name in ("deployment.zip", "layer.zip"):
        text = text.replace(f"./{name}", f"s3://artifacts/{name}")
    done = subprocess.run(
        [TRANSLATOR, "-I", "-c", _TRANSLATE, json.dumps(parameters)],
        input=text,
        capture_output=True,
        text=True,
        check=False,
        env={"AWS_DEFAULT_REGION": package.REGION},
    )
    if done.returncode != 0:
        raise package.PackagingError(f"SAM's transform failed:\n{done.stderr}")
    made: Template = json.loads(done.stdout)
    return made


def requests(resources: Resources) -> set[tuple[str, str]]:
    """(method, path) of the API; ANY stands for all methods that are not named."""
    [api] = [properties for _, properties in of_type(resources, "AWS::ApiGateway::RestApi")]
    return {
        ("ANY" if method == _ANY else method.upper(), path)
        for path, operations in api["Body"]["paths"].items()
        for method in operations
    }


def stages(resources: Resources) -> dict[str, dict[str, Any]]:
    """Each address at which the API is served, with its properties."""
    return {stage["StageName"]: stage for _, stage in of_type(resources, "AWS::ApiGateway::Stage")}


def callers(resources: Resources) -> set[tuple[str, str]]:
    """(function, which service may call it)."""
    return {
        (referred(permission["FunctionName"]), str(permission["Principal"]))
        for _, permission in of_type(resources, "AWS::Lambda::Permission")
    }


def function_urls(resources: Resources) -> list[str]:
    """Functions with an address of their own."""
    return [name for name, _ in of_type(resources, "AWS::Lambda::Url")]


def open_statements(resources: Resources) -> list[tuple[str, str]]:
    """(resource, statement) of what resource policies allow everybody."""
    found = []
    for name, resource in resources.items():
        for statement in _statements(resource.get("Properties", {})):
            principal = statement.get("Principal")
            is_all = principal == "*" or (isinstance(principal, dict) and "*" in principal.values())
            if statement.get("Effect") == "Allow" and is_all:
                found.append((name, str(statement.get("Sid"))))
    return found


def _statements(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [found for each in value for found in _statements(each)]
    if not isinstance(value, dict):
        return []
    own = [value] if "Effect" in value else []
    return own + [found for each in value.values() for found in _statements(each)]


def _show(resources: Resources) -> None:
    for name, properties in stages(resources).items():
        [settings] = properties["MethodSettings"]
        rate, burst = settings["ThrottlingRateLimit"], settings["ThrottlingBurstLimit"]
        print(f"stage {name}: {rate} requests a second, {burst} at once")
    for method, path in sorted(requests(resources), key=lambda each: each[::-1]):
        print(f"  {method:<7} {path}")
    for function, service in sorted(callers(resources)):
        print(f"{function} is called by {service}")
    print(f"function URLs: {', '.join(function_urls(resources)) or 'none'}")
    print(f"open to everybody: {open_statements(resources) or 'nothing'}")


def main(arguments: list[str]) -> None:
    with deploy.failing_in_a_sentence():
        match arguments:
            case [stage] if stage in deploy.STAGES:
                which, template = deployed(deploy.account_of(stage), stage)
            case [stage, "here"] if stage in deploy.STAGES:
                which = f"what this checkout would deploy as {stage}, not what runs there"
                template = package.packaged_template(stage)
            case _:
                sys.exit(__doc__)
        print(f"Doors of {which}:")
        _show(translated(template)["Resources"])


if __name__ == "__main__":
    main(sys.argv[1:])
