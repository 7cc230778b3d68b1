"""Labels put right in references to what no journal holds: pages, entries, leaflets, registrations, theses.

Their parts stand in many orders and few numbers tell them apart: the tagger is wrong oftener than with articles.
"""

from __future__ import annotations

from collections.abc import Callable

from citecheck.expressions import expression
from citecheck.parse.fields.lexicon import lexicon
from citecheck.parse.fields.names import is_body
from citecheck.parse.fields.tokens import UNDATED, Label, Tokens, end_of

_OPENING = ("“", '"', "„", "«", "‘", "'")
_REGISTERED = expression(r"[A-Z]{3,8}\d{6,}")
_ABBREVIATED = 4
"""Letters of a word whose stop may end no sentence: "PhD diss. University of Leeds"."""


def put_right(tokens: Tokens, labels: list[Label]) -> None:
    """Changes labels in place."""
    if "volume" not in labels:
        for repair in _REPAIRS:
            repair(tokens, labels)


def _entries(tokens: Tokens, labels: list[Label]) -> None:
    """Between the quotation marks behind "s.v." stands the entry, before it the work: "Duden, s.v. “Kur,” accessed"."""
    words, gaps = tokens
    at = next((i for i in range(1, len(words) - 2) if words[i] == "s" and words[i + 1] == "v"), 0)
    if not at or gaps[at + 1] != "." or not gaps[at + 2].endswith(_OPENING):
        return
    closed = next((i for i in range(at + 3, len(words) + 1) if any(c in gaps[i] for c in "”\"“»’'")), 0)
    if closed and "author" not in labels[:at]:
        labels[:at] = ["container"] * at
        labels[at + 2 : closed] = ["title"] * (closed - at - 2)


def _sentences_in_genres(tokens: Tokens, labels: list[Label]) -> None:
    """A genre ends with its sentence: "Press release. American | Academy of …", "Fachinformation. Karlsruhe."."""
    words, gaps = tokens
    for i in range(1, len(words)):
        if labels[i - 1] != "genre" or labels[i] != "genre" or gaps[i] != ". " or len(words[i - 1]) <= _ABBREVIATED:
            continue
        end = end_of(labels, i)
        goes_on = end < len(words) and gaps[end] == " " and labels[end] in ("author", "publisher", "container")
        behind = labels[end] if goes_on else "publisher" if is_body(" ".join(words[i:end])) else "place"
        labels[i:end] = [behind] * (end - i)
        return


def _makers(tokens: Tokens, labels: list[Label]) -> None:
    """Whoever stands at the head, before the year in brackets, wrote it, all of the name: "GmbH & Co. KG (o. J.): "."""
    words, gaps = tokens
    dated = next((i for i, word in enumerate(words) if word == UNDATED or gaps[i].endswith("(")), 0)
    if not dated or not _is_date(words, labels, dated):
        return
    head = set(labels[:dated])
    torn = labels[0] == "author" and head == {"author", "title"} and labels[dated + 1 : dated + 2] == ["title"]
    if (torn or head == {"publisher"}) and all(gap in (" ", " & ", ". ", ", ", "/") for gap in gaps[1:dated]):
        labels[:dated] = ["author"] * dated
        labels[dated] = "issued"


def _titles_for_names(tokens: Tokens, labels: list[Label]) -> None:
    """What opens a reference and was taken for names, where none can be: "Der Nachtkampf. Der Spiegel [Internet]"."""
    words, gaps = tokens
    head = labels[0]
    if head not in ("author", "editor"):
        return
    end = end_of(labels, 0)
    named = any("," in gap or "&" in gap for gap in gaps[1 : end + 1]) or any(map(_is_initials, words[:end]))
    if named or end == len(words):
        return
    runs_on = labels[end] == "title" and gaps[end] == " "  # "Ginkgo Biloba | Prevention Trial in Older Individuals"
    nameless = "title" not in labels and gaps[end].startswith(". ") and labels[end] in ("container", "publisher")
    unedited = head == "editor" and words[end].lower() not in lexicon()["edited"]
    if (runs_on or (nameless and (head == "author" or unedited))) and not is_body(" ".join(words[:end])):
        labels[:end] = ["title"] * end


def _titles_behind_editors(tokens: Tokens, labels: list[Label]) -> None:
    """The editors at the head are all there is of names: "editors. Mandell, Douglas, and Bennett's principles"."""
    words, gaps = tokens
    if labels[0] != "editor":
        return
    end = end_of(labels, 0)
    behind = end + 1
    if words[end : end + 1] and words[end].lower() in lexicon()["edited"] and labels[behind : behind + 1] == ["author"]:
        stop = end_of(labels, behind)
        if gaps[behind] == ". " and labels[stop : stop + 1] == ["title"]:
            labels[behind:stop] = ["title"] * (stop - behind)


def _bodies_behind_titles(tokens: Tokens, labels: list[Label]) -> None:
    """Whoever is named behind the title alone did not write it, but holds or publishes it.

    "‘Scurvy’ (n.d.) Encyclopaedia Britannica.", "Atlanta (GA): Lund, Inc.", "Press release. Northern Health. 2018".
    """
    words, gaps = tokens
    start = next((i for i, label in enumerate(labels) if label == "author"), 0)
    before = set(labels[:start])
    if not start or not before & {"title", "container"} or words[start - 1].lower() in ("by", "von", "par", "por"):
        return
    end = end_of(labels, start)
    if labels[start - 1] == "place" and ":" in gaps[start]:
        labels[start:end] = ["publisher"] * (end - start)
    elif "container" not in labels and gaps[0].endswith(_OPENING) and _is_date(words, labels, start - 1):
        labels[start:end] = ["container"] * (end - start)
    elif labels[start - 1] in ("title", "genre") and gaps[start] == ". " and is_body(" ".join(words[start:end])):
        labels[start:end] = ["publisher"] * (end - start)


def _abbreviated_names(tokens: Tokens, labels: list[Label]) -> None:
    """No name ends within "U.S.": "Northby: U | S Nap Service; 2011"."""
    words, gaps = tokens
    for i in range(1, len(words)):
        torn = labels[i - 1] in ("publisher", "container") and labels[i] in ("title", "container", "publisher")
        if torn and labels[i] != labels[i - 1] and gaps[i] == "." and len(words[i - 1]) == len(words[i]) == 1:
            end = end_of(labels, i)
            labels[i:end] = [labels[i - 1]] * (end - i)


def _titles_behind_publishers(tokens: Tokens, labels: list[Label]) -> None:
    """NLM names the site before its page: "MedlinePlus [Internet]. Bethesda (MD): Northern Library. Naps; [cited"."""
    words, gaps = tokens
    start = next((i for i, label in enumerate(labels) if label == "publisher"), 0)
    if not start or "title" in labels or "container" not in labels[:start]:
        return
    end = end_of(labels, start)
    stops = [i for i in range(start + 1, end) if gaps[i].endswith(". ") and len(words[i - 1]) > 1]
    if stops and gaps[end].startswith(";"):
        labels[stops[-1] : end] = ["title"] * (end - stops[-1])


def _sentences_before_sites(tokens: Tokens, labels: list[Label]) -> None:
    """What has no title has it before the site's name: "Fibromyalgia. Nap Encyclopedia [Internet]. Northby"."""
    words, gaps = tokens
    if "title" in labels or "author" in labels or labels[0] != "container":
        return
    end = end_of(labels, 0)
    stop = next((i for i in range(1, end) if gaps[i] == ". " and len(words[i - 1]) > 1), 0)
    if stop and labels[end : end + 1] == ["medium"]:
        labels[:stop] = ["title"] * stop


def _second_titles(tokens: Tokens, labels: list[Label]) -> None:
    """Behind the kind of text stands where it is kept: "Napalin [leaflet]. Medicines compendium [Internet]"."""
    if "container" in labels or "genre" not in labels:
        return
    start = labels.index("genre")
    end = end_of(labels, start)
    if "title" in labels[:start] and labels[end : end + 1] == ["title"] and ". " in tokens.gaps[end]:
        stop = end_of(labels, end)
        labels[end:stop] = ["container"] * (stop - end)


def _sites_that_open_with_in(tokens: Tokens, labels: list[Label]) -> None:
    """No name opens with a small letter: "“Naps.” In | the Pipeline (blog), 2021"."""
    words, gaps = tokens
    start = next((i for i, label in enumerate(labels) if label == "container"), 0)
    small = bool(start) and words[start].isalpha() and words[start].islower()
    if small and words[start - 1] == "In" and gaps[start] == " " and labels[start - 1] == "other":
        labels[start - 1] = "container"


def _registrations(tokens: Tokens, labels: list[Label]) -> None:
    """The number of a registration is no part of its registry's name: "Nap Trials Registry, | ACTRN12622000067774"."""
    if "number" in labels:
        return
    for at, word in enumerate(tokens.words):
        if labels[at] == "container" and tokens.gaps[at] in (", ", ": ", ". ") and _REGISTERED.fullmatch(word):
            labels[at] = "number"
            return


def _people_called_ed(tokens: Tokens, labels: list[Label]) -> None:
    """Before a quoted title and behind one name, "Ed" is another: "Lund, Ed. “How naps failed.”"."""
    words, gaps = tokens
    named = labels[:2] in (["author", "other"], ["editor", "other"]) and words[1] == "Ed"
    if named and gaps[1] == ", " and gaps[2].endswith(_OPENING):
        labels[:2] = ["author", "author"]


_REPAIRS: tuple[Callable[[Tokens, list[Label]], None], ...] = (
    _entries,
    _sentences_in_genres,
    _makers,
    _titles_for_names,
    _titles_behind_editors,
    _bodies_behind_titles,
    _abbreviated_names,
    _titles_behind_publishers,
    _sentences_before_sites,
    _second_titles,
    _sites_that_open_with_in,
    _registrations,
    _people_called_ed,
)


def _is_date(words: list[str], labels: list[Label], at: int) -> bool:
    return labels[at] == "issued" or words[at] == UNDATED


def _is_initials(word: str) -> bool:
    return word.isalpha() and word.isupper() and len(word) < 4
