"""The OpenAPI 3.1 document, made from the routes and their types."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from chalicelib.staff.route import TAKEN, Kind, Route

_PROBLEM = {
    "type": "object",
    "properties": {
        "error": {
            "type": "object",
            "properties": {
                "status": {"type": "integer"},
                "message": {"type": "string"},
                "request": {"type": "string"},
            },
            "required": ["status", "message", "request"],
        }
    },
    "required": ["error"],
}
_SECURITY = {
    "session": {"type": "apiKey", "in": "cookie", "name": "weiguan"},
    "csrf": {"type": "apiKey", "in": "header", "name": "X-Weiguan-Csrf"},
}


def document(routes: Iterable[Route], base: str) -> dict[str, Any]:
    listed = tuple(routes)
    kinds = [kind for route in listed for kind in (route.takes, route.gives) if kind is not None]
    schemas, named = msgspec.json.schema_components(
        kinds, ref_template="#/components/schemas/{name}"
    )
    shapes = iter(schemas)
    paths: dict[str, dict[str, Any]] = {}
    for route in listed:
        takes = next(shapes) if route.takes is not None else None
        gives = next(shapes) if route.gives is not None else None
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, takes, gives)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Weiguan staff API", "version": "1"},
        "servers": [{"url": base or "/"}],
        "paths": paths,
        "components": {
            "schemas": {**named, "Problem": _PROBLEM},
            "securitySchemes": _SECURITY,
        },
    }


def _operation(route: Route, takes: Any, gives: Any) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": re.sub(r"\W+", "_", f"{route.method}{route.path}").lower(),
        "summary": route.says,
        "responses": _responses(route, gives),
        "security": _security(route),
    }
    names = re.findall(r"{(\w+)}", route.path)
    if names:
        operation["parameters"] = [_path_part(name) for name in names]
    if takes is not None:
        content = {TAKEN[route.kind]: {"schema": _with_file(route, takes)}}
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _with_file(route: Route, takes: Any) -> Any:
    if route.kind is not Kind.UPLOAD:
        return takes
    file = {"type": "string", "contentMediaType": "application/octet-stream"}
    return {
        "allOf": [takes, {"type": "object", "properties": {"file": file}, "required": ["file"]}]
    }


def _security(route: Route) -> list[Mapping[str, list[str]]]:
    if route.needs is None:
        return []
    needs_header = route.changes and route.speaks_json
    return [{"session": [], "csrf": []}] if needs_header else [{"session": []}]


def _path_part(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _responses(route: Route, gives: Any) -> dict[str, Any]:
    refused = {
        "description": "Refused; `message` says why",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if route.speaks_json:
        schema = {"schema": gives} if gives is not None else {}
        done = {"description": "Done", "content": {"application/json": schema}}
        return {"200": done, "default": refused}
    status = "303" if route.changes else "200"
    done = {"description": "A page, a file, or the way to one"}
    return {status: done, "default": {"description": "Refused; the page says why"}}
