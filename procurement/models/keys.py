from django.db import models

from accounts.domain import sealed_boxes
from accounts.domain.sealing import CannotOpen
from accounts.models import SealedCharField
from procurement.models.competitions import Competition


class CompetitionKeyQuerySet(models.QuerySet["CompetitionKey"]):
    def of(self, competition: int) -> "CompetitionKey":
        """The key of the competition with that primary key; made now if it was published before there were keys."""
        private, public = sealed_boxes.new_pair()
        made = {"public_hex": public.hex(), "private_hex": private.hex()}
        return self.get_or_create(competition_id=competition, defaults=made)[0]


DIVIDED = (
    "The key of this competition is divided: it opens nothing until enough of those who hold a share have entered "
    "their codes after the deadline."
)


class CompetitionKey(models.Model):
    """The pair of keys to which the submissions in a competition are sealed. The private one is itself sealed.

    Where it is divided among people, there is none until they put it together.
    """

    competition = models.OneToOneField(Competition, models.PROTECT, related_name="key")
    public_hex = models.CharField("public key", max_length=64)
    private_hex = SealedCharField("private key", max_length=64, blank=True)

    objects = CompetitionKeyQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Key of {self.competition}"

    def seal(self, plain: bytes, place: str) -> bytes:
        return sealed_boxes.seal(plain, bytes.fromhex(self.public_hex), place)

    @property
    def is_held(self) -> bool:
        """Whether this installation has the private key."""
        return bool(self.private_hex)

    def open(self, sealed: bytes, place: str) -> bytes:
        """Raises CannotOpen, saying why, if it is not what was sealed for the place."""
        if not self.is_held:
            raise CannotOpen(DIVIDED)
        return sealed_boxes.open_box(sealed, bytes.fromhex(self.private_hex), place)
