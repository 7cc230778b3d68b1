"""citecheck: a citation and evidence-strength checker for health articles."""

__version__ = "0.1.0"
