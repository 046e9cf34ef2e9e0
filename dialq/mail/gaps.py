"""Which fields a template lacks, over many leads: it is filled in once for all leads that lack the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from jinja2 import nodes

from dialq.mail.filling import WRONG_IN_TEMPLATE, parsed
from dialq.mail.grammar import SNIPPET
from dialq.mail.merge_fields import one_line

_MOST = 10_000
"""So many answers are kept."""
_ASKS_EMPTINESS = (nodes.Name, nodes.And, nodes.Or, nodes.Not, nodes.Test, nodes.Const)


class Gaps:
    """What leads lack of one template."""

    def __init__(self, sources: Iterable[str], missing: Callable[[Mapping[str, str]], tuple[str, ...]]) -> None:
        """`sources`: all texts whose fields are asked for; `missing` fills them in."""
        trees = [tree for source in sources if (tree := _tree(source)) is not None]
        names = {node.name for tree in trees for node in tree.find_all(nodes.Name)}
        self._fields = tuple(sorted(names - {SNIPPET}))
        self._by_value = any(_asks_values(tree) for tree in trees)
        self._missing = missing
        self._known: dict[tuple[object, ...], tuple[str, ...]] = {}

    def of(self, fields: Mapping[str, str]) -> tuple[str, ...]:
        """Fields without a value that this lead's mail would lack."""
        given = [fields.get(name, "") for name in self._fields]
        alike = tuple(given) if self._by_value else tuple(map(_is_there, given))
        found = self._known.get(alike)
        if found is None:
            if len(self._known) >= _MOST:
                self._known.clear()
            found = self._known[alike] = self._missing(fields)
        return found


def _is_there(value: str) -> bool:
    """Whether anything is left of a value when it is put into a text."""
    return not value.isspace() if value.isprintable() and value else bool(one_line(value))


def _tree(source: str) -> nodes.Template | None:
    """The parts of a text or a snippet; None of one that is wrong: filling it in will say so."""
    try:
        return parsed(source)
    except WRONG_IN_TEMPLATE:
        return None


def _asks_values(tree: nodes.Template) -> bool:
    """Whether what is missing may hang on what a value says, not only on whether there is one."""
    tests: list[nodes.Node] = [node.test for node in tree.find_all(nodes.If)]
    tests += [node.test for node in tree.find_all(nodes.CondExpr)]
    tests += [node.node for node in tree.find_all(nodes.Filter) if node.name in ("default", "d") and node.node]
    return any(not _asks_emptiness(test) for test in tests)


def _asks_emptiness(test: nodes.Node) -> bool:
    if isinstance(test, nodes.Test) and test.name not in ("defined", "undefined"):
        return False
    return isinstance(test, _ASKS_EMPTINESS) and all(map(_asks_emptiness, test.iter_child_nodes()))
