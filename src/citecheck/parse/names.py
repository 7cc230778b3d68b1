"""Author names as reference styles print them, into CSL names."""

from __future__ import annotations

import re

_PARTICLE = r"(?:(?:van|von|der|den|de|del|della|di|da|dos|du|la|le|el|al|bin|ten|ter|zu)\s+)*"
_FAMILY = rf"{_PARTICLE}[A-ZÀ-ÞŁŚŠŽ][\w'’\-]*(?:[ \-][A-ZÀ-ÞŁŚŠŽ][\w'’\-]{{2,}})?"
_INITIALS = r"[A-ZÀ-Þ]\.?(?:[\s\-]?[A-ZÀ-Þ]\.?){0,3}"
_SUFFIX = r"(?:,?\s(?:Jr|Sr|II|III|IV)\.?)?"
# "Kessler RC"
_VANCOUVER = re.compile(rf"(?P<family>{_FAMILY})\s(?P<given>{_INITIALS}){_SUFFIX}(?=$|[,;.&]|\s(?:and|et)\b)")
# "Liriano, F."
_APA = re.compile(rf"(?P<family>{_FAMILY}),\s(?P<given>{_INITIALS}){_SUFFIX}(?=$|[,;.&]|\s(?:and|et|&)(?:\s|$))")
# "Li, Linda"
_INVERTED = re.compile(rf"(?P<family>{_FAMILY}),\s(?P<given>[A-ZÀ-Þ][\w'’\-]+(?:\s[A-ZÀ-Þ][\w.'’\-]*){{0,2}})")
# "Phillip E Vlisides"
_NATURAL = re.compile(rf"(?P<given>[A-ZÀ-Þ][\w'’\-]*\.?(?:\s[A-ZÀ-Þ][\w'’\-]*\.?){{0,2}})\s(?P<family>{_FAMILY})")
_BETWEEN = re.compile(r"[\s,;.]*(?:(?:and|&)\s+)?")
_OTHERS = re.compile(r"[\s,;.]*(?:and others|et al)\b\.?", re.IGNORECASE)
_BODY = re.compile(
    r"\b(?:Association|Academy|Agency|Alliance|Board|Bureau|Cent(?:er|re)s?|Clinic|College|Collaborat\w+|Commission|Committee|Consortium|Council"
    r"|Department|Federation|Foundation|Group|Hospital|Institutes?|Investigators|Ministry|Network|Office|Organi[sz]ation|Panel|Service|Society"
    r"|Task Force|Trust|Union|University|NHS|WHO|NICE|CDC|FDA|NIH|NIMH|EMA)\b"
)

_NO_FAMILY = frozenset("Vitamin Hepatitis Type Group Factor Omega Coenzyme Protein Class Grade Phase Appendix".split())
"""What else is printed as a word and a capital letter: "Vitamin D"."""

Name = dict[str, str]


def parse_names(text: str) -> list[Name]:
    """All names of an author list; "et al." ends it, a body is one literal; empty where it is no list of names.

    What cannot be read as names to the end is no author list: half a list would make a false author.
    """
    text = text.strip(" ,;.")
    if not text:
        return []
    for forms in ((_VANCOUVER,), (_APA,), (_INVERTED, _NATURAL), (_INVERTED, _VANCOUVER)):
        names = _read(text, forms)
        if names:
            return names
    return [{"literal": text}] if _BODY.search(text) and len(text.split()) <= 12 and ". " not in text else []


def _read(text: str, forms: tuple[re.Pattern[str], ...]) -> list[Name]:
    names: list[Name] = []
    position = 0
    while position < len(text):
        if names and _OTHERS.match(text, position):
            return names
        form = forms[0] if not names else forms[-1]
        found = form.match(text, position)
        if not found or found["family"] in _NO_FAMILY:
            return []
        names.append({"family": found["family"], "given": found["given"].strip()})
        between = _BETWEEN.match(text, found.end())
        position = between.end() if between else found.end()
    return names
