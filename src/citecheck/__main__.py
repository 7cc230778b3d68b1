"""Lets `python -m citecheck` stand for the command."""

from citecheck.cli import main

raise SystemExit(main())
