"""EVD: whether what is cited is strong enough for what is said."""

from __future__ import annotations

from collections.abc import Iterator

from citecheck.model import Audited, Finding, Related
from citecheck.rules.citations import SAYS
from citecheck.rules.registry import Rule, check


@check("EVD001")
def weak_source(rule: Rule, audited: Audited) -> Iterator[Finding]:
    article, by_id = audited.article, {r.id: r for r in audited.article.references}
    for sentence, claim, verdict in zip(
        article.sentences, audited.assessment.claims, audited.assessment.verdicts, strict=True
    ):
        if verdict.kind == "weak-source":
            related = tuple(
                Related(by_id[i].start, by_id[i].end, f"reference {by_id[i].label or i}")
                for i in verdict.reference_ids
                if i in by_id
            )
            message = f"The sentence {SAYS[claim.type or 'other']}; {verdict.reason}."
            yield rule.finding(message, sentence.start, sentence.end, related=related)
