"""Two envelopes: what of a bid may be read while the offers of its competition are closed."""

from collections.abc import Collection, Mapping
from typing import Any

from partners.domain.last_day import Deed

CLOSED = "It belongs to the offer, which is closed."


def first_envelope(content: Mapping[str, Any], offered: Collection[str]) -> dict[str, Any]:
    """The content of a submission without its offer, and without the files that were added for it.

    `offered` are the references of the criteria that a formula marks from the offer.
    """
    kept = {name: value for name, value in content.items() if name != "offer"}
    return kept | {"documents": [each for each in content["documents"] if each["criterion"] not in offered]}


def is_of_the_offer(kind: Deed, content: Mapping[str, Any], offered: Collection[str]) -> bool:
    """Whether what came late may tell of the offer: also a kit, which holds one, and a file of which only a part came.

    A file that was to be taken out is named by its title alone, so that too is kept back.
    """
    if kind is Deed.DOCUMENT:
        return content.get("criterion") in offered
    return kind in {Deed.OFFER, Deed.KIT, Deed.PART_OF_DOCUMENT, Deed.REMOVAL}
