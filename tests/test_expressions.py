import re
from importlib import import_module
from pkgutil import walk_packages

import pytest

import citecheck
from citecheck.expressions import Expression, expression


def test_every_module_holds_expressions_that_can_be_compiled() -> None:
    modules = [one.name for one in walk_packages(citecheck.__path__, "citecheck.") if one.name != "citecheck.__main__"]
    held = [value for name in modules for value in vars(import_module(name)).values() if isinstance(value, Expression)]
    assert len(held) > 200
    for one in held:  # raises re.error
        assert one.groups >= 0


def test_an_expression_does_what_a_compiled_one_does() -> None:
    late, compiled = expression(r"(?P<word>sleep)\w*", re.IGNORECASE), re.compile(r"(?P<word>sleep)\w*", re.IGNORECASE)
    text = "Sleeping well, sleepless nights"
    assert late.findall(text) == compiled.findall(text)
    assert late.sub("rest", text) == compiled.sub("rest", text)
    assert (late.groupindex, late.flags, late.pattern) == (compiled.groupindex, compiled.flags, compiled.pattern)


def test_what_is_wrong_with_a_pattern_is_told_when_it_is_used() -> None:
    wrong = expression("(")
    with pytest.raises(re.error):
        wrong.search("(")
