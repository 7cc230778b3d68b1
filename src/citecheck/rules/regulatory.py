"""BAL: what agencies have decided on a treatment, and what the article says of it.

Prescribing outside of an approval is lawful, and often right: asked is only that readers are told. Of a treatment that
is not in the table nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator

from citecheck.model import Audited, Decision, Finding, Treatment
from citecheck.rules.registry import Rule
from citecheck.rules.shared import check_in_english, own_sentences, words

_NEAR = 40
"""Characters before an approval in which it is taken back: "has not yet been approved"."""
_AFTER = 12
"""Characters behind it that may tell that it is of something else: "an FDA-approved trial"."""
_DECIDED = {
    "approved": "has approved it for {}",
    "cleared": "has cleared, which is less than to approve, {}",
    "registered": "has registered it {}, which is no approval",
    "not-approved": "has not approved it {}",
}


@check_in_english("BAL006")
def status_not_said(rule: Rule, audited: Audited) -> Iterator[Finding]:
    """A use outside of every approval, in an article that says nothing of approval."""
    if audited.assessment.told.get("status"):
        return
    for treatment in audited.assessment.treatments:
        if treatment.outside:
            yield rule.finding(
                f"{_claimed(treatment.name, treatment.outside.words)} {_known(treatment)}",
                treatment.outside.start,
                treatment.outside.end,
            )


def _claimed(name: str, words: str) -> str:
    if words == name:
        return f"The article says that {name} works, and nothing of whether an agency has approved it."
    return f"The article says that {name} works (“{words}”), and not that no approval covers this."


@check_in_english("BAL007")
def approved_for_what(rule: Rule, audited: Audited) -> Iterator[Finding]:
    """An approval is named without what it is for."""
    for sentence, text in own_sentences(audited):
        if _is_approved(text) and not _says_for_what(text):
            yield rule.finding(
                "The sentence says that an agency approved the treatment, and not for what.",
                sentence.start,
                sentence.end,
            )


def _is_approved(text: str) -> bool:
    """Whether a sentence says that an agency approved something."""
    hit = words("approved").first(text)
    return hit is not None and text[max(0, hit.start - _NEAR) : hit.end + _AFTER] not in words("unapproved")


def _says_for_what(text: str) -> bool:
    """Whether a sentence tells the use: "for sale" and "for years" do not."""
    apart = [(hit.start, hit.end) for hit in words("no_indication").find(text)]
    return any(not any(start <= hit.start < end for start, end in apart) for hit in words("indication").find(text))


@check_in_english("BAL008")
def less_than_approved(rule: Rule, audited: Audited) -> Iterator[Finding]:
    """A registration is offered as a merit, or an approval is claimed where the agency has given none."""
    for sentence, text in own_sentences(audited):
        hit = words("registered").first(text)
        if hit and text[: hit.start] not in words("negations"):
            yield rule.finding(
                "A firm registers with an agency by telling it that it exists; nobody has judged what it sells.",
                sentence.start,
                sentence.end,
            )
    for treatment in audited.assessment.treatments:
        if any(one.status == "approved" for one in treatment.decisions):
            continue
        for index in treatment.named:
            sentence = audited.article.sentences[index]
            if _is_approved(sentence.text):
                yield rule.finding(
                    f"The sentence says that {treatment.name} is approved. {_known(treatment)}",
                    sentence.start,
                    sentence.end,
                )


def _known(treatment: Treatment) -> str:
    """What agencies have decided, in a sentence with its date and sources."""
    decided = "; ".join(_told(one) for one in treatment.decisions)
    return f"As of {treatment.known}, {decided}."


def _told(decision: Decision) -> str:
    agency, source = decision.agency, f"{decision.source}, {decision.address}"
    return f"the {agency} {_DECIDED[decision.status].format(decision.of)} ({source})"
