"""Pictures as images that a document can carry within itself."""

import base64
import re

from django.template.loader import render_to_string

from spinouts.domain.pictures.bar_values import StackedBars
from spinouts.domain.pictures.placing import cut
from spinouts.domain.pictures.tree_values import OwnershipTree
from spinouts.domain.pictures.waterfall import Waterfall

Picture = OwnershipTree | StackedBars | Waterfall

SHEET_HEIGHT = 1250
"""A picture of at most so many pixels fits into 230 mm with its words still at 7 points."""
PIECE_HEIGHT = 500
"""A taller one comes in pieces, several of which share a sheet."""

_TEMPLATES: dict[type, str] = {
    OwnershipTree: "spinouts/pictures/_tree.svg",
    StackedBars: "spinouts/pictures/_stacked_bars.svg",
    Waterfall: "spinouts/pictures/_waterfall.svg",
}
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def picture_addresses(picture: Picture) -> tuple[str, ...]:
    """The picture as addresses of images that hold it: one, or several to be shown below each other if it is tall.

    For `<img>` in a PDF; "spinouts/pictures/_images.html" shows them.
    """
    most = SHEET_HEIGHT if picture.height <= SHEET_HEIGHT else PIECE_HEIGHT
    return tuple(
        f"data:image/svg+xml;base64,{base64.b64encode(_svg(picture, top, bottom).encode()).decode()}"
        for top, bottom in cut(picture.height, picture.cuts, most)
    )


def _svg(picture: Picture, top: int, bottom: int) -> str:
    context = {"picture": picture, "key": "picture", "sheet_top": top, "sheet_height": bottom - top}
    return _NOT_IN_XML.sub("", render_to_string(_TEMPLATES[type(picture)], context)).strip()
