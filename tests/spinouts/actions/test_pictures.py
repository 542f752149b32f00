import base64
from decimal import Decimal
from fractions import Fraction
from xml.etree import ElementTree as ET

import pytest
from django.template.loader import render_to_string

from accounts.actions.pdf import lay_out
from spinouts.actions.pictures import SHEET_HEIGHT, picture_addresses
from spinouts.domain.pictures.nodes import Node
from spinouts.domain.pictures.stacked_bars import stacked_bars
from spinouts.domain.pictures.tree import ownership_tree
from spinouts.domain.pictures.tree_values import Stake
from spinouts.domain.pictures.waterfall import Step, waterfall

SVG = "{http://www.w3.org/2000/svg}"
NASTY = 'Jones & <script>alert("x")</script> \x01 Ltd'


def tree(count=2, name=NASTY):
    owners = [Node(f"n{number}", name, "Partner", "partner") for number in range(count)]
    company = Node("company", "MyCSP", "Company", "company")
    stakes = [Stake(owner.reference, "company", "just over 25%", "50%", 1) for owner in owners]
    return ownership_tree("Who owns MyCSP", [*owners, company], stakes)


def bars():
    parties = [Node("a", NASTY, "Council", "council"), Node("b", "B", "Employees", "employees")]
    return stacked_bars("Over the years", parties, [("2027", {"a": Fraction(1, 3), "b": Fraction(2, 3)})])


def steps():
    return waterfall("Who gets what", [Step(NASTY, Decimal(100)), Step("Council", Decimal(-30), "council")])


PICTURES = [(tree(), "tree"), (bars(), "stacked_bars"), (steps(), "waterfall")]
every_picture = pytest.mark.parametrize(("picture", "template"), PICTURES, ids=[name for _, name in PICTURES])


def drawn(address):
    # Our own, made a moment ago.
    return ET.fromstring(base64.b64decode(address.removeprefix("data:image/svg+xml;base64,")))  # noqa: S314


@every_picture
def test_an_image_says_what_it_shows_and_holds_every_pattern_that_it_uses(picture, template):
    (address,) = picture_addresses(picture)

    root = drawn(address)
    patterns = {one.get("id") for one in root.iter(f"{SVG}pattern")}
    used = {one.get("fill") for one in root.iter(f"{SVG}rect")}
    assert root.find(f"{SVG}title").text == picture.title
    assert root.find(f"{SVG}desc").text == picture.alternative.replace("\x01", "")
    assert {fill.removeprefix("url(#").removesuffix(")") for fill in used if fill.startswith("url")} <= patterns
    assert any(fill.startswith("url") for fill in used)
    assert root.findall(f".//{SVG}script") == []


@every_picture
def test_a_page_shows_picture_and_table_without_style_or_script_and_with_its_own_names(picture, template):
    one, other = (
        render_to_string(f"spinouts/pictures/_{template}.html", {"picture": picture, "key": key}) for key in "ab"
    )

    assert 'aria-labelledby="a-title a-desc"' in one
    assert set(names(one)).isdisjoint(names(other))
    assert len(names(one)) == len(set(names(one)))
    assert f">{picture.title}</caption>" in one
    assert one.count('scope="col"') > 1
    assert one.count('scope="row"') == len(picture.rows)
    assert "<script" not in one
    assert "style=" not in one


def names(html):
    return [part.split('"')[0] for part in html.split(' id="')[1:]]


@every_picture
def test_a_pdf_shows_picture_and_table(picture, template):
    context = {"picture": picture, "addresses": picture_addresses(picture)}
    html = render_to_string(f"spinouts/pictures/_{template}_print.html", context)

    document = lay_out(f"<html lang='en'><title>Pictures</title>{html}</html>")

    assert len(document.pages) == 1
    assert document.write_pdf(pdf_variant="pdf/ua-1").startswith(b"%PDF")


def test_a_picture_too_tall_for_a_sheet_comes_in_pieces_that_show_all_of_it():
    tall = tree(40, "A name that is rather long, as those of many charities are " * 3)

    pieces = [drawn(address).get("viewBox").split() for address in picture_addresses(tall)]

    assert tall.height > SHEET_HEIGHT
    assert len(pieces) > 1
    assert [int(top) for _, top, _, _ in pieces] == [
        sum(int(height) for *_, height in pieces[:number]) for number in range(len(pieces))
    ]
    assert sum(int(height) for *_, height in pieces) == tall.height
