"""Author names as reference styles print them, into CSL names."""

from __future__ import annotations

import re

_CAPITAL = "A-ZÀ-ÖØ-ÞĀ-Ž"
_PARTICLE = r"(?:(?:van|von|der|den|de|del|della|di|da|dos|du|la|le|el|al|bin|ten|ter|zu)\s+)*"
_FAMILY = rf"{_PARTICLE}[{_CAPITAL}][\w'’\-]*(?:[ \-][{_CAPITAL}][\w'’\-]{{2,}})?"
_INITIALS = rf"[{_CAPITAL}]\.?(?:[\s\-]?[{_CAPITAL}]\.?){{0,3}}"
_SUFFIX = r"(?:,?\s(?:Jr|Sr|II|III|IV|2nd|3rd|4th)\.?)?"
# "Kessler RC"
_VANCOUVER = rf"(?P<family>{_FAMILY})\s(?P<given>{_INITIALS}){_SUFFIX}(?=$|[,;.&]|\s(?:and|et)\b)"
# "Liriano, F."
_APA = rf"(?P<family>{_FAMILY}),\s(?P<given>{_INITIALS}){_SUFFIX}(?=$|[,;.&]|\s(?:and|et|&)(?:\s|$))"
# "Li, Linda"
_INVERTED = rf"(?P<family>{_FAMILY}),\s(?P<given>[{_CAPITAL}][\w'’\-]+(?:\s[{_CAPITAL}][\w.'’\-]*){{0,2}})"
# "Phillip E Vlisides"
_NATURAL = rf"(?P<given>[{_CAPITAL}][\w'’\-]*\.?(?:\s[{_CAPITAL}][\w'’\-]*\.?){{0,2}})\s(?P<family>{_FAMILY})"
_BETWEEN = re.compile(r"[\s,;.]*(?:(?:and|&)\s+)?")
_OTHERS = re.compile(r"[\s,;.]*(?:and others|et al)\b\.?", re.IGNORECASE)
# "Lund K, Osei B; for the Northern Sleep Group"
_BEHALF = re.compile(rf"[\s,;.]*(?:(?:for|on behalf of|and)\s+)?(?:the\s+)?(?P<body>[{_CAPITAL}][^,;.]{{3,80}})$")
_BODY = re.compile(
    r"\b(?:Association|Academy|Agency|Alliance|Board|Bureau|Cent(?:er|re)s?|Clinic|College|Collaborat\w+|Commission|Committee|Consortium|Council"
    r"|Department|Federation|Foundation|Group|Hospital|Institutes?|Investigators|Ministry|Network|Office|Organi[sz]ation|Panel|Service|Society"
    r"|Task Force|Trust|Union|University|NHS|WHO|NICE|CDC|FDA|NIH|NIMH|EMA)\b"
)

# A body's name has capitals throughout: "Network meta-analysis of sleeping pills" is a title.
_SMALL_WORDS = frozenset("of for and the on in at to & de la du des staff website".split())

_NO_FAMILY = frozenset("Vitamin Hepatitis Type Group Factor Omega Coenzyme Protein Class Grade Phase Appendix".split())
"""What else is printed as a word and a capital letter: "Vitamin D"."""

Name = dict[str, str]


def parse_names(text: str) -> list[Name]:
    """All names of an author list; "et al." ends it, a body is one literal; empty where it is no list of names.

    What cannot be read as names to the end is no author list: half a list would make a false author.
    """
    stopped = text.rstrip(" ,;").endswith(".")
    text = text.strip(" ,;.")
    if not text:
        return []
    for forms in ((_VANCOUVER,), (_APA,), (_INVERTED, _NATURAL), (_INVERTED, _VANCOUVER)):
        names = _read(text, forms)
        if names:
            given = [name.get("given", "") for name in names]
            # The stop that ends the list is the last initial's too where initials have stops.
            if stopped and given[-1][-1:].isupper() and (forms == (_APA,) or "." in "".join(given)):
                names[-1]["given"] += "."
            return names
    return [{"literal": text}] if _is_body(text) else []


def is_body(text: str) -> bool:
    """Whether a name is that of an organisation: by its words, or as an acronym."""
    return _BODY.search(text) is not None or re.match(r"[A-Z]{2,}\b", text) is not None or len(text.split()) > 4


def _is_body(text: str) -> bool:
    words = text.split()
    named = all(not word[0].islower() or word in _SMALL_WORDS for word in words)
    return named and len(words) <= 12 and ". " not in text and _BODY.search(text) is not None


def _read(text: str, forms: tuple[str, ...]) -> list[Name]:
    names: list[Name] = []
    position = 0
    while position < len(text):
        # Compiled when an article has references, and then remembered.
        form = re.compile(forms[0] if not names else forms[-1])
        found = form.match(text, position)
        if not found or found["family"] in _NO_FAMILY or _is_two_people(found):
            behalf = _BEHALF.match(text, position) if names else None
            return [*names, {"literal": behalf["body"]}] if behalf and _is_body(behalf["body"]) else []
        names.append({"family": found["family"], "given": found["given"].strip()})
        if _OTHERS.match(text, found.end()):
            return names
        between = _BETWEEN.match(text, found.end())
        position = between.end() if between else found.end()
    return names


def _is_two_people(found: re.Match[str]) -> bool:
    """Whether a family and a given name of two full words each are two people: "Karin Lund, Ben Osei"."""
    family, given = found["family"].split(), found["given"].split()
    return len(family) == len(given) == 2 and family[0][0].isupper() and len(given[1].rstrip(".")) > 1
