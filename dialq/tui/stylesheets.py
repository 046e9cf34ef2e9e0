"""Where the stylesheets are: inside the installed package, else in the checkout."""

from __future__ import annotations

from pathlib import Path, PurePath

from dialq.errors import WorldFailed

_PACKAGE = Path(__file__).resolve().parents[1]
PLACES = (_PACKAGE / "styles", _PACKAGE.parent / "styles")


def stylesheet(name: str, places: tuple[Path, ...] = PLACES) -> Path:
    """The absolute path of one stylesheet.

    Raises:
        WorldFailed: names every place that was looked at.

    """
    for place in places:
        if (place / name).is_file():
            return place / name
    looked = " nor ".join(str(place / name) for place in places)
    raise WorldFailed(f"the stylesheet is neither {looked}", "Reinstall dialq")


def stylesheets(*names: str) -> list[str | PurePath]:
    """Paths for Textual's CSS_PATH."""
    return [stylesheet(name) for name in names]
