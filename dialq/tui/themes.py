"""The colours: the terminal's own, a dark and a light theme. One accent, one warning, dim for the past."""

from __future__ import annotations

from textual.theme import BUILTIN_THEMES, Theme

TERMINAL = Theme(
    name="terminal", ansi=True, primary="ansi_cyan", accent="ansi_cyan", warning="ansi_yellow", error="ansi_yellow",
    secondary="ansi_cyan", success="ansi_cyan", foreground="ansi_default", background="ansi_default",
    surface="ansi_default", panel="ansi_default", boost="ansi_default",
    variables=BUILTIN_THEMES["ansi-dark"].variables
    | {
        "dialq-dim": "ansi_default", "dialq-dim-style": "dim", "dialq-rule-style": "dim",
        "input-cursor-foreground": "ansi_black", "input-cursor-background": "ansi_cyan",
        "input-selection-background": "ansi_cyan", "input-selection-foreground": "ansi_black",
    },
)  # fmt: skip

DARK = Theme(
    name="dark", dark=True, primary="#5fb3d9", accent="#5fb3d9", warning="#e0af4c", error="#e0af4c",
    secondary="#5fb3d9", success="#5fb3d9", foreground="#d8dee4", background="#14181d", surface="#14181d",
    panel="#1c2229", boost="#1c2229",
    variables={
        "dialq-dim": "#7d8894", "dialq-dim-style": "none", "dialq-rule-style": "none",
        "input-selection-background": "#2d5a70",
    },
)  # fmt: skip

LIGHT = Theme(
    name="light", dark=False, primary="#005f87", accent="#005f87", warning="#9a4a00", error="#9a4a00",
    secondary="#005f87", success="#005f87", foreground="#1c2024", background="#fbfaf7", surface="#fbfaf7",
    panel="#efede8", boost="#efede8",
    variables={
        "dialq-dim": "#6a727a", "dialq-dim-style": "none", "dialq-rule-style": "none",
        "input-selection-background": "#a9cfe0",
    },
)  # fmt: skip

THEMES = (TERMINAL, DARK, LIGHT)
