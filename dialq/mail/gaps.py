"""What of a lead's values decides what a template lacks: that they are there, or what they say."""

from __future__ import annotations

from collections.abc import Iterable

from jinja2 import nodes
from msgspec import Struct

from dialq.mail.filling import WRONG_IN_TEMPLATE, parsed
from dialq.mail.grammar import SNIPPET

_ASKS_EMPTINESS = (nodes.Name, nodes.And, nodes.Or, nodes.Not, nodes.Test, nodes.Const)


class Asks(Struct, frozen=True):
    """What a template asks of its fields."""

    fields: tuple[str, ...]
    by_value: bool
    """Whether what is missing may hang on what a value says, not only on whether there is one."""


def asks_of(sources: Iterable[str]) -> Asks:
    """What texts ask together; one that is wrong asks nothing."""
    trees = [tree for source in sources if (tree := _tree(source)) is not None]
    names = {node.name for tree in trees for node in tree.find_all(nodes.Name)}
    return Asks(tuple(sorted(names - {SNIPPET})), any(map(_asks_values, trees)))


def _tree(source: str) -> nodes.Template | None:
    try:
        return parsed(source)
    except WRONG_IN_TEMPLATE:
        return None


def _asks_values(tree: nodes.Template) -> bool:
    tests: list[nodes.Node] = [node.test for node in tree.find_all(nodes.If)]
    tests += [node.test for node in tree.find_all(nodes.CondExpr)]
    tests += [
        node.node for node in tree.find_all(nodes.Filter) if node.name in ("default", "d") and node.node
    ]
    return any(not _asks_emptiness(test) for test in tests)


def _asks_emptiness(test: nodes.Node) -> bool:
    if isinstance(test, nodes.Test) and test.name not in ("defined", "undefined"):
        return False
    return isinstance(test, _ASKS_EMPTINESS) and all(map(_asks_emptiness, test.iter_child_nodes()))
