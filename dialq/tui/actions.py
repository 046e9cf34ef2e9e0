"""Every key of the screen, declared once: footer, help, palette, `dialq keys` and overrides derive from it.

This file imports nothing of the screen, so that the command line can list keys without starting it.
"""

from __future__ import annotations

from dataclasses import dataclass

DO, ANSWER, WRITE, LEAD, QUEUE, DAY, HELP = "Do", "Answer", "Write", "Lead", "Queue", "Day", "Help"
POLICY = "Policy"
WORK = ""
CAMPAIGNS, PROGRAMMES = "Campaigns screen", "Programmes screen"
NURTURE, HANDING = "Nurture screen", "Hand-over screen"
MAIL, THREAD, MANY = "Mail screen", "Thread screen", "Mail-to-many screen"
"""Pages with keys of their own; each is a group too."""
PLACES = (WORK, CAMPAIGNS, PROGRAMMES, NURTURE, HANDING, MAIL, THREAD, MANY)
GROUPS = (DO, ANSWER, WRITE, LEAD, QUEUE, DAY, POLICY, HELP, *PLACES[1:])


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a key can do."""

    id: str
    """Stable name, `group.verb`: what settings rebind."""
    keys: tuple[str, ...]
    """Default keys; `0 w` is 0, then w."""
    label: str
    """One or two words for the keys bar."""
    tooltip: str
    """One sentence for help and palette."""
    group: str
    guarded: bool = False
    """Whether it records something: stray, held and pasted keys must not reach it (R9.4)."""
    bar: bool = True
    """Whether the keys bar may show it."""
    short: str = ""
    """The label on narrow screens; '' if the label is short enough."""

    @property
    def place(self) -> str:
        """Where its keys are heard: '' is the work screen."""
        return self.group if self.group in PLACES else WORK


ACTIONS: tuple[Action, ...] = (
    Action("step.do", ("enter", "space"), "do/next", "Do this step, then the next lead.", DO, guarded=True),
    Action("answer.no-answer", ("1",), "no answer", "Nobody answered; next lead.", ANSWER,
           guarded=True, short="no ans"),
    Action("answer.voicemail", ("2",), "voicemail", "Left a voicemail (its mail goes along); next lead.",
           ANSWER, guarded=True, short="vmail"),
    Action("answer.busy", ("3",), "busy", "Busy: again in 15 minutes; next lead.", ANSWER, guarded=True),
    Action("answer.gatekeeper", ("4",), "gatekeeper", "Somebody else answered; next lead.", ANSWER,
           guarded=True, short="gatekpr"),
    Action("answer.callback", ("5",), "callback..", "Call back: when, which number, their words.", ANSWER,
           short="callbk.."),
    Action("answer.interested", ("6",), "interested..", "Interested: when to go on.", ANSWER, short="interest.."),
    Action("answer.meeting", ("7",), "meeting..", "Meeting set: when, with whom.", ANSWER),
    Action("answer.not-now", ("8",), "not now..", "Not now: until when they rest (90 days).", ANSWER),
    Action("answer.not-interested", ("9",), "not interested..", "Not interested: the reason.", ANSWER, short="no.."),
    Action("answer.other", ("0",), "other..", "Other outcomes: 0, then a letter.", ANSWER),
    Action("answer.wrong-number", ("0 w",), "wrong number..", "Wrong number: it leaves this lead.", ANSWER),
    Action("answer.bad-number", ("0 b",), "bad number..", "Bad number: dead for 180 days.", ANSWER),
    Action("answer.info-sent", ("0 i",), "info sent..", "Send information and promise a follow-up.", ANSWER),
    Action("answer.referred", ("0 r",), "referred..", "Referred to another person, who becomes a lead.",
           ANSWER),
    Action("answer.left-company", ("0 l",), "left company..", "The person has left the company.", ANSWER),
    Action("answer.hung-up", ("0 h",), "hung up..", "Hung up: the campaign ends and rests.", ANSWER),
    Action("answer.do-not-call", ("0 d",), "do not call..", "Do not call: a ban at once; its scope.", ANSWER),
    Action("answer.replied", ("0 m",), "replied..", "They replied by mail or message.", ANSWER),
    Action("answer.out-of-office", ("0 o",), "out of office..", "Out of office until a date.", ANSWER),
    Action("answer.bounced", ("0 x",), "mail bounced..", "Their mail address is dead.", ANSWER),
    Action("answer.unsubscribed", ("0 u",), "unsubscribed..", "They want no more mail: a ban.", ANSWER),
    Action("answer.attended", ("0 a",), "meeting held..", "The meeting took place.", ANSWER),
    Action("answer.no-show", ("0 n",), "no show..", "They did not come to the meeting.", ANSWER),
    Action("answer.cancelled", ("0 c",), "cancelled..", "They cancelled the meeting.", ANSWER),
    Action("note.open", ("n", "tab"), "note", "Write a note; Enter or Esc ends it, Ctrl+J is a new line.",
           WRITE),
    Action("mail.write", ("e",), "mail", "Pick a template, preview, edit and send a mail.", WRITE),
    Action("thread.show", ("r",), "thread", "Their thread: mails and replies.", WRITE),
    Action("mail.answer", ("R",), "answer", "Answer their last mail, in its thread.", WRITE, bar=False),
    Action("script.show", ("v",), "script", "The script and the voicemail text.", WRITE),
    Action("number.other", ("x",), "number", "The other number.", LEAD),
    Action("contact.copy", ("o",), "copy/open", "Copy or open a number, address or link.", LEAD),
    Action("lead.modify", ("m",), "edit", "Change a field of this lead in place.", LEAD),
    Action("lead.add", ("a",), "add", "Add a task, person, number, address or lead.", LEAD),
    Action("step.later", ("s",), "later", "Later: two hours or a date, with a reason.", LEAD),
    Action("step.skip", ("S",), "skip step", "Skip this step, with a reason.", LEAD, bar=False),
    Action("lead.inbound", ("i",), "they rang", "They rang us: last digits or a name.", LEAD, short="they-rang"),
    Action("why.show", ("y",), "why", "Why this lead stands here: every rule.", LEAD),
    Action("story.show", ("t",), "story", "The whole story of this lead.", LEAD),
    Action("lead.take-announced", ("g",), "take it", "Take the announced lead; this one is parked.", QUEUE),
    Action("find.open", ("slash", "f"), "find", "Find a lead by name, company, number or address.", QUEUE),
    Action("queue.up", ("up", "k"), "up", "Mark the lead above in the queue.", QUEUE, bar=False),
    Action("queue.down", ("down", "j"), "down", "Mark the lead below in the queue.", QUEUE, bar=False),
    Action("queue.open", ("full_stop",), "open marked", "Open the marked lead; this one is parked.", QUEUE,
           bar=False),
    Action("lead.back", ("backspace",), "back", "Back to the parked lead.", QUEUE),
    Action("block.choose", ("b",), "block", "Narrow the queue to a channel, campaign, source or zone.", QUEUE),
    Action("log.open", ("l",), "my log", "My outcomes of today; correct one.", DAY),
    Action("undo.undo", ("u", "z"), "undo", "Take back my last outcome of today.", DAY, guarded=True),
    Action("undo.redo", ("U",), "redo", "Take the undo back.", DAY, guarded=True, bar=False),
    Action("day.pause", ("p",), "pause", "Pause: nothing is handed out.", DAY),
    Action("day.wrap-up", ("q", "ctrl+q"), "leave", "Wrap up the day and leave.", DAY),
    Action("mail.open", ("f8",), "mails", "The mails: what waits, failed, leaves today, came in; hold, edit, send.",
           DAY),
    Action("mail.many", (), "mail to many", "Mail to many: one template to all who are due, looked through first.",
           DAY, bar=False),
    Action("campaigns.open", ("f3",), "campaigns", "The campaigns: steps, leads, rests, findings.", POLICY),
    Action("nurture.open", ("f4",), "nurture list", "Who is in nurture, by which rule, and what comes next.",
           POLICY),
    Action("lead.nurture", ("f6",), "to nurture", "Hand this lead to marketing; asks why if its campaign is young.",
           POLICY, guarded=True),
    Action("queue.hand", ("f7",), "hand over", "Hand many leads to nurture or to a calmer programme.", POLICY),
    Action("programmes.open", (), "programmes", "The flow of leads through a programme.", POLICY, bar=False),
    Action("experiments.open", (), "experiments", "Experiments: arms side by side, with intervals.", POLICY,
           bar=False),
    Action("load.open", (), "load", "What is due today against the hands there are.", POLICY, bar=False),
    Action("help.keys", ("question_mark", "f1"), "keys", "All keys, with what they do.", HELP, short="keys"),
    Action("look.theme", (), "colours", "Change the colours: the terminal's own, dark, light.", HELP, bar=False),
    Action("palette.open", ("ctrl+p",), "palette", "Find an action by its name.", HELP, bar=False),
    Action("campaigns.details", ("enter",), "details", "The marked campaign, step by step.", CAMPAIGNS,
           short="see"),
    Action("campaigns.diff", ("d",), "dry run", "What the files on disk would change.", CAMPAIGNS,
           short="diff"),
    Action("campaigns.flow", ("p",), "programmes", "How leads flow through each programme.", CAMPAIGNS,
           short="flow"),
    Action("campaigns.hand", ("f7",), "hand over", "Hand leads of the marked campaign over.", CAMPAIGNS,
           short="hand"),
    Action("campaigns.nurture", ("f4",), "nurture list", "Who is in nurture.", CAMPAIGNS, short="nurture"),
    Action("campaigns.experiments", ("x",), "experiments", "Arms side by side, with intervals.", CAMPAIGNS,
           short="exp"),
    Action("campaigns.load", ("l",), "load", "What is due today against the hands there are.", CAMPAIGNS),
    Action("campaigns.undo", ("u", "z"), "undo", "Take back my last act, as on the work screen.", CAMPAIGNS),
    Action("programmes.next", ("tab", "right", "p"), "next programme", "The flow of the next programme.", PROGRAMMES),
    Action("nurture.lead", ("enter",), "open", "Open the marked lead; the one in hand is parked.", NURTURE),
    Action("nurture.back", ("b",), "take back", "Take the marked lead back from nurture.", NURTURE),
    Action("nurture.undo", ("u", "z"), "undo", "Take back my last act, as on the work screen.", NURTURE),
    Action("hand.mark", ("space",), "mark", "Take the lead under the cursor in, or leave it out.", HANDING),
    Action("hand.tier", ("t",), "this tier", "Take all of the marked lead's tier in, or leave them out.", HANDING),
    Action("hand.all", ("a",), "all, none", "Take all of the list in, or none.", HANDING),
    Action("hand.go", ("enter",), "hand over", "Choose where they go and why.", HANDING),
    Action("hand.mail", ("m",), "mail them", "One template to all taken in, looked through first.", HANDING,
           short="mail"),
    Action("outbox.read", ("enter",), "read", "The marked mail, whole, as they will see it.", MAIL),
    Action("outbox.stop", ("x",), "stop", "Stop the marked mail; hold an automatic one, and again lets it go.", MAIL),
    Action("outbox.edit", ("e",), "edit", "Change subject and text of the marked mail.", MAIL),
    Action("outbox.again", ("A",), "send again", "Send a failed mail again; an unconfirmed one after a second press.",
           MAIL, short="again"),
    Action("outbox.left", ("s",), "it left, seen", "An unconfirmed mail left after all; a letter was seen.", MAIL,
           short="left/seen"),
    Action("outbox.start", ("m",), "start mailbox", "Start a mailbox that was stopped.", MAIL, bar=False),
    Action("outbox.lead", ("o",), "lead", "Open the lead of the marked mail; the one in hand is parked.", MAIL),
    Action("outbox.many", ("w",), "to many", "Mail to many: one template to all who are due.", MAIL, short="many"),
    Action("outbox.batch", ("X",), "stop batch", "Stop all of the marked mail's batch that has not left.", MAIL,
           bar=False),
    Action("outbox.section", ("tab",), "next part", "The next part of the page.", MAIL, bar=False),
    Action("thread.answer", ("enter", "a"), "answer", "Answer in this thread.", THREAD),
    Action("thread.write", ("e",), "other mail", "Write another mail, from a template.", THREAD),
    Action("many.mark", ("space",), "mark", "Send this one, or leave it out.", MANY),
    Action("many.all", ("a",), "all, none", "Send all that may go, or none.", MANY, short="all"),
    Action("many.read", ("enter",), "read", "The marked mail, whole, as they will see it.", MANY),
    Action("many.edit", ("e",), "edit", "Change subject and text of the marked one.", MANY),
    Action("many.go", ("g",), "send", "Send all that are marked.", MANY),
    Action("many.stop", ("X",), "stop batch", "Stop what has not left of what was sent here.", MANY, short="stop"),
)  # fmt: skip

BY_ID: dict[str, Action] = {action.id: action for action in ACTIONS}


def all_actions() -> tuple[Action, ...]:
    """Every action in the order of the help screen."""
    return ACTIONS
