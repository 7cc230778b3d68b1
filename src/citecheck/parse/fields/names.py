"""An author list, as reference styles print them, into CSL names."""

from __future__ import annotations

import re
from functools import lru_cache

from citecheck.expressions import expression

Name = dict[str, str]
"""`family` and `given` (and `suffix`) of a person, `literal` of a body; each as printed."""

# As one set, A-ZÀ-ÖØ-ÞĀ-Ž, it would take a tenth of a millisecond to compile wherever it stands.
_CAPITAL = "(?:(?![×ß-ÿ])[A-ZÀ-Ž])"
_PARTICLE = r"(?:van|von|vom|der|den|de|del|della|di|da|dos|du|das|do|la|le|el|al|bin|ibn|ten|ter|zu|zur|st\.?|Van|Von|De|Del|Della|Di|Da|Dos|Du|La|Le|El|Ten|Ter)"
_SUFFIX = expression(r",?\s(?P<suffix>Jr|Sr|II|III|IV|2nd|3rd|4th)\.?$")
_ONLY_SUFFIX = expression(r"(?:Jr|Sr|II|III|IV|2nd|3rd|4th)\.?$")
# "K", "K. A.", "K.-H.", "KA", "Yu."; never a word in small letters.
_INITIALS = expression(
    rf"(?:{_CAPITAL}[a-zß-ž]?\.[\s\-‐–]*)+(?:{_CAPITAL}$)?$|{_CAPITAL}(?:[\s\-‐–.]*{_CAPITAL}){{0,4}}\.?$"
)
# "Kessler RC", "van der Berg K", "Lipeck U. W."; the family name is no initial.
_FAMILY_FIRST = expression(
    rf"(?P<family>\S*[^\s.]{{2,}}(?:\s\S+)*?|{_CAPITAL}[’']\S+)\s(?P<given>(?:{_CAPITAL}[a-zß-ž]?\.[\s\-‐–]*)+|{_CAPITAL}(?:[\-‐– ]?{_CAPITAL}){{0,4}}\.?)$"
)
# "K. A. Lund", "Karin A. van den Berg": everything before the family name is given.
_NATURAL = expression(rf"(?P<given>\S.*?)\s(?P<family>(?:{_PARTICLE}\s)*\S+)$")
_PARTICLED = expression(rf"(?:{_PARTICLE}\s)+\S+$")
_PARTICLED_TWICE = expression(rf"(?:{_PARTICLE}\s)+\S+\s\S+$")
_GIVEN = expression(rf"{_CAPITAL}[\w'’\-‐.]*(?:\s(?:{_CAPITAL}[\w'’\-‐.]*|{_PARTICLE}))*$")
_MISPRINTED = expression(rf"(?<=\w\w\s)(?!Jr|Sr){_CAPITAL}[a-zß-ž]$")
_LONGEST_NAME = 150
"""Characters; what is longer is no list of names, and the expressions below are not asked."""
_GLUED = expression(rf"\.(?={_CAPITAL}[a-zß-ž])")
"""The stop of an initial that touches the name: "G.Naulaers"."""
# "Tsilidis KK Allen NE Key TJ", without a comma.
_RUN_ON = expression(
    rf"(?:{_PARTICLE}\s){{0,4}}{_CAPITAL}[^\W\d_]{{0,40}}[a-zß-ž][\w'’\-]{{0,40}}\s{_CAPITAL}{{1,3}}(?:-{_CAPITAL})?(?:\s|$)"
)
_OTHERS = expression(
    r"(?:(?<![A-ZÀ-ÖØ-ÞĀ-Ž])\.)?[\s,;&…]*(?:\.\.\.|…|\b(?:(?:and|et|und|y|e)\s)?"
    r"(?:et\.? ?al|and (?:others|colleagues)|others|u\.\s?a|editors?|(?-i:[Ee]ds|ed)|hrsg|éds?|coords?)\b\.?|[(\[](?:eds?|editors?|hrsg)\.?[)\]])"
    r"[\s.,;)\]]*$",
    re.IGNORECASE,
)
_OTHERS_END = (*"… al others colleagues u.a editor editors ed eds hrsg éd éds coord coords".split(), "u. a")
_AND_OTHERS_THEN = expression(r",?\set\.? al\b\.?\s?;", re.IGNORECASE)
"""Before a group: "Dorn JD, Ahuja AK, et al; Argus II Study Group"."""
_BEHALF = expression(
    r"(?:[,;.]\s*(?:and\s)?for|[\s,;.]+(?:and\s)?on behalf of|[\s,;.]+im Namen(?: der)?)\s(?:the\s)?(?=[A-Z])"
)
_SEPARATOR = expression(
    r"\s*(?:[,;،、，]\s*(?:(?:\.\.\.|…|\. \. \.)\s*)?(?:(?:&|and|und|et|y|e)\s+)?|\s(?:&|and|und|et|y|with)\s+|\s?&\s?)\s*",
    re.IGNORECASE,
)
_BODIES = frozenset(
    "Association Academy Administration Agency Alliance Authority Board Bureau Center Centers Centre Centres Charity Clinic"
    " Clinical College Commission Committee Company Consortium Corporation Council Department Directorate Division"
    " Federation Foundation Fund Government Group Hospital Inc Initiative Investigators Ltd GmbH Medicine Ministry Network"
    " Nations Office Organisation Organization Panel Program Programme Project Research School Service Services Staff staff"
    " Study Team Trust Union Wellness Workshop Asociación Fundación Agencia Comité Consejo Servicio Gesellschaft Société"
    " Sociedad Ministerio Ministère Haute Agence NHS WHO NICE CDC FDA NIH NIMH EMA Limited Biologicals LLC Corp AG plc PLC"
    " Institut Pharma Deutsche Co Laboratories Health Healthcare News Press Media Wikipedia editors Regulator"
    " Verbraucherzentrale".split()
)
_NO_PERSON = frozenset({"of", "Nutrition"})
"""Words that no person's name holds; titles and journals do."""
_BODIES_BEGIN = tuple(
    "Collaborat Institut Laborator Pharma Societ Universit Organiza Organizza Deutsche Bundes".split()
)
"""Followed by more letters."""
_BODIES_END = ("Therapeutics", "therapeutics")
_WORD = expression(r"\w+")
_OF_BODIES = expression(r"\bTask Force\b|A/S\b")
_LEGAL_FORM = expression(r",\s(?=(?:Inc|Ltd|LLC|Corp|Co|GmbH|Limited|S\.?A|N\.?V)\b)")
"""What follows a company's name is no second one: "Moderna, Inc.", "Eisai Co., Ltd."."""
_BODIES_APART = expression(r"\s*(?:;\s*(?:and\s|&\s)?|,\s(?:&|and)\s|\s&\s(?!Co\b))\s*")


@lru_cache(maxsize=10_000)
def _family_first(part: str) -> re.Match[str] | None:
    """Remembered: a name is asked this once for the whole list and again for itself and its neighbours."""
    return _FAMILY_FIRST.match(part)


@lru_cache(maxsize=10_000)
def _names_body(text: str) -> bool:
    """Whether a word of the text is one of those that bodies are called by."""
    words = _WORD.findall(text)
    return (
        not _BODIES.isdisjoint(words)
        or any(word[:-1].startswith(_BODIES_BEGIN) or word.endswith(_BODIES_END) for word in words)
        or (("Force" in text or "A/S" in text) and _OF_BODIES.search(text) is not None)
    )


def is_body(text: str) -> bool:
    """Whether a name is that of an organisation: by its words, or as an acronym."""
    return _names_body(text) or re.match(r"[A-Z]{2,}\b", text) is not None or len(text.split()) > 4


def read_names(text: str) -> list[Name]:
    """All names of an author list, in order; "et al." is none. Empty where there is no letter."""
    text = _AND_OTHERS_THEN.sub(";", _bare(text))
    behalf = _BEHALF.search(text)
    if behalf:
        return [*_people(_bare(text[: behalf.start()])), {"literal": _bare(text[behalf.end() :])}]
    return _people(text)


def _bare(text: str) -> str:
    """Without "et al." and the punctuation around."""
    text = text.strip(" ,;:&/")
    return _OTHERS.sub("", text).strip(" ,;:&/") if _may_end_in_others(text) else text


def _may_end_in_others(text: str) -> bool:
    """Whether a text ends as what `_OTHERS` takes off: looking for that first is many times faster."""
    ending = text.rstrip(".,;)] ")
    return ending.casefold().endswith(_OTHERS_END) or "..." in text[len(ending) :]


def _people(text: str) -> list[Name]:
    if not any(c.isalpha() for c in text):
        return []
    text = _GLUED.sub(". ", text)
    if "," not in text and (together := _run_together(text)):
        return [_whole(name) for name in together]
    parts = [part for part in _SEPARATOR.split(_LEGAL_FORM.sub(" ", text)) if part]
    if any(len(part) > _LONGEST_NAME for part in parts):
        return [{"literal": text}]
    if ";" in text:
        whole = [part for part in re.split(r"\s*;\s*(?:(?:&|and)\s+)?", text) if part.strip(" ,.")]
        if all(_is_one(part) for part in whole):
            return [_one(part) for part in whole]
    people, _, group = text.rpartition(";")
    if people and ";" not in people and "," in people and _names_body(group) and not _names_body(people):
        return [*_people(people.strip()), {"literal": group.strip()}]  # "Dorn JD, Ahuja AK; Argus II Study Group"
    if _are_bodies(text, parts):
        return [{"literal": _unstopped(body)} for body in _bodies(text)]
    return _listed(parts)


def _run_together(text: str) -> list[str]:
    """Several names without a comma between them; empty where the text is something else."""
    names = [name.group() for name in _RUN_ON.finditer(text)]
    return [name.strip() for name in names] if len(names) > 1 and sum(map(len, names)) == len(text) else []


def _is_one(part: str) -> bool:
    """Whether what stands between semicolons is one name: no list of its own."""
    listed = part.count(",") > 2 or re.search(r"\s(?:&|and)\s", part)
    return (not listed and _family_first(part.partition(",")[0]) is None) or "," not in part


def _are_bodies(text: str, parts: list[str]) -> bool:
    """Whether the text names bodies and nobody besides: "Department of Health, Education, and Welfare"."""
    if len(parts) == 1 and re.fullmatch(r"[A-Z]{2,}[A-Z0-9&./\- ]*", text):
        return True
    if len(parts) == 1 and not _NO_PERSON.isdisjoint(text.split()[1:]):
        return True
    if len(parts) == 1 and text.isupper() and _names_body(text.title()):
        return True
    people = any(_family_first(part) or (_INITIALS.match(part) and number) for number, part in enumerate(parts))
    return not people and _names_body(text)


def _bodies(text: str) -> list[str]:
    """Several bodies only where each side of the conjunction names one: "Medicines and Healthcare Agency" is one."""
    parts = _BODIES_APART.split(text)
    sides = text.split(" and ")
    if (
        len(parts) == 1
        and len(sides) == 2
        and "," not in text
        and not _abbreviated(text)
        and all(len(side.split()) > 2 and _names_body(side) for side in sides)
    ):
        return sides
    return parts if all(_names_body(part) for part in parts) else [text]


def _abbreviated(text: str) -> bool:
    """Whether a name ends in its own short form, "(NICE)", and so is one name."""
    short = re.search(r"\s[(\[]([A-Z])[A-Z]+[)\]]$", text)
    return short is not None and text.startswith(short[1])


def _unstopped(body: str) -> str:
    return body if re.search(r"\b(?:Inc|Ltd|Corp|Co)\.$", body) else body.rstrip(".")


def _one(text: str) -> Name:
    """One name on its own: "Lund, Karin A.", "Lund KA", "Karin A. Lund", or a body."""
    family, comma, given = text.strip(" ,").partition(",")
    if comma and family.strip() and given.strip(" ,") and not _names_body(text):
        given, _, suffix = given.strip(" ,").partition(", ")
        return {"family": family.strip(), "given": given} | ({"suffix": suffix.rstrip(".")} if suffix else {})
    return _listed([text])[0]


def _listed(parts: list[str]) -> list[Name]:
    """Names of a list parted at its commas and conjunctions."""
    names: list[Name] = []
    waiting: str | None = None
    # "Fodor Aa" is a misprint for "Fodor AA" only among names whose initials stand behind.
    if sum(_family_first(part) is not None for part in parts) * 2 > len(parts):
        parts = [_MISPRINTED.sub(lambda found: found.group().upper(), part) for part in parts]
    for number, printed in enumerate(parts):
        part = printed.strip()
        following = parts[number + 1] if number + 1 < len(parts) else ""
        if names and waiting is None and _ONLY_SUFFIX.match(part):
            names[-1]["suffix"] = part.rstrip(".")
        elif waiting is not None and _is_given(part, names, following):
            suffix = _SUFFIX.search(part)
            names.append({"family": waiting, "given": part[: suffix.start()] if suffix else part})
            if suffix:
                names[-1]["suffix"] = suffix["suffix"]
            waiting = None
        else:
            if waiting is not None:
                names.append(_alone(waiting))
            waiting = part if _waits(part, following, len(parts)) else None
            if waiting is None:
                names.append(_whole(part))
    if waiting is not None:
        names.append(_alone(waiting))
    return names


def _waits(part: str, following: str, count: int) -> bool:
    """Whether a part is a family name whose given names stand behind the comma."""
    if _family_first(part) or not following:
        return count > 1 and " " not in part and not following and not _names_body(part)
    if " " not in part or _PARTICLED.match(part):
        return True
    if _PARTICLED_TWICE.match(part) and " " not in following and _GIVEN.match(following):
        return True  # "de Souto Barreto, Philipe"
    if count == 2 and " " not in following and _GIVEN.match(following):
        return not _names_body(part)  # "Burke Harris, Nadine"
    return (
        _INITIALS.match(following) is not None
        and _INITIALS.match(part.split(maxsplit=1)[0]) is None
        and not _names_body(part)
    )


def _is_given(part: str, names: list[Name], following: str) -> bool:
    """Whether a part is the given name of the family name before it."""
    bare = _SUFFIX.sub("", part)
    if _INITIALS.match(bare):
        return True
    if not _GIVEN.match(bare) or _names_body(part):
        return False
    # "Smith, Jones & Lee" are three people; "Lund, Karin" is one, and behind it names run as they are spoken.
    return not names and (" " in part or not following or " " in following)


def _whole(part: str) -> Name:
    """A part that is a name by itself."""
    suffix = _SUFFIX.search(part)
    bare = part[: suffix.start()] if suffix else part
    more: Name = {"suffix": suffix["suffix"]} if suffix else {}
    if found := _family_first(bare):
        given = found["given"].strip()
        # The stop behind "KA." ends the list; behind "K." it may be the initial's.
        return {
            "family": found["family"],
            "given": given.rstrip(".") if given[:-1].isalpha() and len(given) > 2 else given,
            **more,
        }
    natural = _NATURAL.match(bare)
    if _PARTICLED.match(bare):
        return {"family": bare, **more}
    if not natural or _names_body(part) or len(bare.split()) > 5:
        return _alone(part)
    return {"family": natural["family"], "given": natural["given"], **more}


def _alone(part: str) -> Name:
    """A name without a given one: a body, or somebody known by the family name."""
    if _names_body(part) or part.isupper() or (" " in part and not _PARTICLED.match(part)):
        return {"literal": part}
    return {"family": part}
