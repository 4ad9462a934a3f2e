"""Fills static/vendor/ with the compiled CSS and JavaScript of the design systems and htmx.

The GDS Transport typeface, the crown, the crest and the GOV.UK logo are licensed for gov.uk alone.
They are not copied, and the style sheets are freed of everything that asks for them.
"""

import re
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"

GOVUK = MODULES / "govuk-frontend" / "dist" / "govuk"
MOJ = MODULES / "@ministryofjustice" / "frontend" / "moj"
STYLES = (GOVUK / "govuk-frontend.min.css", MOJ / "moj-frontend.min.css")
SCRIPTS = (
    GOVUK / "govuk-frontend.min.js",
    MOJ / "moj-frontend.min.js",
    MODULES / "htmx.org" / "dist" / "htmx.min.js",
)
ICONS = MOJ / "assets" / "images"

_FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SOURCE_MAP = re.compile(r"//# sourceMappingURL=.*$", re.MULTILINE)
_IMAGE = re.compile(r"url\(/assets/images/([^)]+)\)")
_CREST_RULE = re.compile(r"[^{}]*\{[^{}]*govuk-crest\.svg[^{}]*\}")


def main() -> None:
    """Writes the folder anew beside the old one and then puts it in its place."""
    draft = VENDOR.with_name("vendor.new")
    shutil.rmtree(draft, ignore_errors=True)
    (draft / "images").mkdir(parents=True)
    for style in STYLES:
        css, icons = free_style(style.read_text(encoding="utf-8"))
        (draft / style.name).write_text(css, encoding="utf-8")
        for icon in icons:
            shutil.copyfile(ICONS / icon, draft / "images" / icon)
    for script in SCRIPTS:
        text = _SOURCE_MAP.sub("", script.read_text(encoding="utf-8"))
        (draft / script.name).write_text(text, encoding="utf-8")
    shutil.rmtree(VENDOR, ignore_errors=True)
    draft.rename(VENDOR)


def free_style(css: str) -> tuple[str, set[str]]:
    """Gives a style sheet without what is licensed for gov.uk alone, and the icons it still uses.

    Icons are asked for beside the style sheet, under `images/`.
    """
    css = _FONT_FACE.sub("", _COMMENT.sub("", css))
    css = _CREST_RULE.sub("", css)
    css = css.replace("GDS Transport,arial,sans-serif", "Arial,sans-serif")
    return _IMAGE.sub(r"url(images/\1)", css), set(_IMAGE.findall(css))


if __name__ == "__main__":
    main()
