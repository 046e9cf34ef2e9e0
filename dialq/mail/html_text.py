"""The text of an HTML mail, without what it quotes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_LONGEST = 512 * 1024
_DEEPEST = 400
_UNREAD = "script, style, head, title, template, noscript, svg, object, iframe, select"
_QUOTES = (
    "blockquote, .gmail_quote, .gmail_extra .gmail_quote, .moz-cite-prefix, .yahoo_quoted, .protonmail_quote, "
    ".zmail_extra, .tutanota_quote, [type=cite], #OLK_SRC_BODY_SECTION, .WordSection1 #mail-editor-reference-m"
    "essage-container"
)
_DIVIDERS = (
    "#divRplyFwdMsg, #appendonsend, #stopSpelling, #ms-outlook-mobile-reference-message, [id$=divRplyFwdMsg]"
)
"""From here on everything is the mail they answer."""
_OUTLOOK_DIVIDER = re.compile(r"border-top:\s*solid\s+#(?:e1e1e1|b5c4df)", re.IGNORECASE)
_BLOCKS = (
    "p, div, br, tr, li, ul, ol, table, h1, h2, h3, h4, h5, h6, hr, pre, address, "
    "article, section, header, footer"
)
_SPACES = re.compile(r"[ \t\r\n\f\v\u00a0]+")
_TAGS = re.compile(r"<(/?)[a-zA-Z]")
_OPT_OUT_LINK = re.compile(
    r"unsubscribe|opt.?out|abmelden|abbestellen|désabonner|désinscri|baja|disiscriv|afmelden|uitschrijven",
    re.IGNORECASE,
)


def html_text(html: str) -> str:
    """What a person reads of an HTML text: blocks on lines of their own, quotes and their links to leave lists gone."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(_SPACES.sub(" ", _shallow(html[:_LONGEST])))
    body = tree.body
    if body is None:
        return ""
    _drop(tree, _UNREAD)
    _drop_after_divider(tree)
    _drop(tree, _QUOTES)
    for link in reversed(tree.css("a")):
        if _OPT_OUT_LINK.search(link.text()[:200]):
            link.decompose()
    for block in tree.css(_BLOCKS):
        block.insert_before("\n")
        if block.tag != "br":
            block.insert_after("\n")
    lines = [_SPACES.sub(" ", line).strip() for line in (tree.body.text() if tree.body else "").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _drop(tree: LexborHTMLParser, selector: str) -> None:
    # Inner ones first: what an outer one took along must not be touched again.
    for node in reversed(tree.css(selector)):
        node.decompose()


def _drop_after_divider(tree: LexborHTMLParser) -> None:
    """Drop what follows Outlook's line above the mail that is answered, and the line."""
    divider = tree.css_first(_DIVIDERS) or _styled_divider(tree)
    place = divider
    while place is not None and place.tag not in ("body", "html"):
        after = place.next
        while after is not None:
            following = after.next
            after.decompose()
            after = following
        place = place.parent
    if divider is not None:
        divider.decompose()


def _styled_divider(tree: LexborHTMLParser) -> LexborNode | None:
    for node in tree.css("div[style*=border-top]"):
        if _OUTLOOK_DIVIDER.search(node.attributes.get("style") or ""):
            return node
    return None


def _shallow(html: str) -> str:
    """The text up to where its tags nest deeper than any person's mail does: walking deeper is slow."""
    depth = 0
    for tag in _TAGS.finditer(html):
        depth += -1 if tag[1] else 1
        if depth > _DEEPEST * 20:
            return html[: tag.start()]
    return html
