"""A mail, opened: its headers and its parts, in bounded time and memory whatever its bytes are.

The standard parser follows nesting without end and copies attachments several times over. This reader looks for
boundaries only, never unpacks an attachment, and stops at the bounds named here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from dialq.mail.charsets import as_text, unpacked

_LONGEST = 48 * 1024 * 1024
"""Bytes of a mail that are looked through for its parts."""
_LONGEST_INSIDE = 4 * 1024 * 1024
"""The same within a part that has parts itself."""
_LONGEST_PART = 512 * 1024
"""Bytes of a part that are read."""
_LONGEST_HEADERS = 128 * 1024
_MOST_HEADERS = 1000
_LONGEST_VALUE = 8000
_MOST_PARTS = 100
_DEEPEST = 8

_HEADER = re.compile(r"([!-9;-~]{1,100})[ \t]*:(.*)", re.DOTALL)
_PARAMETER = re.compile(r';\s*([A-Za-z-]{1,40})\*?\s*=\s*(?:"([^"]{0,400})"|([^\s;"]{1,400}))')
_HEADERS_END = re.compile(rb"\r?\n[ \t]*\r?\n")
_RETURNED = (
    "message/rfc822",
    "message/global",
    "text/rfc822-headers",
    "message/global-headers",
    "message/rfc822-headers",
)
"""How a bounce or a complaint carries the mail it is about."""


class Headers(Struct, frozen=True):
    """Header lines in their order, unfolded and not yet decoded."""

    lines: tuple[tuple[str, str], ...] = ()
    """Name in lower case, value."""

    def first(self, name: str) -> str:
        """The first value of a header; '' if there is none."""
        return next((value for known, value in self.lines if known == name), "")

    def all(self, *names: str) -> tuple[str, ...]:
        """All values of these headers, in the order of the mail."""
        return tuple(value for known, value in self.lines if known in names)

    def __contains__(self, name: str) -> bool:
        return any(known == name for known, _ in self.lines)


class Part(Struct, frozen=True):
    """One leaf of a mail."""

    kind: str
    """Its media type in lower case: `text/plain`."""
    parameters: dict[str, str]
    headers: Headers
    raw: bytes
    """Its first bytes, as they are sent; none of an attachment."""
    attached: bool = False

    @property
    def text(self) -> str:
        """Its text, decoded."""
        encoding = self.headers.first("content-transfer-encoding").strip().lower()
        return as_text(unpacked(self.raw, encoding), self.parameters.get("charset", ""))


class Opened(Struct, frozen=True):
    """A mail's headers and leaves."""

    headers: Headers
    kind: str
    """The media type of the whole."""
    parameters: dict[str, str]
    parts: tuple[Part, ...]
    start: bytes
    """The first bytes of all of it, for what is looked for anywhere."""
    deep: bool = False
    """Whether it was nested deeper than anybody's mail is."""

    def part(self, *kinds: str) -> Part | None:
        """The first part of one of these kinds."""
        return next((part for part in self.parts if part.kind in kinds), None)

    @property
    def returned(self) -> Part | None:
        """The mail that a bounce or a complaint sends back, or the headers of it."""
        return self.part(*_RETURNED)


def open_mail(raw: bytes) -> Opened:
    """Open a mail. Never raises; what is missing is empty."""
    if b"\n" not in raw[:_LONGEST_HEADERS]:
        raw = raw[:_LONGEST_INSIDE].replace(b"\r", b"\n")
    raw = raw[:_LONGEST].lstrip(b"\r\n")
    if raw.startswith(b"From "):
        raw = raw[raw.find(b"\n") + 1 :]
    headers, body = split_headers(raw)
    kind, parameters = media_type(headers)
    reader = _Reader(raw)
    parts = tuple(reader.leaves(headers, body, len(raw), 0))
    return Opened(headers, kind, parameters, parts, raw[:_LONGEST_PART], reader.deep)


def split_headers(raw: bytes) -> tuple[Headers, int]:
    """The headers that bytes begin with, and where the body starts; no headers at all is all body."""
    if raw[:1] == b"\n" or raw[:2] == b"\r\n":
        return Headers(), 1 + (raw[:1] == b"\r")
    head = raw[:_LONGEST_HEADERS]
    end = _HEADERS_END.search(head)
    text = as_text(head[: end.start()] if end else head)
    unfolded = re.sub(r"\r?\n[ \t]+", " ", text)
    lines = []
    for line in unfolded.split("\n")[:_MOST_HEADERS]:
        found = _HEADER.match(line)
        if found:
            lines.append((found[1].lower(), found[2].strip()[:_LONGEST_VALUE]))
    if not lines:
        return Headers(), 0
    return Headers(tuple(lines)), end.end() if end else len(raw)


def media_type(headers: Headers) -> tuple[str, dict[str, str]]:
    """Content-Type as kind and parameters, both in lower case but for the boundary."""
    value = headers.first("content-type")[:2000]
    kind = (value.partition(";")[0].split() or ["text/plain"])[0].lower()
    found: dict[str, str] = {}
    for name, quoted, plain in _PARAMETER.findall(value):
        found.setdefault(name.lower(), quoted or plain)
    return kind, {name: text if name == "boundary" else text.lower() for name, text in found.items()}


class _Reader:
    """Walks the parts of one mail, counting them."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.left = _MOST_PARTS
        self.deep = False

    def leaves(self, headers: Headers, start: int, end: int, depth: int) -> Iterator[Part]:
        """The leaves of what lies between two places."""
        kind, parameters = media_type(headers)
        boundary = parameters.get("boundary", "")
        if kind.startswith("multipart/") and boundary and depth < _DEEPEST:
            inside = self._sections(boundary.encode("utf-8", "replace"), start, end, depth)
            for index, (first, last) in enumerate(inside):
                yield from self._section(first, last, depth)
                if self.left <= 0 or index > _MOST_PARTS:
                    return
            if inside:
                return
        self.deep |= depth >= _DEEPEST
        self.left -= 1
        yield self._leaf(kind, parameters, headers, start, end)

    def _section(self, start: int, end: int, depth: int) -> Iterator[Part]:
        headers, body = split_headers(self.raw[start : min(end, start + _LONGEST_HEADERS)])
        yield from self.leaves(headers, min(start + body, end), end, depth + 1)

    def _sections(self, boundary: bytes, start: int, end: int, depth: int) -> list[tuple[int, int]]:
        """Where the parts of a multipart begin and end; a missing last boundary ends with the mail."""
        end = end if depth == 0 else min(end, start + _LONGEST_INSIDE)
        line = re.compile(rb"\n--" + re.escape(boundary) + rb"(--)?[ \t]*\r?(?=\n|\Z)")
        found: list[tuple[int, int]] = []
        begun = -1
        for match in line.finditer(self.raw, max(0, start - 1), end):
            if begun >= 0:
                found.append((begun, match.start()))
            begun = -1 if match[1] else min(match.end() + 1, end)
            if match[1] or len(found) >= _MOST_PARTS:
                break
        if begun >= 0:
            found.append((begun, end))
        return found

    def _leaf(self, kind: str, parameters: dict[str, str], headers: Headers, start: int, end: int) -> Part:
        attached = headers.first("content-disposition").strip().lower().startswith("attachment")
        # A broken multipart is read as the text that it then is.
        kind = "text/plain" if kind.startswith("multipart/") or "/" not in kind else kind
        wanted = kind.startswith(("text/", "message/")) or kind == "application/ics"
        taken = self.raw[start : min(end, start + _LONGEST_PART)] if wanted else b""
        return Part(kind, parameters, headers, taken, attached)
