"""Which function may touch what; everything else is refused to it.

The webhook, which strangers can reach, never sees staff, sessions or audit; rows that prove what
happened (ledger, audit) can be deleted by no function.
"""

from dataclasses import dataclass, field
from typing import Any

from chalicelib.tables.all import MODELS
from infra.network import MAY_JOIN
from infra.resources import FILES, QUEUE, table_id

Statement = dict[str, Any]
READ = ("GetItem", "BatchGetItem", "Query")
ADD = ("PutItem", "UpdateItem", "ConditionCheckItem")
DELETE = ("DeleteItem", "BatchWriteItem")
TABLE_IDS = {str(model.Meta.short_name): table_id(model) for model in MODELS}  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Needs:
    """Tables by short name: `reads` only, `adds` also writes, `keeps` also deletes."""

    reads: tuple[str, ...] = ()
    adds: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()
    scans: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    sends: bool = False
    works_off: bool = False
    secrets: bool = True
    calls_wechat: bool = True


_PUBLISHED = ("documents", "catalogue")
_ASKS = ("agent-tasks",)
"""Of who asks the library system, which may be behind an agent."""
_COPIES = ("GetObject", "PutObject")
_WORKS_ON = (*_COPIES, "DeleteObject")
_SWEEPS = Needs(
    reads=(*_PUBLISHED, "faq"),
    adds=("ledger", "tokens", "beats"),
    keeps=(
        *("conversations", "cases", "gaps", "deliveries", "circulation"),
        *("erasures", "consents", "readers", "intents", *_ASKS),
    ),
    files=_WORKS_ON,
    sends=True,
)
_IMPORTS = Needs(
    adds=("beats",),
    keeps=("catalogue", "circulation", "imports"),
    files=_WORKS_ON,
    sends=True,
    secrets=False,
    calls_wechat=False,
)
NEEDS: dict[str, Needs] = {
    "APIHandler": Needs(
        reads=_PUBLISHED,
        adds=("ledger", "tokens", "gaps", "spent-links", "counts", "erasures", "consents"),
        keeps=(
            *("conversations", "cases", "deliveries", "circulation"),
            *("readers", "card-attempts", "intents", *_ASKS),
        ),
        files=("PutObject",),
        sends=True,
    ),
    "StaffHandler": Needs(
        reads=("consents", "deliveries"),
        adds=("ledger", "audit", "tokens", "catalogue", "counts", "erasures", "readers"),
        keeps=(
            *("conversations", "cases", "circulation", "documents", "faq", "gaps", "imports"),
            *("staff-users", "staff-sessions", "sign-in-attempts", "intents", *_ASKS),
        ),
        scans=("staff-users", "readers"),
        files=_WORKS_ON,
        sends=True,
    ),
    "Sweep": _SWEEPS,
    "WorkImport": _IMPORTS,
    "Operate": Needs(
        reads=("beats",),
        adds=("tokens",),
        keeps=("documents", "faq", "catalogue", "imports", *_ASKS),
        files=_WORKS_ON,
        sends=True,
    ),
    "Work": Needs(
        reads=("faq",),
        adds=("ledger", "tokens", "beats", "erasures", "consents"),
        keeps=(
            *("conversations", "cases", "circulation", "deliveries", "gaps"),
            *("catalogue", "imports", "documents", "intents", *_ASKS),
        ),
        files=_WORKS_ON,
        sends=True,
        works_off=True,
    ),
}
"""By logical id of the function. A function that is not listed cannot be built."""


@dataclass(frozen=True)
class Role:
    """One function's role as a resource."""

    function: str
    needs: Needs = field(default_factory=Needs)

    def resource(self) -> dict[str, Any]:
        policies = [_policy("Needs", self.statements())]
        if self.needs.calls_wechat:
            inside = _policy("Network", [MAY_JOIN])
            policies.append({"Fn::If": ["HasFixedAddress", inside, {"Ref": "AWS::NoValue"}]})
        trust = {
            "Effect": "Allow",
            "Principal": {"Service": "lambda.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
        properties = {"AssumeRolePolicyDocument": _document([trust]), "Policies": policies}
        return {"Type": "AWS::IAM::Role", "Properties": properties}

    def statements(self) -> list[Statement]:
        needs = self.needs
        tables = (
            _tables(READ, (*needs.reads, *needs.adds, *needs.keeps)),
            _tables(ADD, (*needs.adds, *needs.keeps)),
            _tables(DELETE, needs.keeps),
            _tables(("Scan",), needs.scans),
        )
        rest = (_logs(self.function), *_files(needs), *_queue(needs), *_secrets(needs))
        return [*(one for one in tables if one["Resource"]), *rest]


def _policy(name: str, statements: list[Statement]) -> dict[str, Any]:
    return {"PolicyName": name, "PolicyDocument": _document(statements)}


def _document(statements: list[Statement]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": statements}


def _allow(actions: list[str], resources: Any) -> Statement:
    return {"Effect": "Allow", "Action": actions, "Resource": resources}


def _tables(verbs: tuple[str, ...], shorts: tuple[str, ...]) -> Statement:
    """A table and its indexes."""
    ids = sorted(TABLE_IDS[short] for short in shorts)
    whole = [_arn(id) for id in ids]
    indexes = [{"Fn::Sub": f"${{{id}.Arn}}/index/*"} for id in ids] if "Query" in verbs else []
    return _allow([f"dynamodb:{verb}" for verb in verbs], [*whole, *indexes])


def _logs(function: str) -> Statement:
    """The group itself is the stack's, so that nothing is logged without an end."""
    group = f"log-group:/aws/lambda/${{AWS::StackName}}-{function}-*"
    arn = f"arn:${{AWS::Partition}}:logs:${{AWS::Region}}:${{AWS::AccountId}}:{group}"
    return _allow(["logs:CreateLogStream", "logs:PutLogEvents"], {"Fn::Sub": arn})


def _files(needs: Needs) -> list[Statement]:
    """Who may not list is told "forbidden", not "missing", of a file that is not there."""
    if not needs.files:
        return []
    held = _allow([f"s3:{verb}" for verb in needs.files], {"Fn::Sub": f"${{{FILES}.Arn}}/*"})
    listed = [_allow(["s3:ListBucket"], _arn(FILES))] if "GetObject" in needs.files else []
    return [held, *listed]


def _queue(needs: Needs) -> list[Statement]:
    taking = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
    verbs = [*(["sqs:SendMessage"] if needs.sends else []), *(taking if needs.works_off else [])]
    return [_allow(verbs, _arn(QUEUE))] if verbs else []


def _secrets(needs: Needs) -> list[Statement]:
    """The account's own key for parameters lets in whoever may read the parameter."""
    path = "parameter${SecretsAt}"
    arn = f"arn:${{AWS::Partition}}:ssm:${{AWS::Region}}:${{AWS::AccountId}}:{path}"
    return [_allow(["ssm:GetParameter"], {"Fn::Sub": arn})] if needs.secrets else []


def _arn(id: str) -> dict[str, Any]:
    return {"Fn::GetAtt": [id, "Arn"]}
