"""A page of its own: what is shown, with nothing fetched and nothing run."""

from __future__ import annotations

from html import escape

from kamkit.show.parts import Shown

_STYLE = """
body { font: 16px/1.5 system-ui, "DejaVu Sans", sans-serif; color: #1c2733; background: #fff; margin: 0 auto; max-width: 62rem; padding: 1rem; }
h1 { font-size: 1.4rem; color: #12507b; } h4 { margin: 1.2rem 0 .2rem; } p { margin: .3rem 0 .6rem; overflow-wrap: anywhere; }
.wide { overflow-x: auto; } table { border-collapse: collapse; margin: 1rem 0; }
caption { text-align: left; font-weight: bold; padding: .3rem 0; } th, td { padding: .3rem .5rem; border-bottom: 1px solid #b9c2cb; vertical-align: top; }
@media print { body { font-size: 11px; } }
"""


def as_page(title: str, shown: Shown) -> str:
    """A whole HTML page; what is shown has escaped its texts."""
    body = shown.html.replace("<table", '<div class="wide"><table').replace("</table>", "</table></div>")
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{escape(title)}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    )
