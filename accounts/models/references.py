from django.db import models

from accounts.domain.references import new_reference


class Referenced(models.Model):
    """A row that has an address of its own."""

    reference = models.SlugField(max_length=40, unique=True, default=new_reference, editable=False)

    class Meta:
        abstract = True
