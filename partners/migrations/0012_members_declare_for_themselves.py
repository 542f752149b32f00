from django.conf import settings
from django.db import migrations, models

import accounts.domain.references
import accounts.models.sealed_fields
from accounts.models import key_ring


def fill_consents(apps, schema_editor):
    """Each its own reference, and what stands for its address."""
    for row in apps.get_model("partners", "Consent").objects.iterator():
        row.reference = accounts.domain.references.new_reference()
        row.email_tag = key_ring().tags("partners.consent", row.email.strip().casefold())[0]
        row.save(update_fields=["reference", "email_tag"])


def say_who_answered(apps, schema_editor):
    """The organisation for which each was answered; last of all, since its key is checked at the end."""
    organisations = apps.get_model("partners", "Organisation").objects
    for row in apps.get_model("partners", "Consent").objects.exclude(answered_at=None).iterator():
        row.organisation = organisations.filter(reference=row.answer["reference"]).first()
        row.save(update_fields=["organisation"])


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0011_intentions_and_reminders"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "consent", "reference", models.CharField(max_length=40, null=True, default=None, editable=False)
        ),
        migrations.AddField(
            "consent",
            "email_tag",
            models.CharField("stands for the address, to be found by", max_length=64, default=""),
            preserve_default=False,
        ),
        migrations.RunPython(fill_consents, migrations.RunPython.noop),
        migrations.AlterField(
            "consent",
            "reference",
            models.SlugField(
                max_length=40, unique=True, default=accounts.domain.references.new_reference, editable=False
            ),
        ),
        migrations.AddField(
            "consent",
            "organisation",
            models.ForeignKey("partners.organisation", models.PROTECT, null=True, blank=True, related_name="consents"),
        ),
        migrations.CreateModel(
            name="MemberDeclaration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reference",
                    models.SlugField(
                        default=accounts.domain.references.new_reference, editable=False, max_length=40, unique=True
                    ),
                ),
                (
                    "content",
                    accounts.models.sealed_fields.SealedJSONField(
                        verbose_name="the supplier information, as it was confirmed"
                    ),
                ),
                ("fingerprint", models.CharField(max_length=64, verbose_name="SHA-256 of the content")),
                ("is_shown", models.BooleanField(default=False, verbose_name="the lead member may read it")),
                ("at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "bid",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="member_declarations", to="partners.bid"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="member_declarations", to="partners.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ["bid", "at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("bid", "organisation"),
                        name="one_declaration_of_a_member_stands_in_a_bid",
                    )
                ],
            },
        ),
        migrations.RunPython(say_who_answered, migrations.RunPython.noop),
    ]
