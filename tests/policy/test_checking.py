"""The check warns of what is unwise, names file, step and evidence, and takes a reason for an answer (R4.8)."""

from __future__ import annotations

from pathlib import Path

import pytest

from dialq.desk.findings import RULES, Finding
from dialq.policy.folder import parse_texts
from dialq.policy_check import findings_in, findings_of, text_findings_in

HEAD = """name = "mine"
title = "Mine"
goal = "A first talk"
message = "Here is why"
approach = "Six touches"
"""
OTHER = HEAD.replace('"mine"', '"other"')
SIX = (
    "email-1 email 0d", "call-1 call 1d", "email-2 email 3d", "call-2 call 5d", "email-3 email 8d", "email-4 email 12d"
)  # fmt: skip
SIX_CALLS = tuple(f"call-{n} call {n}d" for n in range(1, 7))
MAIL = "Subject: Hello {{ first_name | default('there') }}\n\nHow is it going?\n\n{{ rep_name }}\n"


def steps(*lines: str) -> str:
    """`email-1 email 0d value=true` as a step; every mail has a text of its own, named like its key."""
    tables = []
    for line in lines:
        key, channel, at, *more = line.split(" ", 3)
        named = f'template = "{key}"\n' if channel == "email" and "template" not in "".join(more) else ""
        extra = "\n".join(more[0].split("; ")) if more else ""
        tables.append(f'[[step]]\nkey = "{key}"\nchannel = "{channel}"\nat = "{at}"\n{named}{extra}\n')
    return "\n".join(tables)


def plan(*lines: str, head: str = HEAD) -> str:
    return head + steps(*(lines or SIX))


def write(folder: Path, files: dict[str, str]) -> None:
    """The files, and a harmless text for every mail they may name."""
    harmless = {f"templates/{kind}-{n}.txt": MAIL for kind in ("email", "item") for n in range(1, 14)}
    for name, text in (harmless | files).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def found(folder: Path, files: dict[str, str]) -> list[Finding]:
    """What the check finds in the team's own files."""
    write(folder, files)
    return [finding for finding in findings_in(folder) if not finding.file.startswith("presets/")]


def brief(findings: list[Finding]) -> set[tuple[str, str, str]]:
    """Findings by file, place and rule."""
    return {(finding.file, finding.where, finding.rule) for finding in findings}


MINE = "campaigns/mine.toml"
PROGRAMME = '[programme.mine]\ncampaigns = ["mine", "other"]\n'
DIFFERENT = OTHER.replace("Here is why", "Something else")
TWO = {
    MINE: plan(),
    "campaigns/other.toml": plan(*(line.replace("email-", "item-") for line in SIX), head=DIFFERENT),
    "programmes.toml": PROGRAMME,
}
LONG = tuple(f"item-{n} email {20 * n}d" for n in range(13))
NURTURE = HEAD + 'kind = "nurture"\n'
ITEMS = tuple(f"item-{n} email {30 * (n - 1)}d auto = true; value = true" for n in range(1, 13))
SELLS = "Subject: A list\n\nOne, two. Shall we have a short call about it?\n\n{{ rep_name }}\n"
VALUE = tuple(line + " value = true" if line.startswith("email-2") else line for line in SIX)
REASON = HEAD + 'max_touches = 20\nreason = "we try it"\n'
EVENT = HEAD + 'kind = "event"\n'
GATHERING = """[[event]]
name = "dinner"
campaign = "mine"
title = "A dinner"
place = "Boston, MA, US"
at = 2027-01-20T18:30:00
capacity = 10
radius_km = 50
"""
Files = dict[str, str]

CASES: tuple[tuple[str, str, str, Files, Files], ...] = (
    ("few-touches", "", "94 %", {MINE: plan(*SIX[:5])}, {MINE: plan()}),
    ("few-touches", "", "5 touches", {MINE: plan(head=HEAD + 'max_touches = 5\nmin_touches = 3\nreason = "x"\n')},
     {MINE: plan(head=HEAD + "max_touches = 6\n")}),
    ("many-touches", "", "about 4 %",
     {MINE: plan(*(f"email-{n} email {2 * n - 2}d" for n in range(1, 12)), head=REASON),
      "settings.toml": '[caps]\ncampaign = 20\nreason = "we try it"\n'},
     {MINE: plan(*(f"email-{n} email {2 * n - 2}d" for n in range(1, 11)), head=REASON)}),
    ("many-touches", "", "more than 12",
     {MINE: plan(*(f"email-{n} email {20 * n - 20}d" for n in range(1, 14)), head=REASON),
      "settings.toml": '[caps]\ncampaign = 20\nreason = "we try it"\n'},
     {MINE: plan(*(f"email-{n} email {20 * n - 20}d" for n in range(1, 13)), head=REASON),
      "settings.toml": '[caps]\ncampaign = 20\nreason = "we try it"\n'}),
    ("only-3-to-5-calls", "", "93 % of conversions come by call six (Leads360, 2012)",
     {MINE: plan("email-1 email 0d", *SIX_CALLS[:5])}, {MINE: plan("email-1 email 0d", *SIX_CALLS)}),
    ("only-3-to-5-calls", "", "5 calls",
     {MINE: plan("email-1 email 0d", *SIX_CALLS, head=HEAD + "max_calls = 5\n")}, {MINE: plan()}),
    ("no-day-one-email", "email-1", "49 %", {MINE: plan("email-1 email 1d", *SIX[1:])},
     {MINE: plan("email-1 email 20m auto = true", *SIX[1:])}),
    ("no-day-one-email", "", "none at all", {MINE: plan(*SIX_CALLS)}, {MINE: plan("email-1 email 0d", *SIX_CALLS)}),
    ("no-rest", "", "'other' follows at once",
     TWO | {MINE: plan(head=HEAD + "rest_days = 0\n")}, TWO | {MINE: plan(head=HEAD + "rest_days = 30\n")}),
    ("value-step-sells", "email-2", "'short call'",
     {MINE: plan(*VALUE), "templates/email-2.txt": SELLS}, {MINE: plan(*VALUE)}),
    ("value-step-sells", "email-2", "'price'",
     {MINE: plan(*VALUE), "templates/email-2.txt": "Subject: Our price\n\nx"},
     {MINE: plan(*VALUE), "templates/email-2.txt": "Subject: A\n\n{# no price #}It is priceless. Call centers do."}),
    ("value-step-sells", "email-2", "'demo'",
     {MINE: plan(*VALUE), "templates/email-2.txt": "Subject: A\n\n{{ topic | default('x') }} demo"},
     {MINE: plan(*VALUE)}),
    ("no-value-in-nurture", "item-2", "relevant",
     {MINE: plan(ITEMS[0], "item-2 email 30d auto = true", *ITEMS[2:], head=NURTURE)},
     {MINE: plan(*ITEMS, head=NURTURE)}),
    ("item-twice", "email-2", "insanity", {MINE: plan(*SIX[:2], 'email-2 email 3d template = "email-1"', *SIX[3:])},
     {MINE: plan()}),
    ("short-gap", "call-2", "25 minutes", {MINE: plan(*SIX[:3], "call-9 call 5d", *SIX[3:])}, {MINE: plan()}),
    ("short-gap", "call-2", "10 minutes after 'call-1'",
     {MINE: plan("call-1 call 1m", "email-1 email 5m auto = true", "call-2 call 11m", *SIX[2:3], *SIX[4:])},
     {MINE: plan("call-1 call 1m", "email-1 email 5m auto = true", "call-2 call 30m", *SIX[2:3], *SIX[4:])}),
    ("short-gap", "email-4", "20 hours", {MINE: plan(*SIX[:4], "email-3 email 6d", "email-4 email 6d")},
     {MINE: plan("email-1 email 0m auto = true", "email-5 email 5m auto = true", *SIX[1:])}),
    ("short-gap", "email-2", "48 hours",
     {MINE: plan("email-1 email 0d", "email-2 email 1d", *SIX[4:]), "settings.toml": "[caps]\nemail_gap_hours = 48\n"},
     {MINE: plan("email-1 email 0d", "email-2 email 2d", *SIX[4:]), "settings.toml": "[caps]\nemail_gap_hours = 48\n"}),
    ("unreachable-step", "email-1", "no call comes before it",
     {MINE: plan('email-1 email 0d when = "no_contact"', *SIX[1:])},
     {MINE: plan(*SIX[:2], 'email-2 email 3d when = "no_contact"', *SIX[3:])}),
    ("unreachable-step", "call-6", "allows 5 calls",
     {MINE: plan("email-1 email 0d", *SIX_CALLS, head=HEAD + "max_calls = 5\n")},
     {MINE: plan("email-1 email 0d", *SIX_CALLS)}),
    ("unreachable-step", "email-11", "allows 10 touches",
     {MINE: plan(*(f"email-{n} email {2 * n - 2}d" for n in range(1, 12)), head=REASON)}, {MINE: plan()}),
    ("unreachable-step", "item-3", "life allows 10",
     TWO | {"settings.toml": "[caps]\nlife = 10\n"}, TWO | {"settings.toml": "[caps]\nlife = 12\n"}),
    ("too-many-voicemails", "call-3", "Velocify, 2015",
     {MINE: plan("email-1 email 0d", *(f'call-{n} call {n}d voicemail = "last-call-voicemail"' for n in (1, 2, 3)),
                 *SIX_CALLS[3:])},
     {MINE: plan("email-1 email 0d", *(f'call-{n} call {n}d voicemail = "last-call-voicemail"' for n in (1, 2)),
                 *SIX_CALLS[2:])}),
    ("pair-adds-a-mail", "call-9", "one more than planned", {MINE: plan(*SIX, 'call-9 call 14d pair = "email-9"')},
     {MINE: plan(*SIX[:5], 'call-9 call 12d pair = "email-4"', SIX[5])}),
    ("missing-goal", "", "'tbd'", {MINE: plan().replace("A first talk", "tbd")}, {MINE: plan()}),
    ("missing-goal", "", "'…'", {MINE: plan().replace("Six touches", "…")}, {MINE: plan()}),
    ("unknown-merge-field", "email-2", "did you mean 'first_name'",
     {MINE: plan(), "templates/email-2.txt": "Subject: Hi\n\n{{ frist_name }}"}, {MINE: plan()}),
    ("unknown-merge-field", "email-2", "event campaigns only",
     {MINE: plan(), "templates/email-2.txt": "Subject: {{ event_title }}\n\nx"},
     {MINE: plan(head=EVENT), "templates/email-2.txt": "Subject: {{ event_title }}\n\nx"}),
    ("no-subject", "email-2", "empty",
     {MINE: plan(), "templates/email-2.txt": "Subject:\n\nx"}, {MINE: plan(), "templates/email-2.txt": MAIL}),
    ("header-line", "email-2", "line 2: 'Bcc:' is no header",
     {MINE: plan(), "templates/email-2.txt": "Subject: Hi\nBcc: boss@example.com\n\nx"},
     {MINE: plan(), "templates/email-2.txt": "Subject: Hi\n\nBcc: boss@example.com\n\nx"}),
    ("empty-text", "email-2", "line 1: it has no text", {MINE: plan(), "templates/email-2.txt": "Subject: Hi\n\n"},
     {MINE: plan()}),
    ("bad-template", "email-2", "line 3", {MINE: plan(), "templates/email-2.txt": "Subject: Hi\n\n{{ topic.x }}"},
     {MINE: plan()}),
    ("unknown-snippet", "email-2", "line 3: there is no snippet 'sing_off': did you mean 'sign_off'",
     {MINE: plan(), "templates/email-2.txt": "Subject: Hi\n\n{{ snippet.sing_off }}"},
     {MINE: plan(), "templates/email-2.txt": "Subject: Hi\n\n{{ snippet.sign_off }}"}),
    ("unknown-merge-field", "email-2", "snippets/mine.txt, line 2: 'frist_name'",
     {MINE: plan(), "templates/email-2.txt": "Subject: Hi\n\n{{ snippet.mine }}",
      "snippets/mine.txt": "\n{{ frist_name }}"},
     {MINE: plan(), "templates/email-2.txt": "Subject: Hi\n\nx", "snippets/mine.txt": "\n{{ frist_name }}"}),
    ("bad-template", "email-2", "snippets/mine.txt, line 1: a snippet can hold no other snippet",
     {MINE: plan(), "templates/email-2.txt": "Subject: Hi\n\n{{ snippet.mine }}",
      "snippets/mine.txt": "{{ snippet.sign_off }}"},
     {MINE: plan()}),
    ("value-step-sells", "email-2", "price",
     {MINE: plan(*VALUE), "templates/email-2.txt": "Subject: A\n\n{{ snippet.ps }}",
      "snippets/ps.txt": "Our price list."},
     {MINE: plan(*VALUE), "templates/email-2.txt": "Subject: A\n\n{{ snippet.sign_off }}"}),
    ("field-in-one-part", "email-2", "templates/email-2.html, line 1: 'company' stands in the HTML and not in the text",
     {MINE: plan(), "templates/email-2.txt": MAIL, "templates/email-2.html": "<p>{{ company }}"},
     {MINE: plan(), "templates/email-2.txt": MAIL, "templates/email-2.html": "<p>{{ first_name }}"}),
    ("no-event", "", "events.toml",
     TWO | {MINE: plan(head=EVENT)}, TWO | {MINE: plan(head=EVENT), "events.toml": GATHERING}),
    ("same-approach", "", "after 'mine'",
     TWO | {"campaigns/other.toml": TWO["campaigns/other.toml"].replace("Something else", "  here IS why ")}, TWO),
    ("item-twice", "item-1", "sends the text 'email-1' in 'mine' already",
     TWO | {"campaigns/other.toml": TWO["campaigns/other.toml"].replace('"item-1"\n\n', '"email-1"\n\n')}, TWO),
    ("retired-in-programme", "mine", "is retired",
     TWO | {MINE: plan(head=HEAD + "retired = true\n")}, TWO),
    ("accepts-nothing", "accept", "found nowhere",
     {MINE: HEAD + '[accept]\nfew-touches = "so"\n' + steps(*SIX)}, {MINE: plan()}),
)  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "where", "evidence", "bad", "good"), CASES, ids=[f"{case[0]}: {case[2]}" for case in CASES]
)
def test_each_finding_has_a_file_that_triggers_it_and_one_that_does_not_R4_8(
    tmp_path: Path, rule: str, where: str, evidence: str, bad: Files, good: Files
) -> None:
    hits = [one for one in found(tmp_path / "bad", bad) if (one.where, one.rule) == (where, rule)]
    assert any(evidence in one.text for one in hits)
    fine = [one for one in found(tmp_path / "good", good) if one.rule == rule and one.where == where]
    assert [one for one in fine if evidence in one.text] == []
    assert not [one for one in found(tmp_path / "good", good) if one.rule == "bad-file"]


def test_every_finding_has_a_case_and_a_name_for_people() -> None:
    covered = {case[0] for case in CASES} | {"bad-file"}
    assert covered == set(RULES)


def test_the_presets_raise_no_warning_that_is_not_accepted_R4_8(tmp_path: Path) -> None:
    findings = findings_in(tmp_path)
    assert [one for one in findings if one.stands] == []
    assert {(one.file.rpartition("/")[2], one.rule) for one in findings if one.accepted} == {
        ("follow-up-21.toml", "no-day-one-email"),
        ("light.toml", "no-day-one-email"),
        ("ping-pong.toml", "only-3-to-5-calls"),
        ("re-engage.toml", "few-touches"),
    }
    assert text_findings_in(tmp_path) == ()


def test_a_reason_silences_a_finding_and_is_shown_with_it_R4_8(tmp_path: Path) -> None:
    head = HEAD + '[accept]\nfew-touches = "a short list"\nno-day-one-email = "they asked for calls"\n'
    findings = found(tmp_path, {MINE: plan(*SIX_CALLS[:2], head=head)})
    assert {(one.rule, one.accepted, one.stands) for one in findings} == {
        ("few-touches", "a short list", False), ("no-day-one-email", "they asked for calls", False),
    }  # fmt: skip


def test_a_text_that_cannot_be_sent_cannot_be_accepted(tmp_path: Path) -> None:
    head = HEAD + '[accept]\nbad-template = "later"\n'
    findings = found(tmp_path, {MINE: plan(head=head), "templates/email-1.txt": "Subject: x\n\n{{ topic"})
    assert [(one.rule, one.severity, one.accepted) for one in findings] == [("bad-template", "error", "")]


def test_a_file_that_cannot_be_read_does_not_hide_the_others_R4_8(tmp_path: Path) -> None:
    findings = found(
        tmp_path,
        {
            "campaigns/broken.toml": HEAD.replace("mine", "broken") + "chan = 1\n" + steps(*SIX),
            "campaigns/torn.toml": 'name = "torn',
            MINE: plan(*SIX[:4], "email-77 email 9d"),
            "settings.toml": "[caps]\nlive = 3\n",
            "sources.toml": '[expo]\nkind = "led"\n',
        },
    )
    errors = [one for one in findings if one.severity == "error"]
    assert [(one.file, one.where, one.rule) for one in errors] == [
        ("campaigns/broken.toml", "line 6", "bad-file"),
        (MINE, "email-77", "bad-file"),
        ("campaigns/torn.toml", "", "bad-file"),
        ("settings.toml", "line 2", "bad-file"),
        ("sources.toml", "line 2", "bad-file"),
    ]
    assert "'chan' is not a key dialq knows here" in errors[0].text
    assert "email-77' does not exist" in errors[1].text
    assert (MINE, "", "few-touches") in brief(findings)


def test_findings_stand_by_file_and_in_the_order_of_the_steps(tmp_path: Path) -> None:
    crowded = plan(
        "call-1 call 1d", "call-2 call 1d", "call-3 call 1d", "email-3 email 9d", "email-4 email 9d"
    )
    also = plan(*SIX[:2], head=HEAD.replace("mine", "also"))
    findings = found(tmp_path, {MINE: crowded, "campaigns/also.toml": also})
    assert [(one.file, one.where, one.rule) for one in findings] == [
        ("campaigns/also.toml", "", "few-touches"),
        (MINE, "", "few-touches"),
        (MINE, "", "only-3-to-5-calls"),
        (MINE, "call-2", "short-gap"),
        (MINE, "call-3", "short-gap"),
        (MINE, "email-3", "no-day-one-email"),
        (MINE, "email-4", "short-gap"),
    ]


@pytest.mark.parametrize("case", [case for case in CASES if case[0] not in ("missing-goal", "no-subject")],
                         ids=lambda case: f"{case[0]}: {case[2]}")  # fmt: skip
def test_every_warning_names_where_its_evidence_comes_from_R4_8(
    tmp_path: Path, case: tuple[str, str, str, Files, Files]
) -> None:
    sources = (
        "Velocify",
        "Leads360",
        "Belkins",
        "seed",
        "insane follow-ups",
        "Generating",
        "R1",
        "R4",
        "R7",
        "R8",
    )
    for finding in found(tmp_path, case[3]):
        if finding.severity == "warning":
            assert any(source in finding.text for source in sources), finding.text


def test_the_texts_of_an_experiment_are_checked_too(tmp_path: Path) -> None:
    experiment = """[[experiment]]
name = "opening"
what = "template"
of = "mine"
step = "email-2"
starts = 2027-01-01
ends = 2027-03-01
[experiment.variants]
plain = "email-2"
pushy = "email-9"
"""
    files = {MINE: plan(*VALUE), "experiments.toml": experiment, "templates/email-9.txt": SELLS}
    assert (MINE, "email-2", "value-step-sells") in brief(found(tmp_path, files))


def test_two_campaigns_with_an_event_between_them_are_still_in_a_row_SEED0_14(tmp_path: Path) -> None:
    between = plan(*(line.replace("email-", "item-1") for line in SIX), head=EVENT.replace("mine", "between"))
    same = TWO["campaigns/other.toml"].replace("Something else", "Here is why")
    files = TWO | {
        "campaigns/between.toml": between.replace("Here is why", "Come and see"),
        "campaigns/other.toml": same,
        "programmes.toml": PROGRAMME.replace('"other"', '"between", "other"'),
    }
    assert ("campaigns/other.toml", "", "same-approach") in brief(found(tmp_path, files))


def test_files_in_force_are_checked_with_the_teams_own_caps() -> None:
    parsed = parse_texts({"settings.toml": "[caps]\nemail_gap_hours = 100\n"}, "UTC")
    late = {
        (one.file, one.where) for one in findings_of(parsed.files, parsed.settings) if one.rule == "short-gap"
    }
    assert ("presets/campaigns/follow-up-21.toml", "email-2") in late
    assert findings_of(parsed.files, parse_texts({}, "UTC").settings) == findings_in(Path("/nonexistent"))


def test_template_check_names_file_and_line(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "templates/a.txt": "Subject: Hi\n\n{{ first_name }}\n{{ frist_name }}\n",
            "templates/b.txt": "Subject:\n\n{% if topic %}\nopen",
            "templates/last-call-final.txt": "No subject.",
            "templates/event-guest.txt": "Subject: {{ event_title }}\n\nx",
            "scripts/c.txt": "{{ event_title }}",
            "templates/a.html": "<p>\n{{ topic | upper }} {{ snippet.gone }}",
            "templates/alone.html": "<p>x",
            "snippets/d.txt": "x\n{{ compnay }}",
            "snippets/No-Name.txt": "x",
        },
    )
    (tmp_path / "scripts/d.txt").write_bytes(b"\xe9")
    assert [(one.file, one.where, one.rule) for one in text_findings_in(tmp_path)] == [
        ("scripts/c.txt", "line 1", "unknown-merge-field"),
        ("scripts/d.txt", "", "bad-file"),
        ("snippets/No-Name.txt", "", "bad-file"),
        ("snippets/d.txt", "line 2", "unknown-merge-field"),
        ("templates/a.html", "line 1", "field-in-one-part"),
        ("templates/a.html", "line 1", "field-in-one-part"),
        ("templates/a.html", "line 2", "field-in-one-part"),
        ("templates/a.html", "line 2", "unknown-snippet"),
        ("templates/a.txt", "line 4", "unknown-merge-field"),
        ("templates/alone.html", "", "bad-file"),
        ("templates/b.txt", "line 1", "no-subject"),
        ("templates/b.txt", "line 4", "bad-template"),
        ("templates/last-call-final.txt", "line 1", "no-subject"),
    ]
