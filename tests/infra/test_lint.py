"""The template that is deployed, judged by others: cfn-lint, Amazon's transform, moto."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from infra import network
from infra.build import Built
from infra.deploy import with_code
from infra.parameters import conditions, parameters

pytestmark = [pytest.mark.peer, pytest.mark.cloud]
ROOT = Path(__file__).resolve().parent.parent.parent
HOME = ROOT / ".cache" / "lint"
NEEDED = ("cfn-lint==1.58.0", "aws-sam-translator==1.115.0", "moto[cloudformation,ec2]==5.2.5")
LITERAL = re.compile(r"arn:aws|amazonaws\.com|\b[a-z]{2}-[a-z]+-\d\b|\b\d{12}\b")
PRINCIPAL = re.compile(r'"(lambda|apigateway|events|sns)\.amazonaws\.com"')


@pytest.fixture(scope="session")
def judges() -> Path:
    """Programs of an environment of their own, made on first use."""
    if not (HOME / "bin" / "cfn-lint").exists():
        subprocess.run([sys.executable, "-m", "venv", str(HOME)], check=True, timeout=120)
        pip = [str(HOME / "bin" / "python"), "-m", "pip", "install", "-q"]
        subprocess.run([*pip, *NEEDED], check=True, timeout=600)
    return HOME / "bin"


@pytest.fixture(scope="session")
def plain(built: Built, judges: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What CloudFormation makes of the SAM template."""
    folder = tmp_path_factory.mktemp("plain")
    written(folder / "sam.json", with_code(built, "code", "key"))
    return written(folder / "plain.json", judged(judges, "plain", str(folder / "sam.json")))


def written(path: Path, held: Any) -> Path:
    path.write_text(json.dumps(held), "utf-8")
    return path


def judged(judges: Path, *arguments: str) -> Any:
    command = [str(judges / "python"), "-m", "tests.infra.judges", *arguments]
    environment = {"AWS_DEFAULT_REGION": "eu-west-1", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def findings(judges: Path, path: Path) -> str:
    command = [str(judges / "cfn-lint"), "--regions", "cn-north-1", "eu-west-1", "--", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    return done.stdout + done.stderr


def test_the_template_is_clean(built: Built, judges: Path) -> None:
    assert findings(judges, built.sam) == ""


def test_the_transformed_template_is_clean(plain: Path, judges: Path) -> None:
    assert findings(judges, plain) == ""


def test_it_names_no_partition_region_or_account(built: Built, plain: Path) -> None:
    both = PRINCIPAL.sub("", f"{built.sam.read_text('utf-8')}{plain.read_text('utf-8')}")
    assert LITERAL.findall(both) == []


def test_it_is_far_from_the_limits_of_a_template(built: Built) -> None:
    assert built.sam.stat().st_size < 500_000
    assert len(built.template()["Resources"]) < 250


@pytest.mark.parametrize(
    ("wanted", "count", "gateways"), [("yes", len(network.resources()), 1), ("no", 0, 0)]
)
def test_a_network_with_one_fixed_address_can_be_made(
    judges: Path, tmp_path: Path, wanted: str, count: int, gateways: int
) -> None:
    template = {
        "Parameters": {"FixedAddress": parameters()["FixedAddress"]},
        "Conditions": {network.CONDITION: conditions()[network.CONDITION]},
        "Resources": {**network.resources(), "Always": {"Type": "AWS::SNS::Topic"}},
    }
    made = judged(judges, "network", str(written(tmp_path / "net.json", template)), wanted)
    kinds = [kind for kind in made if kind.startswith("AWS::EC2")]
    assert (len(kinds), kinds.count("AWS::EC2::NatGateway")) == (count, gateways)
