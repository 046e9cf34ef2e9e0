"""The campaigns: the list, the marked one on its line of days, and all of it step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from dialq.clock import Instant
from dialq.desk.findings import Finding
from dialq.desk.policy_views import CampaignLine, CampaignView, StepCount
from dialq.engine.campaign import ALWAYS, NO_CONTACT, Campaign, Step
from dialq.tui.drawing.header import rule
from dialq.tui.drawing.timeline import Planned, legend, letter_of, timeline
from dialq.tui.formatting import channel_word, day_of, plural
from dialq.tui.spans import ACCENT, BOLD, DIM, MARKED, WARN, Line, column, crop, ends, line, span, wrap

COUNT = 9
"""Cells of a column of figures."""


@dataclass(frozen=True, slots=True)
class Look:
    """What drawing a campaign needs to know besides it."""

    width: int
    zone: str
    ascii: bool = False


def list_lines(
    lines: Sequence[CampaignLine], mark: int, look: Look, height: int, fault: str = ""
) -> tuple[Line, ...]:
    """One line a campaign under the names of the columns, the marked one with `>`."""
    name = 20 if look.width < 100 else 26
    head = line("   ", *(column(word, width, DIM) for word, width in
                 (("campaign", name), ("v", 4), ("touches", COUNT), ("leads", COUNT), ("to come", 11))),
                span("goal", DIM))  # fmt: skip
    said = f"{fault} The last good policy is in force." if fault else ""
    warned = [line(span(f" ! {part}", WARN)) for part in wrap(said, look.width - 4, 3)] if said else []
    room = max(1, height - 1 - len(warned))
    top = max(0, min(mark - room // 2, len(lines) - room))
    rows = [_row(entry, place == mark, name, look) for place, entry in enumerate(lines)]
    hidden = (
        f"{top} above" if top else "",
        f"{below} below" if (below := len(lines) - top - room) > 0 else "",
    )
    more = ", ".join(part for part in hidden if part)
    titled = ends(head, line(span(f"{more} ", BOLD)), look.width) if more else head
    return (*warned, titled, *rows[top : top + room])


def _row(entry: CampaignLine, marked: bool, name: int, look: Look) -> Line:
    role = MARKED if marked else DIM if entry.retired else ""
    title = f"{entry.name} (retired)" if entry.retired else entry.name
    touches = f"{entry.touches} ({entry.calls}C)" if entry.calls else str(entry.touches)
    cells = line(
        column(title, name, role), column(str(entry.version), 4, role), column(touches, COUNT, role),
        column(f"{entry.in_it:,}", COUNT, role), column(f"{entry.waiting:,}" if entry.waiting else "", 11, role),
        span(entry.goal, DIM),
    )  # fmt: skip
    return crop(line(span(" > " if marked else "   ", ACCENT), *cells), look.width)


def summary_lines(view: CampaignView, look: Look, height: int) -> tuple[Line, ...]:
    """The marked campaign in `height` lines: its line of days, who rests, what ends when, what the check found."""
    campaign = view.campaign
    plan = planned(view)
    lines = [rule(look.width, ascii_only=look.ascii), _title(campaign, look.width)]
    lines += timeline(plan, look.width, ascii_only=look.ascii)
    lines.append(crop(line(span(f"        {legend(plan)}", DIM)), look.width))
    steps = _steps(view, look)
    tail = [*_rests(view, look), *_older(view), *_found(view, look.width, steps=False)]
    if (
        len(lines) + len(tail) + 1 + len(steps) > height
    ):  # The steps do not fit: what was found of them comes first.
        tail = [*_rests(view, look), *_older(view), *_found(view, look.width, steps=True)]
    lines += tail
    if height - len(lines) > 4:
        lines += [(), *steps]
    return tuple(crop(shown, look.width) for shown in lines[:height])


def planned(view: CampaignView) -> tuple[Planned, ...]:
    """The steps with their leads, and whether an open finding is about them."""
    about = {entry.where for entry in view.findings if not entry.accepted}
    return tuple(Planned(entry.step, entry.leads, entry.step.key in about) for entry in view.steps)


def _title(campaign: Campaign, width: int) -> Line:
    caps = f"at most {plural(campaign.max_touches, 'touch').replace('touchs', 'touches')}"
    caps += f", {plural(campaign.max_calls, 'call')}" if campaign.calls else ""
    ends_by = f", ends after {campaign.limit_days} days" if campaign.limit_days else ""
    rest = f"{plural(campaign.rest_days, 'day')} of rest" if campaign.rest_days else "no rest"
    rests = f"{caps}{ends_by}, then {rest} "
    return ends(
        line(span(f" {campaign.name} v{campaign.version} ", BOLD), span(campaign.title)),
        line(span(rests, DIM)),
        width,
    )


def _rests(view: CampaignView, look: Look) -> list[Line]:
    last = view.steps[-1] if view.steps else None
    year = _year(view, look.zone)
    over = f"a lead that enters now ends it {_day(last, look.zone, year)}" if last else ""
    if last and view.campaign.rest_days:
        over += f" and rests until {_after(last, view.campaign, look.zone, year)}"
    lines = [line(span(" ends    ", DIM), over)] if over else []
    days = ", ".join(f"{count} until {day_of(day, year)}" for day, count in view.resting_until)
    more = view.resting - sum(count for _, count in view.resting_until)
    later = f", {more} later" if days and more > 0 else ""
    rests = f"{plural(view.resting, 'lead')}: {days}{later}" if days else plural(view.resting, "lead")
    return [*lines, crop(line(span(" resting ", DIM), rests if view.resting else "nobody"), look.width)]


def _year(view: CampaignView, zone: str) -> int:
    """The year in which a lead that enters now begins: dates of another year say theirs."""
    return min((_local(entry.planned, zone).year for entry in view.steps), default=0)


def _day(step: StepCount, zone: str, year: int) -> str:
    local = _local(step.planned, zone)
    return f"{local:%a} {day_of(local, year)}"


def _after(step: StepCount, campaign: Campaign, zone: str, year: int) -> str:
    local = _local(step.planned, zone).date()
    until = date.fromordinal(local.toordinal() + campaign.rest_days)
    return day_of(until, year)


def _local(at: Instant, zone: str) -> datetime:
    return datetime.fromtimestamp(at, ZoneInfo(zone))


def _older(view: CampaignView) -> list[Line]:
    if not view.older_versions:
        return []
    words = ", ".join(f"v{version}: {plural(leads, 'lead')}" for version, leads in view.older_versions)
    return [line(span(" older   ", DIM), f"{words}; they keep their version")]


def _older_steps(view: CampaignView, width: int) -> list[Line]:
    """Where the leads of older versions stand, a line a version."""
    lines: list[Line] = []
    for (version, _), places in zip(view.older_versions, view.older_steps, strict=False):
        words = wrap(", ".join(f"{key} {leads:,}" for key, leads in places), width - 12, 4)
        lines += [
            line(span(f" {f'v{version} at' if not at else '':<9}", DIM), part)
            for at, part in enumerate(words)
        ]
    return lines


def _found(view: CampaignView, width: int, *, steps: bool) -> list[Line]:
    """What the check found and nobody accepted; of single steps only if that is asked."""
    found = [finding for finding in view.findings if not finding.accepted]
    shown = [finding for finding in found if steps or not _is_about_a_step(finding, view)]
    return [crop(finding_lines(finding, width * 2, 1)[0], width) for finding in shown]


def detail_lines(view: CampaignView, look: Look) -> tuple[Line, ...]:
    """The whole campaign to read: what it is for, every step with what the check says beside it, its leads."""
    campaign = view.campaign
    lines: list[Line] = [_title(campaign, look.width), ()]
    for title, text in (
        ("goal", campaign.goal),
        ("message", campaign.message),
        ("approach", campaign.approach),
    ):
        words = wrap(text or "-", look.width - 12, 4)
        lines += [
            line(span(f" {title if not place else '':<10}", DIM), part) for place, part in enumerate(words)
        ]
    lines += [(), *timeline(planned(view), look.width, ascii_only=look.ascii), ()]
    lines += [*_steps(view, look), ()]
    lines += [*_rests(view, look), *_older(view), *_older_steps(view, look.width)]
    whole = [finding for finding in view.findings if not _is_about_a_step(finding, view)]
    if whole:
        lines += [(), line(span(" THE CHECK SAYS OF THE WHOLE", DIM))]
        lines += [said for finding in whole for said in finding_lines(finding, look.width, 1)]
    return tuple(lines)


def _is_about_a_step(finding: Finding, view: CampaignView) -> bool:
    return finding.where in {entry.step.key for entry in view.steps}


def _steps(view: CampaignView, look: Look) -> list[Line]:
    wide, year = look.width >= 100, _year(view, look.zone)
    head = line("   ", column("step", 13, DIM), column("channel", 10, DIM), column("after", 7, DIM),
                column("for a lead now", 17, DIM), column("leads", 7, DIM), span("what", DIM))  # fmt: skip
    lines = [head]
    for entry in view.steps:
        lines.append(crop(_step(entry, look.zone, year, wide=wide), look.width))
        for finding in view.findings:
            if finding.where == entry.step.key:
                lines += finding_lines(finding, look.width, 5)
    return lines


def _step(entry: StepCount, zone: str, year: int, *, wide: bool) -> Line:
    step = entry.step
    local = _local(entry.planned, zone)
    when = f"{local:%a} {day_of(local, year)}" + ("" if step.at.by_day else f" {local:%H:%M}")
    return line(
        span(f" {letter_of(step)} ", ACCENT), column(step.key, 13, BOLD), column(channel_word(step.channel), 10),
        column(str(step.at), 7), column(when, 17), column(str(entry.leads) if entry.leads else ".", 7, BOLD),
        span(", ".join(_what(step, wide=wide)), DIM),
    )  # fmt: skip


def _what(step: Step, *, wide: bool) -> list[str]:
    words = [word for word in (step.template, step.script) if word]
    if step.auto:
        words.append("leaves by itself")
    if step.value:
        words.append("gives, does not sell")
    if step.pair:
        words.append(f"with mail {step.pair}")
    if step.when == NO_CONTACT:
        words.append("if nobody was reached")
    if step.when == ALWAYS and wide:
        words.append("always")
    return words


def finding_lines(finding: Finding, width: int, indent: int) -> list[Line]:
    """A finding, wrapped; an accepted one dim, with the team's reason."""
    sign = "=" if finding.accepted else "!" if finding.severity != "note" else "i"
    role = DIM if finding.accepted or finding.severity == "note" else WARN
    accepted = f" Accepted: {finding.accepted}" if finding.accepted else ""
    where = f"{finding.where}: " if indent < 5 and finding.where else ""
    words = wrap(f"{where}{finding.text} ({finding.rule}){accepted}", width - indent - 3, 4)
    return [
        line(" " * indent, span(f"{sign if not place else ' '} {part}", role))
        for place, part in enumerate(words)
    ]
