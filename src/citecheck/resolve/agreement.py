"""How far a reference and a work agree, field by field, and the gates that no judgement over it overrides."""

from __future__ import annotations

from typing import NamedTuple

UNKNOWN = -1.0
"""Where one of the two does not show a field."""
_STRONG_TITLE = 0.88
_LIKE_TITLE = 0.75
_TITLE, _LONG_TITLE = 3, 5
"""Words: a title with fewer says nothing, or little."""
_STRONG_CONTAINER = 0.8
_OTHER_CONTAINER = 0.5
_LEAST_AGREEING, _ALL_NUMBERS = 2, 3
NOBODY = 9
"""Of `more_authors`, where the string names no author."""


class Agreement(NamedTuple):
    """From 0 (disagrees) to 1 (agrees) where nothing else is said; `UNKNOWN` where one side does not show it."""

    title: float
    """How much like the work's title some stretch of the string is."""
    title_words: float
    """Share of the title's words that stand in the string."""
    title_length: float
    """Words of the work's title."""
    parsed_title: float
    """How alike the parsed title and the work's are."""
    first_author: float
    """Whether the family name of the work's first author stands in the string, more or less."""
    first_initial: float
    """Whether the given names of the first authors begin alike."""
    parsed_author: float
    """How alike the first authors' family names are."""
    authors: float
    """Share of the work's authors that the string names."""
    parsed_authors: float
    """Share of the string's authors that the work has."""
    more_authors: float
    """How many more authors the string names than the work has, from -5 to 5; `NOBODY` where it names none."""
    year: float
    """Years apart."""
    year_printed: float
    volume: float
    volume_printed: float
    issue_printed: float
    page: float
    page_printed: float
    last_page_printed: float
    container: float
    """How much like the name of what the work is in some stretch of the string is."""
    parsed_container: float
    strange_words: float
    """Share of the string's words that the work's record does not explain."""
    strange_numbers: float
    """Numbers of the string that the record does not explain."""
    words: float
    """Words of the string."""
    titled: float
    """Whether a title was parsed."""

    @property
    def numbers(self) -> int:
        """How many of year, volume and page agree."""
        return self.dated + (self.volume_printed == 1) + (self.page_printed == 1)

    @property
    def dated(self) -> bool:
        """Whether it has the work's year."""
        return self.year == 0 or self.year_printed == 1

    @property
    def strong_title(self) -> bool:
        """Whether the title alone nearly tells the work: long, and printed as the record has it."""
        return self.title >= _STRONG_TITLE and self.title_length >= _LONG_TITLE

    @property
    def named(self) -> bool:
        """Whether the first author is named, a misprint aside."""
        return self.first_author > 0

    @property
    def certain(self) -> bool:
        """Whether a printed identifier needs no second look: no namesake could agree as far."""
        return self.strong_title and self.title >= 0.95 and self.first_author != 0 and self.numbers >= 2

    @property
    def enough(self) -> bool:
        """The gate that no model overrides: fields of different kinds agree, and one of them is made of words."""
        if self.strong_title:
            silent = not self.named and self.year == UNKNOWN and self.volume == UNKNOWN
            # A volume's number may stand in any string: alone it says nothing where it was not read as one.
            return self.named or self.dated or self.page_printed == 1 or self.volume == 1 or silent
        if self.explained:
            return True
        in_words = self.named + self.contained + self.titled_alike
        elsewhere = self.paged_elsewhere and self.numbers < _LEAST_AGREEING
        unlike = self.title < _STRONG_TITLE and not self.titled_in_words
        if unlike and (elsewhere or (self.by_others and self.numbers < _ALL_NUMBERS)):
            return False
        return in_words >= 1 and in_words + self.numbers >= _LEAST_AGREEING

    @property
    def explained(self) -> bool:
        """Whether title and journal or book are printed, and nothing that is not the work's: short as the title is."""
        whole = self.title >= _STRONG_TITLE and self.contained
        return whole and self.strange_words == 0 and self.strange_numbers == 0

    @property
    def titled_in_words(self) -> bool:
        """Whether every word of a long title is printed, in whatever order: no parser tells such words from names."""
        return self.title_words == 1 and self.title_length >= _LONG_TITLE

    @property
    def paged_elsewhere(self) -> bool:
        """Whether another page is printed than the work's."""
        return self.page == 0 and self.page_printed == 0

    @property
    def by_others(self) -> bool:
        """Whether authors are named of a work that has none, or others."""
        authorless = self.first_author == UNKNOWN and self.more_authors != NOBODY
        return (authorless or self.first_author == 0) and self.parsed_authors <= 0

    @property
    def contained(self) -> bool:
        """Whether the journal or book is named, in full or abbreviated."""
        return self.container >= _STRONG_CONTAINER or self.parsed_container == 1

    @property
    def titled_alike(self) -> bool:
        """Whether the title is printed, in any order of its words."""
        return self.title_length >= _TITLE and max(self.title, self.title_words) >= _STRONG_TITLE

    @property
    def bound(self) -> bool:
        """Whether the journal or book is named with two of author, title, year, volume and page: no web page is."""
        return self.contained and self.named + (self.title >= _STRONG_TITLE) + self.numbers >= _LEAST_AGREEING

    @property
    def believable(self) -> bool:
        """Whether a printed identifier may be the reference's own.

        A bare identifier has nothing that could disagree, and one behind words of the writer's own ("The original
        study") or a translated title has no more.
        """
        disagrees = (
            self.first_author == 0
            or self.volume == 0
            or self.page == 0
            or self.year > 1
            or 0 <= self.parsed_container < _OTHER_CONTAINER
        )
        return (
            not disagrees
            or self.title >= _LIKE_TITLE
            or (self.named and self.numbers >= 1)
            or self.numbers == 3
            or self.enough
        )
