"""Who may import whom, and where words may stand: ARCHITECTURE's table as tests."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "chalicelib"
FILES = sorted(PACKAGE.rglob("*.py"))
RANKS: tuple[tuple[str, int], ...] = (
    (r"__init__", 0),
    (r"(errors|clock|settings|logs|events|metrics|patterns|ready_methods)", 0),
    (r"(texts|folding)/.*", 0),
    (r"wechat/(envelope|markup|inbound|(event_)?parsing|outbound|cutting|codes)", 1),
    (r"dialogue", 1),
    (r"[^/]+/(\w+_)?(model|ports|codec)(_\w+)?", 1),
    (
        r"ils/koha/(model|reading|refusals)|ils/sru/(model|cql|answers)|ils/agent/(codec|sealing)|ils/sip2/(messages|dialects|frames|dates|requests|answers|refusals)",
        1,
    ),
    (
        r"ils/embedded/(rules|model|ports|codec|lending|holding|outcomes|views|slips)",
        1,
    ),
    (r"tables/.*", 3),
    (r"wiring.*", 4),
    (r"triggers", 7),
    (r"staff/(auth|audit|entrance|http|route|openapi|replies|bodies|paging)", 5),
    (r"(.+/)?staff(_\w+)?|staff/(console|pages).*|pages/.*", 6),
    (r"conversation/(service|sweeper|notices|report|fallback)|wechat/(webhook|doors)", 2),
    (r"[^/]+/(\w+_)?(service|chat)(_\w+)?", 2),
    (
        r"[^/]+/(\w+_)?(store|queue|files)(_\w+)?|work_queue|secrets_store|wechat/(api|calls|access_token)|ils/.*",
        3,
    ),
)
"""First match wins. A file not listed is a pure planner: rank 1."""
AWS = {"boto3", "botocore", "pynamodb", "chalice"}
HEAVY = {"segno", "jinja2", "pygal", "openpyxl", "pymarc", "zhconv", "pypinyin", "chinese_calendar"}
PURE = {"wechatpy", "xmltodict", "cryptography", "msgspec", "yaml"}


def _name(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").as_posix()


def _rank(name: str) -> int:
    if name.endswith("__init__"):
        return 0
    return next((rank for pattern, rank in RANKS if re.fullmatch(pattern, name)), 1)


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _own_imports(path: Path) -> Iterator[str]:
    for module in _imports(path):
        name = module.removeprefix("chalicelib.").replace(".", "/")
        if module.startswith("chalicelib.") and (PACKAGE / f"{name}.py").exists():
            yield name


def _third_party(path: Path) -> set[str]:
    roots = {module.split(".")[0] for module in _imports(path)}
    return {root for root in roots if root not in sys.stdlib_module_names} - {"chalicelib", ""}


def _ids(path: Path) -> str:
    return _name(path)


@pytest.mark.parametrize("path", FILES, ids=_ids)
def test_nobody_imports_upward(path: Path) -> None:
    rank = _rank(_name(path))
    above = [name for name in _own_imports(path) if _rank(name) > rank]
    assert above == []


@pytest.mark.parametrize("path", FILES, ids=_ids)
def test_a_feature_knows_only_the_models_of_another(path: Path) -> None:
    name = _name(path)
    feature = name.split("/")[0]
    foreign = [n for n in _own_imports(path) if "/" in n and n.split("/")[0] != feature]
    shared = {"texts", "tables", "folding"}
    reached = [n for n in foreign if n.split("/")[0] not in shared and _rank(n) > 1]
    assert reached == [] or _rank(name) != 2


@pytest.mark.parametrize("path", FILES, ids=_ids)
def test_the_inner_ranks_use_no_cloud_library(path: Path) -> None:
    used = _third_party(path)
    allowed = {0: set(), 1: PURE, 2: set()}.get(_rank(_name(path)), used - HEAVY)
    assert used <= allowed | {"typing_extensions"} or _loaded_through_a_builder(path)


def _loaded_through_a_builder(path: Path) -> bool:
    """A file that only `wiring`'s builders import says so in its docstring's first line."""
    doc = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    return doc.splitlines()[0].endswith("(loaded on demand)") if doc else False


@pytest.mark.parametrize("path", FILES, ids=_ids)
def test_files_loaded_on_demand_are_imported_by_no_one(path: Path) -> None:
    static = [PACKAGE / f"{name}.py" for name in _own_imports(path)]
    heavy = [p for p in static if _loaded_through_a_builder(p)]
    assert heavy == [] or _loaded_through_a_builder(path)


@pytest.mark.parametrize("path", FILES, ids=_ids)
def test_nothing_is_imported_inside_a_function(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    inside = [
        n for f in functions for n in ast.walk(f) if isinstance(n, ast.Import | ast.ImportFrom)
    ]
    assert inside == []


@pytest.mark.parametrize("path", FILES, ids=_ids)
def test_no_file_is_longer_than_400_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", [p for p in FILES if not _name(p).startswith("texts/")], ids=_ids)
def test_reader_facing_words_stand_in_texts(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    docstrings = {id(doc) for doc in _docstring_nodes(tree)}
    strings = [
        n.value
        for n in ast.walk(tree)
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in docstrings
    ]
    assert [s for s in strings if re.search(r"[\u4e00-\u9fff]", s)] == []


def _docstring_nodes(tree: ast.AST) -> Iterator[ast.Constant]:
    for node in ast.walk(tree):
        body = getattr(node, "body", [])
        for child in body if isinstance(body, list) else []:
            if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
                yield child.value


def test_the_inner_ranks_load_no_aws_library() -> None:
    inner = [_name(p).replace("/", ".") for p in FILES if _rank(_name(p)) <= 2]
    modules = [n.removesuffix(".__init__") for n in inner if not _loaded_on_demand(n)]
    code = "import sys\n" + "".join(f"import chalicelib.{m}\n" for m in modules if m != "__init__")
    code += f"print(sorted({AWS!r} & set(sys.modules)))"
    shown = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert shown.stdout.strip() == "[]"


def _loaded_on_demand(dotted: str) -> bool:
    return _loaded_through_a_builder(PACKAGE / f"{dotted.replace('.', '/')}.py")
