"""A session by the settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from citecheck.config import Config
from citecheck.resolve.cache import Cache, cache_folder
from citecheck.resolve.online.questions import Job, Question, ServiceName
from citecheck.resolve.online.session import Network, Session, Watcher
from citecheck.text import shown_address


def open_session(config: Config, *, refresh: bool = False, watcher: Watcher | None = None) -> Session:
    """The session of a run: with the network, as far as the settings allow it, and with the cache in any case."""

    def connected() -> Network:
        from citecheck.resolve.online.network import connect

        return connect(config)

    cache = open_cache(config, refresh=refresh)
    return Session(
        cache,
        addresses(config),
        connected,
        allowed=() if config.network == "off" else config.indexes,
        deadline=config.deadline,
        watcher=watcher,
    )


def rehearse(config: Config) -> Session:
    """A session that sends nothing and only notes down what it would send."""
    nobody = Network({}, dict.fromkeys(config.indexes, _Nobody()))
    return Session(open_cache(config), addresses(config), lambda: nobody, allowed=config.indexes)


class _Nobody:
    def jobs(self, questions: Sequence[Question]) -> list[Job]:  # noqa: ARG002
        return []


def open_cache(config: Config, *, refresh: bool = False) -> Cache:
    """The cache in the folder of the settings, else in the user's."""
    return Cache(Path(config.cache) if config.cache else cache_folder(), refresh=refresh)


def addresses(config: Config) -> Mapping[ServiceName, str]:
    """Where each service is, without what may be secret."""
    return {
        "crossref": shown_address(config.crossref_url),
        "doi.org": shown_address(config.doi_url),
        "datacite": shown_address(config.datacite_url),
        "pubmed": shown_address(config.pubmed_url),
    }
