"""What a bid holds is sealed. Each column is renamed, made anew as a sealed one, filled, and the plain one dropped."""

import accounts.models.sealed_fields as sealed
import accounts.models.sealed_files
import django.db.models.deletion
from accounts.domain import sealed_boxes
from accounts.domain.fingerprints import canonical
from accounts.models import SealedStorage, key_ring
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import migrations, models, transaction

COLUMNS = {
    "answer": {"text": sealed.SealedTextField(blank=True, default="")},
    "answerversion": {"text": sealed.SealedTextField(blank=True, default="")},
    "offer": {"typed": sealed.SealedJSONField(default=dict)},
    "offerversion": {"typed": sealed.SealedJSONField(default=dict)},
    "consortiummember": {
        "name": sealed.SealedCharField(max_length=300, default=""),
        "kind": sealed.SealedCharField(
            max_length=20,
            default="",
            choices=[("charity", "Charity"), ("private_firm", "Private firm"), ("social_investor", "Social investor")],
        ),
        "registered_number": sealed.SealedCharField(blank=True, max_length=40, default=""),
        "role": sealed.SealedCharField(
            max_length=20,
            default="member",
            choices=[
                ("member", "Member of the consortium"),
                ("associated", "Associated person: you rely on it to meet a condition"),
                ("subcontractor", "Subcontractor"),
            ],
        ),
        "share": sealed.SealedCharField(
            blank=True, max_length=20, default="", verbose_name="share of the work in percent, as typed"
        ),
        "part": sealed.SealedTextField(blank=True, default="", verbose_name="what it would do"),
        "email": sealed.SealedEmailField(
            blank=True, max_length=254, default="", verbose_name="whom to ask for its consent"
        ),
    },
    "biddocument": {
        "title": sealed.SealedCharField(max_length=200, default=""),
        "name": sealed.SealedCharField(max_length=255, default="", verbose_name="file name"),
        "sha256": sealed.SealedCharField(max_length=64, default=""),
        "reason": sealed.SealedTextField(blank=True, default="", verbose_name="why it was refused, or its check failed"),
    },
    "upload": {
        "title": sealed.SealedCharField(max_length=200, default=""),
        "name": sealed.SealedCharField(max_length=255, default="", verbose_name="file name"),
        "problem": sealed.SealedTextField(blank=True, default="", verbose_name="why it did not become a document"),
    },
    "receipt": {"facts": sealed.SealedJSONField(default=dict)},
    "lateattempt": {"content": sealed.SealedJSONField(default=dict)},
    "invitation": {"email": sealed.SealedEmailField(max_length=254, default="")},
}


def seal_columns(apps, schema_editor):
    for model, fields in COLUMNS.items():
        for row in apps.get_model("partners", model).objects.iterator():
            for name in fields:
                setattr(row, name, getattr(row, f"plain_{name}"))
            row.save(update_fields=list(fields))


def tag_invitations(apps, schema_editor):
    for row in apps.get_model("partners", "Invitation").objects.iterator():
        row.email_tag = key_ring().tags("partners.invitation", row.email.strip().casefold())[0]
        row.save(update_fields=["email_tag"])


def tag_uploads(apps, schema_editor):
    for row in apps.get_model("partners", "Upload").objects.iterator():
        row.mark = key_ring().tags("partners.upload", f"{row.mark}\n{row.name}")[0]
        row.save(update_fields=["mark"])


def seal_files(apps, schema_editor):
    storage = SealedStorage()
    for model in ("BidDocument", "LateAttempt"):
        rows = apps.get_model("partners", model).objects
        for row in rows.exclude(file="").only("file").iterator():
            plain = row.file.name
            with default_storage.open(plain) as file:
                name = storage.save(plain, file)
            rows.filter(pk=row.pk).update(file=name)
            # Only once the rows are safe do the plain files go.
            transaction.on_commit(lambda plain=plain: default_storage.delete(plain))


def seal_submissions(apps, schema_editor):
    """Those in competitions that are not open yet, and those that do not count."""
    keys = apps.get_model("procurement", "CompetitionKey").objects
    for row in apps.get_model("partners", "Submission").objects.select_related("bid__competition").iterator():
        private, public = sealed_boxes.new_pair()
        made = {"public_hex": public.hex(), "private_hex": private.hex()}
        key, _ = keys.get_or_create(competition_id=row.bid.competition_id, defaults=made)
        place = f"submission {row.number} of bid {row.bid.reference}"
        row.sealed = sealed_boxes.seal(canonical(row.content), bytes.fromhex(key.public_hex), place)
        if row.bid.competition.opened_at is None or row.superseded_at is not None:
            row.content = None
        row.save(update_fields=["sealed", "content"])


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_letters_are_sealed"),
        ("partners", "0007_consortia_are_confirmed"),
        ("procurement", "0005_competitions_have_keys"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint("consortiummember", "each_member_once_in_a_consortium"),
        migrations.RemoveConstraint("invitation", "one_open_invitation_per_email"),
        migrations.RemoveConstraint("upload", "one_unfinished_upload_of_a_file_of_a_bid"),
        *(
            operation
            for model, fields in COLUMNS.items()
            for name, field in fields.items()
            for operation in (
                migrations.RenameField(model, name, f"plain_{name}"),
                migrations.AddField(
                    model,
                    name,
                    field,
                    preserve_default=name == "role" or model in {"offer", "offerversion", "lateattempt"},
                ),
            )
        ),
        migrations.AddField(
            "invitation",
            "email_tag",
            models.CharField(max_length=64, default="", verbose_name="stands for the address, to be found by"),
            preserve_default=False,
        ),
        migrations.CreateModel(
            "ConsortiumVersion",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("members", sealed.SealedJSONField(default=list)),
                ("saved_at", models.DateTimeField()),
                (
                    "bid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consortium_versions",
                        to="partners.bid",
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={"ordering": ["bid", "-saved_at", "-pk"]},
        ),
        migrations.AddField(
            "submission",
            "sealed",
            models.BinaryField(default=b"", verbose_name="the content, sealed to the competition’s key"),
            preserve_default=False,
        ),
        migrations.AlterField(
            "submission",
            "content",
            models.JSONField(null=True, verbose_name="the content, once the bids are opened"),
        ),
        migrations.AlterField(
            "biddocument",
            "file",
            models.FileField(max_length=300, storage=accounts.models.sealed_files.SealedStorage(), upload_to=""),
        ),
        migrations.AlterField(
            "lateattempt",
            "file",
            models.FileField(
                blank=True, max_length=300, storage=accounts.models.sealed_files.SealedStorage(), upload_to=""
            ),
        ),
        migrations.RunPython(seal_columns),
        migrations.RunPython(tag_invitations),
        migrations.RunPython(tag_uploads),
        migrations.RunPython(seal_files),
        migrations.RunPython(seal_submissions),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE"),
        *(migrations.RemoveField(model, f"plain_{name}") for model, fields in COLUMNS.items() for name in fields),
        migrations.AlterField(
            "upload", "mark", models.CharField(max_length=64, verbose_name="stands for its name and content")
        ),
        migrations.AddConstraint(
            "upload",
            models.UniqueConstraint(
                condition=models.Q(ended_at=None),
                fields=("bid", "size", "mark"),
                name="one_unfinished_upload_of_a_file_of_a_bid",
            ),
        ),
        migrations.AddConstraint(
            "invitation",
            models.UniqueConstraint(
                condition=models.Q(accepted_at=None),
                fields=("organisation", "email_tag"),
                name="one_open_invitation_per_address",
            ),
        ),
    ]
