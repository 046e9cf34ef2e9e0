"""What a template may be made of, so that filling it in always ends, soon, and touches nothing but its fields.

There are no loops, macros or assignments, and of other files only snippets, which hold no others: every part
of a template is worked once at most. Nothing is looked up in a value and nothing is called, so no value leads
anywhere.
"""

from __future__ import annotations

from jinja2 import TemplateRuntimeError, TemplateSyntaxError, nodes
from jinja2.visitor import NodeVisitor

LONGEST_SOURCE = 64 * 1024
LONGEST_TEXT = 64 * 1024
LONGEST_VALUE = 8 * 1024
"""A lead's value is cut here: what is longer is no merge field."""
SNIPPET = "snippet"
"""The word before a snippet's name, as in `{{ snippet.sign_off }}`."""
_DEEPEST = 30
_MOST_PARTS = 1000
"""Fields, conditions and filters of a template; the longest that is shipped has 40."""

FILTERS = frozenset(
    ("default", "d", "upper", "lower", "title", "capitalize", "trim", "replace", "truncate", "length")
)
TESTS = frozenset(("defined", "undefined", "eq", "equalto", "ne", "in"))
_PARTS = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.CondExpr, nodes.Name, nodes.Const,
    nodes.And, nodes.Or, nodes.Not, nodes.Compare, nodes.Operand, nodes.Concat, nodes.Add, nodes.Neg,
    nodes.Filter, nodes.Test, nodes.Keyword, nodes.Getitem, nodes.Slice, nodes.Tuple, nodes.List,
)  # fmt: skip
_NOT_HERE = {
    nodes.For: "loops are not allowed",
    nodes.Macro: "macros are not allowed",
    nodes.CallBlock: "macros are not allowed",
    nodes.Include: "no other file can be included, but {{ snippet.NAME }} puts a snippet here",
    nodes.Import: "no other file can be imported",
    nodes.FromImport: "no other file can be imported",
    nodes.Extends: "no other file can be extended",
    nodes.Assign: "nothing can be set",
    nodes.AssignBlock: "nothing can be set",
    nodes.With: "nothing can be set",
    nodes.Getattr: "nothing can be looked up in a field",
    nodes.Call: "nothing can be called",
    nodes.Mul: "texts cannot be multiplied",
    nodes.Pow: "texts cannot be multiplied",
}
_HINT = "a template has text, {{ field }}, {% if field %} and the filters"


def inspect(tree: nodes.Template, inside: bool = False) -> None:
    """Raise TemplateSyntaxError, with the line, for the first part that has no place in a template.

    `inside`: it is a snippet, which may hold no other.
    """
    _Inspector(inside).visit(tree, 0)


def require_short(source: str) -> None:
    """Raise TemplateSyntaxError for a source that is too long to be a mail."""
    if len(source) > LONGEST_SOURCE:
        raise TemplateSyntaxError(f"it is longer than {LONGEST_SOURCE // 1024} KB", 1)


def bounded_replace(value: object, old: str, new: str) -> str:
    """jinja2's filter, except that its result stays as short as a mail."""
    text, old, new = str(value), str(old), str(new)
    if len(text) + (text.count(old) * (len(new) - len(old))) > LONGEST_TEXT:
        raise TemplateRuntimeError(f"the text grows beyond {LONGEST_TEXT // 1024} KB")
    return text.replace(old, new)


class _Inspector(NodeVisitor):
    """Walks all parts of a template; `depth` counts how deep one lies in the other."""

    def __init__(self, inside: bool) -> None:
        self._parts = 0
        self._inside = inside

    def generic_visit(self, node: nodes.Node, depth: int = 0) -> None:
        """Refuse what is not known, go on into what is."""
        self._parts += 1
        if depth > _DEEPEST:
            raise TemplateSyntaxError(f"it is nested more than {_DEEPEST} deep", node.lineno)
        if self._parts > _MOST_PARTS:
            raise TemplateSyntaxError(f"it has more than {_MOST_PARTS} parts", node.lineno)
        if not isinstance(node, _PARTS):
            what = _NOT_HERE.get(type(node), f"{type(node).__name__.casefold()!r} is not allowed")
            raise TemplateSyntaxError(f"{what}: {_HINT} {', '.join(sorted(FILTERS))}", node.lineno)
        for child in node.iter_child_nodes():
            self.visit(child, depth + 1)

    def visit_Name(self, node: nodes.Name, depth: int) -> None:
        """A field; `self` would be the template."""
        if node.name in ("self", "super"):
            raise TemplateSyntaxError(f"{node.name!r} is no field", node.lineno)
        if node.name == SNIPPET:
            raise TemplateSyntaxError("a snippet stands alone, as in {{ snippet.sign_off }}", node.lineno)
        self.generic_visit(node, depth)

    def visit_Output(self, node: nodes.Output, depth: int) -> None:
        """Text and fields; only directly in here a snippet can stand."""
        self._parts += sum(_is_snippet(child) for child in node.nodes)
        rest = [child for child in node.nodes if not _is_snippet(child)]
        if self._inside and len(rest) < len(node.nodes):
            raise TemplateSyntaxError("a snippet can hold no other snippet", node.lineno)
        self.generic_visit(nodes.Output(rest, lineno=node.lineno), depth)

    def visit_Filter(self, node: nodes.Filter, depth: int) -> None:
        """One of the known filters."""
        self._one_of("filter", node.name, FILTERS, node)
        self.generic_visit(node, depth)

    def visit_Test(self, node: nodes.Test, depth: int) -> None:
        """One of the known tests."""
        self._one_of("test", node.name, TESTS, node)
        self.generic_visit(node, depth)

    def visit_Getitem(self, node: nodes.Getitem, depth: int) -> None:
        """A letter or a part of a text, never a key."""
        if not isinstance(node.arg, nodes.Slice) and not _is_number(node.arg):
            raise TemplateSyntaxError("in brackets only a position can stand, as in [0]", node.lineno)
        self.generic_visit(node, depth)

    def _one_of(self, kind: str, name: str, known: frozenset[str], node: nodes.Filter | nodes.Test) -> None:
        if name not in known:
            raise TemplateSyntaxError(
                f"there is no {kind} {name!r}; it can be {', '.join(sorted(known))}", node.lineno
            )
        if node.dyn_args is not None or node.dyn_kwargs is not None:
            raise TemplateSyntaxError(f"the {kind} {name!r} takes plain values only", node.lineno)


def _is_number(node: nodes.Node) -> bool:
    inner = node.node if isinstance(node, nodes.Neg) else node
    return isinstance(inner, nodes.Const) and isinstance(inner.value, int)


def _is_snippet(node: nodes.Node) -> bool:
    """Whether it is `snippet.NAME`."""
    return (
        isinstance(node, nodes.Getattr)
        and isinstance(node.node, nodes.Name)
        and node.node.name == SNIPPET
        and not node.attr.startswith("_")
    )
