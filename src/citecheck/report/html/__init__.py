"""A page for the editor: one file that asks nothing of the network and runs nothing but its own script.

Whatever an article holds, it is text: the templates escape it, links lead to the web alone, and the page's security
policy lets only this style and this script through, by their hashes.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from citecheck import __version__
from citecheck.report.html.page import page
from citecheck.report.names import LEVELS
from citecheck.report.results import Results

_STEERING = dict.fromkeys([*range(9), *range(11, 32), *range(127, 160)])
"""Control characters mean nothing in a page; taken out by str.translate, tab and newline stay."""


def render(results: Results) -> str:
    """The whole page."""
    style, script = _inline("page.css"), _inline("page.js")
    text = (
        _environment()
        .get_template("page.html.jinja")
        .render(
            page=page(results),
            policy=f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)};"
            " base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
            style=style,
            script=script,
            levels_told=LEVELS,
            version=__version__,
        )
    )
    return text.translate(_STEERING)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("citecheck.report.html"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _inline(name: str) -> Markup:
    """A style or script of this package, which stands in the page as it is."""
    return Markup(files(__package__).joinpath(name).read_text(encoding="utf-8"))  # noqa: S704 - our own file


def _hash(code: str) -> str:
    return f"'sha256-{b64encode(sha256(code.encode()).digest()).decode()}'"
