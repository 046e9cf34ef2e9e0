"""The reckoning: every rule with its value; and the script."""

from __future__ import annotations

from dialq.clock import Instant
from dialq.desk.views import Card
from dialq.engine.persona import NO, NOT_ASKED, Fit
from dialq.engine.verdict import RuleLine, Verdict
from dialq.tui.formatting import day_and_clock
from dialq.tui.spans import ACCENT, BOLD, DIM, WARN, Line, column, crop, line, span, wrap


def why_lines(
    verdict: Verdict, zone: str, now: Instant, width: int, fit: Fit = NOT_ASKED
) -> tuple[Line, ...]:
    """The verdict in words, then each rule: held or free, value, limit, until when; then how the lead fits."""
    state = verdict.status + (f", tier {verdict.tier_name}" if verdict.tier else f": {verdict.rule}")
    until = f", changes {day_and_clock(verdict.until, zone, now)}" if verdict.until is not None else ""
    lines: list[Line] = [line(span(f" {state}{until}", BOLD))]
    for reason in verdict.reasons:
        lines += [line(span(f" {part}", ACCENT)) for part in wrap(reason, width - 2, 3)]
    if verdict.auto_step and verdict.auto_at is not None:
        lines.append(
            line(f" next: {verdict.auto_step}, automatic, at {day_and_clock(verdict.auto_at, zone, now)}")
        )
    found = max(20, min(50, width - RULE - ALLOWED - UNTIL - 4))
    head = (column("rule", RULE, DIM), column("found", found, DIM), column("allowed", ALLOWED, DIM))
    lines += [(), line("   ", *head, span("until", DIM))]
    lines += [crop(_rule_line(rule, zone, now, found), width) for rule in verdict.rules]
    return (*lines, *_fit_lines(fit, width))


def _fit_lines(fit: Fit, width: int) -> list[Line]:
    """Each check of the persona with its reason (R3.1)."""
    if not fit.checks:
        return []
    said = "MISFIT, not queued" if fit.misfit else "not known enough" if fit.unknown else "fits"
    lines: list[Line] = [
        (),
        line(span(f" fit to {fit.persona}: ", DIM), span(said, WARN if fit.misfit else BOLD)),
    ]
    for check in fit.checks:
        role = WARN if check.answer == NO else ""
        cells = column(check.name, RULE, role), column(check.answer, ALLOWED, role), span(check.reason, role)
        lines.append(crop(line("   ", *cells), width))
    return lines


RULE, ALLOWED, UNTIL = 22, 17, 12
"""Cells of the columns."""


def _rule_line(rule: RuleLine, zone: str, now: Instant, found: int) -> Line:
    role = WARN if rule.holds else ""
    until = day_and_clock(rule.until, zone, now) if rule.until is not None else ""
    return line(
        span(" ! " if rule.holds else "   ", WARN),
        column(rule.rule, RULE, role),
        column(rule.value, found, role),
        column(rule.limit, ALLOWED, DIM),
        span(until, role),
    )


def script_lines(card: Card, width: int) -> tuple[Line, ...]:
    """What to say on the call, then after the beep."""
    lines: list[Line] = [line(span(" ON THE CALL", DIM))]
    lines += _paragraphs(card.script or card.say or "No script for this step.", width)
    lines += [(), line(span(" AFTER THE BEEP", DIM))]
    lines += _paragraphs(card.voicemail or "No voicemail text for this step.", width)
    return tuple(lines)


def _paragraphs(text: str, width: int) -> list[Line]:
    return [
        line(f" {part}")
        for paragraph in text.split("\n")
        for part in (wrap(paragraph, min(width - 2, 100), 50) or (" ",))
    ]
