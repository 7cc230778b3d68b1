"""Crossref, DataCite, doi.org and PubMed to test against: a real HTTP server over a file of works.

    with serve(["fixtures/works/clinics.jsonl"]) as services:
        services.fail("503-seconds", service="crossref", times=2)
        requests.get(f"{services.crossref_url}/works/10.5555/nhj.2018.0101")

Run as a command, `python -m tests.services fixtures/works/*.jsonl`, it prints where it is and stays until Ctrl-C.
"""

from tests.services.answers import Request
from tests.services.faults import FAULTS, Fault, of_kind
from tests.services.limits import Limit, Violation
from tests.services.serving import Services, serve
from tests.services.works import Works

__all__ = ["FAULTS", "Fault", "Limit", "Request", "Services", "Violation", "Works", "of_kind", "serve"]
