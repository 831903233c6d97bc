"""``make mutants``: would the tests notice? One small mistake at a time in what decides, by a seed, and who survives.

Each mutant is a forked process in which one module is imported with one change of its syntax tree (a turned comparison,
``and`` for ``or``, another word or number, a left-out ``not``, nothing returned), and the tests named below run until
one fails. Nothing on disk is changed. Tests that start a process of their own do not see the mutant: only those that
judge in the same process count. Printed: the share killed, and each survivor by its line.
"""

import argparse
import ast
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from random import Random
from types import CodeType
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
TERMS = ("tests/judge/terms", "tests/judge")
GRANT = ("tests/judge/test_grant_page.py", "tests/judge")
#: What is changed → the tests that must notice, the likeliest first.
PLACES = {
    "scanner/model/verdict.py": ("tests/judge/exceptions", "tests/judge"),
    "scanner/model/terms.py": TERMS,
    "scanner/judge/terms": TERMS,
    "scanner/judge/exceptions": ("tests/judge/exceptions",),
    "scanner/judge/reading/claims": ("tests/judge/test_grant_page.py", "tests/judge/reading", "tests/judge"),
    **{f"scanner/judge/reading/{name}.py": GRANT for name in ("grant", "leads", "doubts")},
}
_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_NAMES = {"any": "all", "all": "any", "min": "max", "max": "min"}


class Site(NamedTuple):
    """One change: the ``change``-th that :class:`Mutation` would make in a file."""

    path: str
    change: int
    line: int
    said: str


class Mutation(ast.NodeTransformer):
    """Makes the ``wanted``-th change (None: none), and counts and tells all that could be made."""

    def __init__(self, wanted: int | None) -> None:
        self.wanted = wanted
        self.told: list[tuple[int, str]] = []

    def _offer(self, node: ast.expr, other: ast.expr) -> ast.expr:
        self.told.append((node.lineno, f"{ast.unparse(node)[:90]}  →  {ast.unparse(other)[:90]}"))
        return ast.copy_location(other, node) if len(self.told) - 1 == self.wanted else node

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        self.generic_visit(node)
        swapped = [_COMPARED[type(node.ops[0])](), *node.ops[1:]]
        return self._offer(node, ast.Compare(node.left, swapped, node.comparators))

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.expr:
        self.generic_visit(node)
        return self._offer(node, ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values))

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.expr:
        self.generic_visit(node)
        return self._offer(node, node.operand) if isinstance(node.op, ast.Not) else node

    def visit_IfExp(self, node: ast.IfExp) -> ast.expr:
        self.generic_visit(node)
        return self._offer(node, ast.IfExp(node.test, node.orelse, node.body))

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        if isinstance(node.value, bool):
            return self._offer(node, ast.Constant(not node.value))
        if isinstance(node.value, int):
            return self._offer(node, ast.Constant(node.value + 1))
        if isinstance(node.value, str) and " " not in node.value and node.value:
            return self._offer(node, ast.Constant(f"{node.value}~"))
        return node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        return self._offer(node, ast.Call(ast.Name(_NAMES[name]), node.args, node.keywords)) if name in _NAMES else node

    def visit_Return(self, node: ast.Return) -> ast.Return:
        self.generic_visit(node)
        if node.value is not None and not isinstance(node.value, ast.Constant):
            node.value = self._offer(node.value, ast.Constant(None))
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        node.body = [self.visit(one) for one in node.body]  # not its annotations, nor its decorators
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.ClassDef:
        node.body = [self.visit(one) for one in node.body]
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AnnAssign:
        if node.value is not None:
            node.value = self.visit(node.value)
        return node

    def _whole(self, node: ast.AST) -> ast.AST:
        """Types, words for people and what is raised decide nothing."""
        return node

    visit_Subscript = visit_JoinedStr = visit_Raise = _whole  # noqa: N815


def changed(path: str, wanted: int | None) -> tuple[ast.Module, Mutation]:
    """The syntax tree with one change."""
    mutation = Mutation(wanted)
    tree = mutation.visit(ast.parse((ROOT / path).read_text(encoding="utf-8")))
    return ast.fix_missing_locations(tree), mutation


def sites() -> Iterator[tuple[Site, tuple[str, ...]]]:
    """Every change that could be made, with the tests that should notice."""
    for place, tests in PLACES.items():
        files = [ROOT / place] if place.endswith(".py") else sorted((ROOT / place).glob("*.py"))
        for file in files:
            path = file.relative_to(ROOT).as_posix()
            for index, (line, said) in enumerate(changed(path, None)[1].told):
                yield Site(path, index, line, said), tests


class Changed(SourceFileLoader):
    """Loads one module with its change."""

    def __init__(self, name: str, site: Site) -> None:
        super().__init__(name, str(ROOT / site.path))
        self.site = site

    def get_code(self, fullname: str) -> CodeType:
        return compile(changed(self.site.path, self.site.change)[0], self.path, "exec")


class Finder:
    """Puts the change in the module's place."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.name = site.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if name != self.name:
            return None
        inside = [str((ROOT / self.site.path).parent)] if self.site.path.endswith("__init__.py") else None
        loader = Changed(name, self.site)
        return spec_from_file_location(name, ROOT / self.site.path, loader=loader, submodule_search_locations=inside)


def _child(site: Site | None, tests: tuple[str, ...]) -> int:
    import pytest

    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    if site is not None:
        sys.meta_path.insert(0, Finder(site))
    return int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "--hypothesis-seed=0", *tests]))


def tried(site: Site | None, tests: tuple[str, ...], seconds: float) -> str:
    """``killed``, ``survives``, or ``slow``: no test failed within ``seconds``, and not all were done."""
    child = os.fork()
    if child == 0:
        status = 1
        with suppress(BaseException):
            status = _child(site, tests)
        os._exit(status)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            return "killed" if os.waitstatus_to_exitcode(status) else "survives"
        time.sleep(0.05)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return "slow"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="paths that hold this text")
    parser.add_argument("--seconds", type=float, default=120, help="the longest that one mutant may take")
    asked = parser.parse_args()
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    import hypothesis  # noqa: F401  (loaded once, for every child)
    import pytest  # noqa: F401

    made = [one for one in sites() if asked.only in one[0].path]
    chosen = sorted(Random(asked.seed).sample(made, min(asked.sample, len(made))))
    if any(tried(None, tests, 600) != "survives" for tests in dict.fromkeys(tests for _, tests in chosen)):
        sys.exit("mutants: the tests fail as they are: mend them first")
    alive = []
    for number, (site, tests) in enumerate(chosen, 1):
        if (how := tried(site, tests, asked.seconds)) != "killed":
            alive.append(site)
            print(f"{how:8}  {site.path}:{site.line}  {site.said}", flush=True)
        if number % 25 == 0:
            print(f"{number} of {len(chosen)}", file=sys.stderr, flush=True)
    share = 1 - len(alive) / max(len(chosen), 1)
    print(f"{len(chosen) - len(alive)} of {len(chosen)} killed ({share:.0%}), seed {asked.seed}, {len(made)} possible")
    return 0


if __name__ == "__main__":
    sys.exit(main())
