"""The mutants of a source file: mutmut's mutations, removed statements and turned conditions. A seeded sample."""

import ast
import difflib
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import libcst as cst
import libcst.matchers as m
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators

from .harmless import HARMLESS

CLASS_NAME = m.Name(value=m.MatchRegex("[A-Z][a-z]+"))
NOT_MUTATED = (
    m.Annotation()
    | m.Decorator(decorator=m.Call(func=m.Name("dataclass")))
    # Promises about memory and about what nobody does. No run shows them.
    | m.Arg(keyword=m.Name("frozen") | m.Name("gc") | m.Name("slots") | m.Name("maxsize") | m.Name("chunk_size"))
    | m.Call(func=m.Name("len") | m.Name("isinstance") | m.Name("TypeVar") | m.Name("ContextVar") | m.Name("cast"))
    | m.Call(func=m.Attribute(value=m.Name("logger")))
    | m.Assign(targets=[m.AssignTarget(target=m.Name("__all__") | m.Name("logger"))])
    | m.Assign(value=m.Call(func=m.Name("TypeVar")))
    | m.Assign(targets=[m.AssignTarget(target=CLASS_NAME)], value=m.Subscript() | m.BinaryOperation(operator=m.BitOr()))
    | m.SimpleString(value='"utf-8"')
    | m.If(test=m.Name("TYPE_CHECKING"))
)
"""Logs, types and names of types, and what fails at once whatever the tests are."""


@dataclass(frozen=True)
class Mutant:
    """One changed source. ``function`` holds the first and last line of the body of its outermost function, if any."""

    line: int
    before: str
    after: str
    source: str
    function: tuple[int, int] | None


def remove_statement(node: cst.SimpleStatementLine) -> Iterator[cst.CSTNode]:
    docstring = m.SimpleStatementLine(body=[m.Expr(value=m.SimpleString())])
    removable = m.Expr() | m.AugAssign() | m.Raise() | m.Del() | m.Assert()
    if not m.matches(node, docstring) and any(m.matches(statement, removable) for statement in node.body):
        yield node.with_changes(body=[cst.Pass()])


def return_nothing(node: cst.Return) -> Iterator[cst.CSTNode]:
    if node.value is not None and not m.matches(node.value, m.Name("None")):
        yield node.with_changes(value=cst.Name("None"))


def turn_condition(node: cst.If | cst.While | cst.CompIf) -> Iterator[cst.CSTNode]:
    """Comparisons and negations have mutations of their own."""
    if not m.matches(node.test, m.Comparison() | m.UnaryOperation()):
        test = node.test.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
        yield node.with_changes(
            test=cst.UnaryOperation(operator=cst.Not(whitespace_after=cst.SimpleWhitespace(" ")), expression=test)
        )


Operator = Callable[..., Iterable[cst.CSTNode]]
OPERATORS: tuple[tuple[type | tuple[type, ...], Operator], ...] = (
    *mutation_operators,
    (cst.SimpleStatementLine, remove_statement),
    (cst.Return, return_nothing),
    ((cst.If, cst.While, cst.CompIf), turn_condition),
)


class _Collector(cst.CSTVisitor):
    """Every possible mutation, by operator: the node, what replaces it, and the function around it."""

    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self) -> None:
        super().__init__()
        self.found: defaultdict[str, list[tuple[cst.CSTNode, cst.CSTNode, tuple[int, int] | None]]] = defaultdict(list)
        self._functions: list[cst.FunctionDef] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        if m.matches(node, NOT_MUTATED):
            return False
        if isinstance(node, cst.SimpleString) and " " in node.value:
            return False  # a sentence: no test should repeat it word by word
        if isinstance(node, cst.FunctionDef):
            self._functions.append(node)
        for kinds, operator in OPERATORS:
            if isinstance(node, kinds):
                self.found[operator.__name__] += [(node, changed, self._place()) for changed in operator(node)]
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        if isinstance(original_node, cst.FunctionDef):
            self._functions.pop()

    def _place(self) -> tuple[int, int] | None:
        if not self._functions:
            return None
        place = self.get_metadata(PositionProvider, self._functions[0].body)
        return place.start.line, place.end.line


def mutants_of(path: str, source: str, sample: int, seed: str) -> list[Mutant]:
    """At most ``sample`` mutants (0: all), as evenly over the kinds of mutation as there are some, by line."""
    wrapper = MetadataWrapper(cst.parse_module(source))
    collector = _Collector()
    wrapper.visit(collector)
    chance = random.Random(f"{seed} {path}")
    queues = [sorted(found, key=lambda _: chance.random()) for _, found in sorted(collector.found.items())]
    seen = {ast.dump(ast.parse(source))}
    mutants: list[Mutant] = []
    while any(queues) and not (sample and len(mutants) >= sample):
        for queue in filter(None, queues):
            node, changed, function = queue.pop()
            mutant = _mutant(source, wrapper.module.deep_replace(node, changed).code, function)  # type: ignore[attr-defined]
            if mutant is None or _is_harmless(path, mutant):
                continue
            tree = ast.dump(ast.parse(mutant.source))
            if tree not in seen and not (sample and len(mutants) >= sample):
                seen.add(tree)
                mutants.append(mutant)
    return sorted(mutants, key=lambda mutant: (mutant.line, mutant.after))


def _mutant(source: str, changed: str, function: tuple[int, int] | None) -> Mutant | None:
    """The mutant with its first line that differs; None where the change is no Python."""
    try:
        compile(changed, "mutant", "exec")
    except SyntaxError:
        return None
    old, new = source.splitlines(), changed.splitlines()
    for tag, start, end, new_start, new_end in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            before = " ".join(line.strip() for line in old[start:end])
            after = " ".join(line.strip() for line in new[new_start:new_end])
            return Mutant(start + 1, before, after, changed, function)
    return None


def _is_harmless(path: str, mutant: Mutant) -> bool:
    name = path.rpartition("/")[2]
    return any((name, mutant.before, mutant.after) == (file, before, after) for file, before, after, _ in HARMLESS)
