"""What no style prints is put right: the tagger judges words by their neighbourhood, these see the whole string."""

from __future__ import annotations

from collections.abc import Callable

from citecheck.journals import fold_word, is_abbreviated_word, is_journal
from citecheck.parse.fields.lexicon import joins_names
from citecheck.parse.fields.names import is_body
from citecheck.parse.fields.tokens import UNDATED, Label, Tokens, end_of, find_label

_UNDECIDED: tuple[Label, ...] = ("other", "note", "issued")
_COUNTED: tuple[Label, ...] = ("other", "note", "volume", "issue")
_SUPPLEMENT = frozenset("suppl supplement supp pt part".split())
_CLOSING = ("”", '"', "“", "»")
_CLOSED_BY = {"“": "”", "«": "»", "„": "“"}
_INITIALS = 2
"""Letters of a word that may be an initial or a short form."""
_LEAST_IN = 3
"""Words before an "In:" that opens a collection."""


def put_right(tokens: Tokens, labels: list[Label]) -> None:
    """Changes labels in place."""
    for repair in _REPAIRS:
        repair(tokens, labels)


def _year_that_opens_a_title(tokens: Tokens, labels: list[Label]) -> None:
    """No style puts a bare year at the head: "2020 vision of sleep"."""
    if labels[:2] == ["issued", "title"] and tokens.gaps[1] == " ":
        labels[0] = "title"


def _titles_in_quotes(tokens: Tokens, labels: list[Label]) -> None:
    """What stands in quotation marks at the head is the title: "« Insomnie ». Inserm", "‘Scurvy’ (2016) Duden".

    Single marks may be apostrophes, but not before the year of a style that puts it there.
    """
    words, gaps = tokens
    opening = gaps[0].strip()[-1:]
    if closing := _CLOSED_BY.get(opening):
        closed = next((at for at in range(1, len(labels)) if closing in gaps[at]), 0)
    elif opening and opening in "‘'":
        ends = (at for at in range(1, len(labels)) if gaps[at][:1] in ("’", "'"))
        closed = next((at for at in ends if "(" in gaps[at] or words[at] == UNDATED), 0)
    else:
        return
    labels[:closed] = ["title"] * closed


def _bodies_before_undated_titles(tokens: Tokens, labels: list[Label]) -> None:
    """Whoever stands before "(no date)" wrote what follows: "Mind (no date) Postnatal depression. Available at"."""
    words, gaps = tokens
    dated = next((at for at, word in enumerate(words) if word == UNDATED), None)
    if (
        not dated
        or dated > 5
        or gaps[0].strip()
        or "." in gaps[dated] + gaps[dated + 1]
        or set(labels[:dated]) != {"title"}
        or "title" in labels[dated:]
    ):
        return
    stop = next((at for at in range(dated + 1, len(words)) if "." in gaps[at]), len(words))
    labels[:dated] = ["author"] * dated
    labels[dated + 1 : stop] = ["title"] * (stop - dated - 1)


def _names_behind_the_last(tokens: Tokens, labels: list[Label]) -> None:
    """A stop ends a list that has no others: "Lund KA, Osei B. Ketamine, a new hope", whose title has a comma too."""
    words, gaps = tokens
    unstopped = False  # "Lund KA," has been seen: initials behind the family name, and without stops
    for i in range(1, len(words) - 1):
        if labels[i] != "author" or gaps[i] != " " or not _is_initials(words[i]):
            continue
        if gaps[i + 1] != ". ":
            unstopped = unstopped or gaps[i + 1].startswith(",")
        elif not _is_initials(words[i + 1]):
            end = end_of(labels, i)
            behind = words[i + 1 : end]
            spoken = bool(behind) and behind[0][0].isupper()
            spoken = spoken and any(word.islower() and not joins_names(word) for word in behind)
            spoken = spoken and not is_body(" ".join(behind))
            if not (unstopped or len(words[i]) > 1 or spoken):
                return
            goes_on = labels[end : end + 1] == ["title"] or "title" not in labels
            if goes_on and not any(map(_is_initials, behind)):
                labels[i + 1 : end] = ["title"] * (end - i - 1)
            return


def _years_before_titles(tokens: Tokens, labels: list[Label]) -> None:
    """Where "2018;71" dates a work, a year behind the authors opens its title: "Lund KA, et al. 2017 ACC guideline"."""
    words, gaps = tokens
    first = find_label(labels, "issued")
    if not first or labels[first - 1] != "author" or gaps[first] != ". " or gaps[first + 1] != " ":
        return
    dated = next((i for i in range(first + 1, len(words)) if labels[i] == "volume" and gaps[i].strip() == ";"), 0)
    title = next((i for i in range(first, dated) if labels[i] == "title"), 0)
    if title and labels[dated - 1] == "issued":
        labels[first:title] = ["title"] * (title - first)


def _subtitles(tokens: Tokens, labels: list[Label]) -> None:
    """What a journal with its volume comes behind is none: "der Skala: Eine Studie [The scale]. Nap J, 5"."""
    start = next((i for i in range(1, len(labels)) if labels[i] == "container"), 0)
    if not start or labels[start - 1] != "title" or ":" not in tokens.gaps[start]:
        return
    journal = next((i for i in range(end_of(labels, start), len(labels)) if labels[i] == "container"), 0)
    if journal and labels[end_of(labels, journal) :][:1] == ["volume"]:
        labels[start:journal] = ["title"] * (journal - start)


def _dates_in_titles(tokens: Tokens, labels: list[Label]) -> None:
    """The date of a work stands once: "WHO (2007) Outbreaks in Kenya, December 2006–April 2007."."""
    gaps = tokens.gaps
    first = find_label(labels, "issued")
    if first is None or "(" not in gaps[first]:
        return
    for i in range(first + 2, len(labels)):
        if labels[i] == "issued" and labels[i - 1] == "title" and gaps[i].strip() in ("", ",", "-", "–", "—", "/"):
            labels[i] = "title"


def _years_of_meetings(tokens: Tokens, labels: list[Label]) -> None:
    """A meeting's year belongs to its name where the date stands as well: "Scientific Sessions 2019; November 16"."""
    words, gaps = tokens
    numbered = "volume" in labels or "page" in labels
    if numbered and "event" not in labels:
        return
    for i in range(1, len(labels)):
        held = labels[i - 1] == "container" and gaps[i + 1][:1] in (",", ".") and not numbered
        named = labels[i - 1] == "event" or held
        behind = labels[i] == "issued" and named and gaps[i] == " " and words[i].isdigit()
        if behind and "issued" in (*labels[: i - 1], *labels[i + 1 :]):
            labels[i] = labels[i - 1]


def _numbers(tokens: Tokens, labels: list[Label]) -> None:
    """What stands between journal and colon is a volume, what follows a page, whatever year it looks like.

    "(2008) … J Biomed Biotechnol 2008: 513701", "Front Immunol. 2014;5:11. 24478776", "(2013) … Sci Rep 3, 1950."
    """
    words, gaps = tokens
    for i in range(2, len(words)):
        if not words[i][0].isdigit() or labels[i] not in _UNDECIDED:
            continue
        before, ends = labels[i - 1], gaps[i + 1].lstrip()[:1]
        dated = "issued" in labels[:i]
        if "volume" not in labels and ends == ":" and dated and i + 1 < len(words) and words[i + 1][-1].isdigit():
            if (before == "container" and gaps[i] in (" ", ", ")) or (before == "issued" and gaps[i].strip() == ";"):
                labels[i] = "volume"
                if labels[i + 1] in _UNDECIDED:
                    labels[i + 1] = "page"
        elif labels[i] == "issued" and before == "volume" and "page" not in labels and dated and gaps[i] == ", ":
            labels[i] = "page"


def _names_with_numbers(tokens: Tokens, labels: list[Label]) -> None:
    """A number that counts nothing belongs to the name: "Advances in Napping 22. Press", "Actas (La Plata, 1959) 4"."""
    words, gaps = tokens
    for i in range(2, len(words) - 1):
        if labels[i - 1] != "container":
            continue
        if "editor" in labels and labels[i] == "volume" and gaps[i] == " " and gaps[i + 1] in (". ", ", "):
            labels[i] = "container"
        elif gaps[i] == " (" and words[i][0].isalpha() and "issued" in labels[:i]:
            closed = next((at for at in range(i + 1, min(i + 6, len(words))) if ")" in gaps[at]), i)
            dated = words[closed - 1].isdigit() and len(words[closed - 1]) == 4
            if dated and words[closed].isdigit() and gaps[closed + 1].startswith(":"):
                labels[i:closed] = ["container"] * (closed - i)


def _supplements(tokens: Tokens, labels: list[Label]) -> None:
    """A supplement is an issue, and its name belongs to it: "9 Suppl 2:II15", "11(6 Pt 1):805", "86 (Suppl 2) ii28"."""
    words, gaps = tokens
    for i in range(1, len(words) - 1):
        if words[i].lower() not in _SUPPLEMENT or labels[i] not in _COUNTED or not words[i + 1].isdigit():
            continue
        opened = next((at for at in range(i, max(i - 3, 0), -1) if "(" in gaps[at]), None)
        if opened is None and words[i - 1].isdigit() and labels[i - 1] in _COUNTED and gaps[i + 1] in (" ", ". "):
            labels[i - 1 : i + 2] = ["volume", "issue", "issue"]
        elif opened and labels[opened - 1] == "volume" and ")" in gaps[i + 2]:
            labels[opened : i + 2] = ["issue"] * (i + 2 - opened)
        elif labels[i] == "issue" and gaps[i + 1] in (" ", ". "):
            counted = labels[i + 1] in _COUNTED or (labels[i + 1] == "issued" and gaps[i + 2].startswith(","))
            labels[i + 1] = "issue" if counted else labels[i + 1]


def _issues_behind_volumes(tokens: Tokens, labels: list[Label]) -> None:
    """A number that stands behind the volume's is an issue: "Nap J, Vol. 9, No. 15"."""
    at = find_label(labels, "number")
    if at is None or "issue" in labels or labels[max(0, at - 2)] != "volume":
        return
    if tokens.words[at - 1].lower() in ("no", "nr", "issue") and tokens.words[at].isdigit():
        labels[at] = "issue"


def _second_volumes(tokens: Tokens, labels: list[Label]) -> None:
    """MLA's last number is a page: "Nap J, vol. 20, no. 3, Apr. 2022, 2645"."""
    first = find_label(labels, "volume")
    if first is None or "page" in labels:
        return
    for i in range(first + 1, len(labels)):
        if labels[i] == "volume" and labels[i - 1] == "issued" and tokens.gaps[i] == ", ":
            labels[i] = "page"


def _article_numbers(tokens: Tokens, labels: list[Label]) -> None:
    """An article's number stands for its pages: "123, Article 103484"."""
    words, gaps = tokens
    for i in range(2, len(words) - 1):
        named = words[i].lower() == "article" and words[i + 1][-1].isdigit() and gaps[i : i + 2] == [", ", " "]
        if named and "page" not in labels[:i] and labels[i - 1] in ("volume", "issue", "container"):
            labels[i : i + 2] = ["other", "page"]


def _editors_among_authors(_: Tokens, labels: list[Label]) -> None:
    """Nobody edits between two authors."""
    first, editor = find_label(labels, "author"), find_label(labels, "editor")
    if first is None or editor is None or editor < first:
        return
    end = end_of(labels, editor)
    if set(labels[first:editor]) == {"author"} and labels[end : end + 1] == ["author"]:
        labels[editor:end] = ["author"] * (end - editor)


def _groups_of_authors(tokens: Tokens, labels: list[Label]) -> None:
    """No title follows a semicolon, but a group does: "Hand I; Task Force on Infant Death. Sleep-related"."""
    gaps = tokens.gaps
    for i in range(1, len(labels) - 1):
        if labels[i - 1] == "author" and labels[i] == "title" and gaps[i].strip() == ";":
            end = end_of(labels, i)
            stop = next((at for at in range(i + 1, end) if "." in gaps[at]), end)
            if stop < end:
                labels[i:stop] = ["author"] * (stop - i)
            return


def _names_behind_editors(tokens: Tokens, labels: list[Label]) -> None:
    """What follows "(eds)" are no editors: "in Lund, K. and Osei, B. (eds) Health, Illness, and Society"."""
    if "editor" not in labels:
        return
    words, gaps = tokens
    for i in range(3, len(words) - 1):
        named = words[i].lower() in ("eds", "ed", "editors") and ")" in gaps[i + 1] and labels[i - 1] == "editor"
        if named and labels[i + 1] in ("editor", "container"):
            stop = next((at for at in range(i + 2, len(words)) if "." in gaps[at]), len(words))
            taken = ("editor", "other") if labels[i + 1] == "editor" else ("editor",)
            for at in range(i + 1, stop):
                if labels[at] in taken:
                    labels[at] = "container"
            return


def _page_counts(tokens: Tokens, labels: list[Label]) -> None:
    """How many pages a book has is none of them: "New York: Springer; 2010. 648 p."."""
    words, gaps = tokens
    for i in range(1, len(words) - 1):
        counted = words[i].isdigit() and words[i + 1].lower() in ("p", "pp", "pages") and gaps[i + 1] == " "
        if counted and labels[i] == "page" and (i + 2 == len(words) or not words[i + 2][0].isdigit()):
            labels[i : i + 2] = ["other", "other"]


def _torn_titles(tokens: Tokens, labels: list[Label]) -> None:
    """A title goes on where no sentence ends: "at Abisko, Sweden: Generalizations", "in the North. Fish Bull"."""
    words, gaps = tokens
    start = find_label(labels, "title")
    end = end_of(labels, start) if start is not None else len(labels)
    if end >= len(labels) - 1 or gaps[end] not in (" ", ", ", "-"):
        return
    if labels[end] in ("place", "other", "publisher") and labels[end_of(labels, end) :][:1] == ["title"]:
        again = end_of(labels, end)
        if not any("." in gap or gap[:1] in '"”' for gap in gaps[end : again + 1]):
            labels[end:again] = ["title"] * (again - end)
        return
    again = end + 1 if labels[end] == "other" else end
    if labels[again : again + 1] == ["container"] and words[end].islower() and words[again].islower():
        stop = next((at for at in range(again, end_of(labels, again)) if gaps[at] == ". "), None)
        if stop:
            labels[end:stop] = ["title"] * (stop - end)


def _second_titles(_: Tokens, labels: list[Label]) -> None:
    """What editors are named for is a collection: "In Lund K, editors. Plant functional types."."""
    editor, title = find_label(labels, "editor"), find_label(labels, "title")
    if editor is None or title is None or title > editor or "container" in labels or "author" not in labels:
        return
    for i in range(editor, len(labels)):
        if labels[i] == "title":
            labels[i] = "container"


def _collection_in_title(tokens: Tokens, labels: list[Label]) -> None:
    """A title ends where "In:" opens names and a collection: "… on coral reefs In: Sale PF. Coral reef fishes"."""
    words, gaps = tokens
    for i in range(_LEAST_IN, len(words) - 1):
        if words[i] != "In" or labels[i - 1 : i + 2] != ["title"] * 3 or not gaps[i + 1].startswith(":"):
            continue
        end = end_of(labels, i)
        labels[i] = "other"
        named = next((at for at in range(i + 2, end) if _is_initials(words[at]) and gaps[at + 1].startswith(".")), i)
        labels[i + 1 : named + 1] = ["editor"] * (named - i)
        labels[named + 1 : end] = ["container"] * (end - named - 1)
        return


def _words_behind_quotes(tokens: Tokens, labels: list[Label]) -> None:
    """A title ends where its quotation mark closes: "“Depression”. Yale School of Medicine.", "‘Naps’, Nap J".

    A single mark may be an apostrophe, but not before a comma and a capital letter where another opened the title.
    """
    words, gaps = tokens
    start = find_label(labels, "title")
    if start is None or not gaps[start].endswith(("“", '"', "„", "«", "‘", "'")):
        return
    end = end_of(labels, start)
    behind = range(start + 1, end)
    if gaps[start].endswith(("‘", "'")):
        closed = next((at for at in behind if gaps[at] in ("’, ", "', ") and words[at][0].isupper()), end)
    else:
        closed = next((at for at in behind if gaps[at].lstrip(".?!,")[:1] in _CLOSING and gaps[at][-1:] == " "), end)
    if closed < end and ("." in gaps[closed] or "," in gaps[closed]):
        labels[closed:end] = ["other" if "container" in labels else "container"] * (end - closed)


def _titles_of_one_word(tokens: Tokens, labels: list[Label]) -> None:
    """Where nothing else is the title, a word before a stop and a journal is: "Papi A. Asthma. BMJ. 2015"."""
    words, gaps = tokens
    start = find_label(labels, "container")
    if start is None or "title" in labels or labels[max(0, start - 1)] not in ("author", "issued"):
        return
    end, word = end_of(labels, start), words[start]
    parted = gaps[start + 1] == ". " and end > start + 1 and len(word) > _INITIALS
    if parted and not is_abbreviated_word(fold_word(word)) and not is_journal(" ".join(words[start:end])):
        labels[start] = "title"


_REPAIRS: tuple[Callable[[Tokens, list[Label]], None], ...] = (
    _titles_in_quotes,
    _year_that_opens_a_title,
    _bodies_before_undated_titles,
    _names_behind_the_last,
    _years_before_titles,
    _subtitles,
    _dates_in_titles,
    _years_of_meetings,
    _torn_titles,
    _names_with_numbers,
    _numbers,
    _supplements,
    _issues_behind_volumes,
    _second_volumes,
    _article_numbers,
    _page_counts,
    _editors_among_authors,
    _groups_of_authors,
    _names_behind_editors,
    _collection_in_title,
    _second_titles,
    _words_behind_quotes,
    _titles_of_one_word,
)


def _is_initials(word: str) -> bool:
    return word.isalpha() and word.isupper() and len(word) < 4
