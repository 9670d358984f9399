"""A fixed address towards WeChat, for its allow-list: only where the stage asks for one.

Functions stand in two private subnets and go out by one NAT gateway with an elastic address;
tables and files are reached by gateway endpoints, which cost nothing.
"""

from typing import Any

Resource = dict[str, Any]
CONDITION = "HasFixedAddress"
ZONES = 2
MAY_JOIN = {
    "Effect": "Allow",
    "Action": [
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSubnets",
        "ec2:AssignPrivateIpAddresses",
        "ec2:UnassignPrivateIpAddresses",
    ],
    "Resource": "*",
}
"""What Lambda needs to put a function into the network; AWS accepts no narrower resource."""


def inside() -> Resource:
    """A function's `VpcConfig`."""
    subnets = [{"Ref": f"Private{zone}"} for zone in range(ZONES)]
    config = {"SubnetIds": subnets, "SecurityGroupIds": [{"Ref": "Outward"}]}
    return {"Fn::If": [CONDITION, config, {"Ref": "AWS::NoValue"}]}


def resources() -> dict[str, Resource]:
    made: dict[str, Resource] = {
        "Network": _made(
            "EC2::VPC",
            {"CidrBlock": "10.31.0.0/16", "EnableDnsSupport": True, "EnableDnsHostnames": True},
        ),
        "Gateway": _made("EC2::InternetGateway", {}),
        "GatewayJoined": _made(
            "EC2::VPCGatewayAttachment",
            {"VpcId": {"Ref": "Network"}, "InternetGatewayId": {"Ref": "Gateway"}},
        ),
        "Public": _subnet(0, "10.31.0.0/24"),
        "PublicRoutes": _in_network("EC2::RouteTable"),
        "PublicOut": _route("PublicRoutes", "GatewayId", "Gateway", "GatewayJoined"),
        "PublicRouted": _routed("Public", "PublicRoutes"),
        "Address": _made("EC2::EIP", {"Domain": "vpc"}, "GatewayJoined"),
        "Nat": _made(
            "EC2::NatGateway",
            {
                "AllocationId": {"Fn::GetAtt": ["Address", "AllocationId"]},
                "SubnetId": {"Ref": "Public"},
            },
        ),
        "PrivateRoutes": _in_network("EC2::RouteTable"),
        "PrivateOut": _route("PrivateRoutes", "NatGatewayId", "Nat"),
        "Outward": _in_network(
            "EC2::SecurityGroup",
            GroupDescription="Functions call out; nothing calls in",
            SecurityGroupEgress=[
                {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "0.0.0.0/0"}
            ],
        ),
        "TablesDoor": _endpoint("dynamodb"),
        "FilesDoor": _endpoint("s3"),
    }
    for zone in range(ZONES):
        made[f"Private{zone}"] = _subnet(zone, f"10.31.{zone + 1}.0/24")
        made[f"Private{zone}Routed"] = _routed(f"Private{zone}", "PrivateRoutes")
    return made


def _made(kind: str, properties: Resource, after: str = "") -> Resource:
    ordered = {"DependsOn": after} if after else {}
    return {"Type": f"AWS::{kind}", "Condition": CONDITION, **ordered, "Properties": properties}


def _in_network(kind: str, **properties: Any) -> Resource:
    return _made(kind, {"VpcId": {"Ref": "Network"}, **properties})


def _subnet(zone: int, block: str) -> Resource:
    place = {"Fn::Select": [zone, {"Fn::GetAZs": ""}]}
    return _in_network("EC2::Subnet", CidrBlock=block, AvailabilityZone=place)


def _route(table: str, by: str, target: str, after: str = "") -> Resource:
    way = {
        "RouteTableId": {"Ref": table},
        "DestinationCidrBlock": "0.0.0.0/0",
        by: {"Ref": target},
    }
    return _made("EC2::Route", way, after)


def _routed(subnet: str, table: str) -> Resource:
    pair = {"SubnetId": {"Ref": subnet}, "RouteTableId": {"Ref": table}}
    return _made("EC2::SubnetRouteTableAssociation", pair)


def _endpoint(service: str) -> Resource:
    """Its name is spelled the same way in every partition."""
    return _in_network(
        "EC2::VPCEndpoint",
        ServiceName={"Fn::Sub": f"com.amazonaws.${{AWS::Region}}.{service}"},
        VpcEndpointType="Gateway",
        RouteTableIds=[{"Ref": "PrivateRoutes"}],
    )
