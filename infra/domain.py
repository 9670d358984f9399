"""The library's own address, where the stage names one: at its root, from one region.

The certificate is the library's (ACM, in the stage's region). With a hosted zone the name is
pointed at the stage by the stack; else the technician adds one line at the library's name server.
"""

from typing import Any

Resource = dict[str, Any]
HAS, HAS_ZONE = "HasDomain", "HasHostedZone"
API_STAGE = "api"


def conditions() -> dict[str, Any]:
    return {HAS: _given("Domain"), HAS_ZONE: {"Fn::And": [_given("Domain"), _given("HostedZone")]}}


def resources() -> dict[str, Resource]:
    named = {
        "DomainName": {"Ref": "Domain"},
        "RegionalCertificateArn": {"Ref": "CertificateArn"},
        "EndpointConfiguration": {"Types": ["REGIONAL"]},
        "SecurityPolicy": "TLS_1_2",
    }
    mapped = {
        "DomainName": {"Ref": "OwnDomain"},
        "RestApiId": {"Ref": "RestAPI"},
        "Stage": {"Ref": "RestAPI.Stage"},
    }
    target = {
        "DNSName": {"Fn::GetAtt": ["OwnDomain", "RegionalDomainName"]},
        "HostedZoneId": {"Fn::GetAtt": ["OwnDomain", "RegionalHostedZoneId"]},
    }
    pointed = {
        "HostedZoneId": {"Ref": "HostedZone"},
        "Name": {"Ref": "Domain"},
        "Type": "A",
        "AliasTarget": target,
    }
    return {
        "OwnDomain": _made("ApiGateway::DomainName", HAS, named),
        "OwnDomainRoot": _made("ApiGateway::BasePathMapping", HAS, mapped),
        "OwnDomainPointed": _made("Route53::RecordSet", HAS_ZONE, pointed),
    }


def address(own: str, path: str) -> Any:
    """`path` at the library's own address, where there is one; else at `own`."""
    ours = {"Fn::Sub": f"https://${{Domain}}{path}"}
    return {"Fn::If": [HAS, ours, {"Fn::Sub": f"{own}{path}"}]}


def outputs() -> dict[str, Any]:
    target = {"Fn::GetAtt": ["OwnDomain", "RegionalDomainName"]}
    return {"PointYourDomainTo": {"Condition": HAS, "Value": target}}


def _made(kind: str, condition: str, properties: Resource) -> Resource:
    return {"Type": f"AWS::{kind}", "Condition": condition, "Properties": properties}


def _given(parameter: str) -> dict[str, Any]:
    return {"Fn::Not": [{"Fn::Equals": [{"Ref": parameter}, "-"]}]}
