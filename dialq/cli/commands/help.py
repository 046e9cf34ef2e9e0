"""`dialq help`: the manual."""

from __future__ import annotations

from importlib.resources import files

import click

from dialq.cli.calling import DialqCommand
from dialq.cli.session import wants_json
from dialq.errors import BadInput

GENERATED = ("findings", "outcomes")
"""Topics that are made of the tables of the program itself."""


@click.command("help", cls=DialqCommand)
@click.argument("topic", required=False)
def help_(topic: str | None) -> None:
    """Print a TOPIC of the manual; without one, the list of topics."""
    from dialq.cli import output

    texts = {path.name.removesuffix(".txt"): path for path in files("dialq.cli").joinpath("topics").iterdir()
             if path.name.endswith(".txt")}  # fmt: skip
    names = sorted({*texts, *GENERATED})
    if topic is None:
        if wants_json():
            output.document({"topics": names})
        else:
            output.say("Topics: " + ", ".join(names), "Commands explain themselves: dialq COMMAND --help")
        return
    if topic not in names:
        raise BadInput(f"the manual has no topic {topic!r}", f"Topics: {', '.join(names)}.")
    text = _made(topic) if topic in GENERATED else texts[topic].read_text(encoding="utf-8")
    if wants_json():
        output.document({"topic": topic, "text": text})
    else:
        output.say(text.rstrip("\n"))


def _made(topic: str) -> str:
    return _outcomes() if topic == "outcomes" else _findings()


def _findings() -> str:
    """What the check of the policy files looks for (R4.8)."""
    from dialq.desk.findings import RULES

    lines = ["FINDINGS OF `dialq campaign check`", ""]
    lines += [f"  {rule:<22}{what}" for rule, what in RULES.items()]
    lines += [
        "",
        'A campaign file accepts one with [accept] few-touches = "why": it is shown with that reason.',
    ]
    return "\n".join(lines)


def _outcomes() -> str:
    """The table of R9 as it is in force."""
    from dialq.engine.outcome import OUTCOMES

    lines = ["OUTCOMES", "", "  key  code            dial touch human  asks for"]
    for one in OUTCOMES.values():
        flags = f"{'x' if one.dial else '':<5}{'x' if one.touch else '':<6}{one.human:<7}"
        asks = ", ".join(f"{name} (needed)" if name in one.needs else name for name in one.asks)
        lines.append(f"  {one.key:<4} {one.code:<15} {flags}{asks}".rstrip())
    lines += ["", "A dial is one attempt to ring a number; a touch reached out; human says who was reached."]
    return "\n".join(lines)
