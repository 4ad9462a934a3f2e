"""The design systems' files: complete, and free of what is licensed for gov.uk alone."""

import re

import pytest

from runtime import assets


@pytest.mark.parametrize("name", [path.name for path in (*assets.STYLES, *assets.SCRIPTS)])
def test_every_file_is_there_and_asks_for_no_source_map(name: str) -> None:
    text = (assets.VENDOR / name).read_text(encoding="utf-8")

    assert len(text) > 10_000
    assert "sourceMappingURL" not in text


@pytest.mark.parametrize("name", [path.name for path in assets.STYLES])
def test_styles_use_the_system_font_and_only_images_that_are_there(name: str) -> None:
    css = (assets.VENDOR / name).read_text(encoding="utf-8")

    assert "GDS" not in css
    assert "@font-face" not in css
    assert "crest.svg" not in css
    assert "font-family:Arial,sans-serif" in css
    assert css.count("{") == css.count("}")
    for image in re.findall(r"url\(([^)]*)\)", css):
        assert (assets.VENDOR / image).is_file()


def test_no_mark_of_the_crown_is_copied() -> None:
    names = [path.name for path in assets.VENDOR.rglob("*") if path.is_file()]

    assert not [name for name in names if re.search("crown|crest|logo|woff|opengraph", name)]


def test_a_rule_with_the_crest_goes_and_its_neighbours_stay() -> None:
    css, icons = assets.free_style(
        "a{color:red}b:before{background:url(/assets/images/govuk-crest.svg)}"
        "c{background:url(/assets/images/icon-tag.svg)}"
    )

    assert css == "a{color:red}c{background:url(images/icon-tag.svg)}"
    assert icons == {"icon-tag.svg"}
