import accounts.models.sealed_fields as sealed
from django.db import migrations

FIELDS = {
    "to": sealed.SealedEmailField(max_length=254, default=""),
    "subject": sealed.SealedCharField(max_length=300, default=""),
    "body": sealed.SealedTextField(default=""),
    "last_error": sealed.SealedTextField(blank=True, default=""),
}


def seal(apps, schema_editor):
    for letter in apps.get_model("accounts", "Letter").objects.iterator():
        for name in FIELDS:
            setattr(letter, name, getattr(letter, f"plain_{name}"))
        letter.save(update_fields=list(FIELDS))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_signing_keys")]

    operations = [
        *(migrations.RenameField("letter", name, f"plain_{name}") for name in FIELDS),
        *(migrations.AddField("letter", name, field, preserve_default=False) for name, field in FIELDS.items()),
        migrations.RunPython(seal),
        # What the rows that were sealed still have to be checked for, before the columns may change.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE"),
        *(migrations.RemoveField("letter", f"plain_{name}") for name in FIELDS),
    ]
