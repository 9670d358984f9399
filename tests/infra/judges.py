"""Run by the Python of `.cache/lint`, where Amazon's transform and moto's network stand.

`plain FILE` prints what CloudFormation makes of a SAM template; `network FILE yes|no` makes the
stack in moto and prints the kinds of its resources;
moto lists what a condition left out too, without a kind.
"""

import json
import sys
from pathlib import Path

import boto3
from moto import mock_aws
from samtranslator.translator.transform import transform


class NoPolicies:
    """Managed policies would be looked up in an account; we use none."""

    def load(self) -> dict[str, str]:
        return {}


def plain(file: str) -> dict[str, object]:
    made: dict[str, object] = transform(json.loads(Path(file).read_text("utf-8")), {}, NoPolicies())
    return made


@mock_aws
def network(file: str, wanted: str) -> list[str]:
    keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
    cloud = boto3.client("cloudformation", region_name="eu-west-1", **keys)
    given = [{"ParameterKey": "FixedAddress", "ParameterValue": wanted}]
    body = Path(file).read_text("utf-8")
    cloud.create_stack(StackName="net", TemplateBody=body, Parameters=given)
    made = cloud.describe_stack_resources(StackName="net")["StackResources"]
    return [one.get("ResourceType", "left out") for one in made]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(globals()[sys.argv[1]](*sys.argv[2:])))
