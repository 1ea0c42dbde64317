"""Pages of a class: self-contained, without scripts, nothing asked of a network."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

TEMPLATES = Path(__file__).parent / "templates"


@cache
def _environment() -> Any:
    from jinja2 import Environment, FileSystemLoader

    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)


@cache
def _style() -> str:
    return " ".join((TEMPLATES / "pages.css").read_text(encoding="utf-8").split())


def page(template: str, **values: Any) -> str:
    """A page of a template in ``templates/``; every value is escaped but those the template marks as safe."""
    return str(_environment().get_template(template).render(style=_style(), **values))
