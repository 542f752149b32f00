import django.db.models.deletion
from django.db import migrations, models

import accounts.domain.references


def give_references(apps, schema_editor):
    Event = apps.get_model("spinouts", "HoldingEvent")
    for event in Event.objects.filter(reference=None):
        event.reference = accounts.domain.references.new_reference()
        event.save(update_fields=["reference"])
    # What is still to be checked would stand in the way of changing the table further.
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):

    dependencies = [
        ("spinouts", "0003_appraise_options_on_own_criteria"),
    ]

    operations = [
        migrations.AddField(
            model_name="jointventure",
            name="note_published_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="holdingevent",
            name="consents",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.RemoveConstraint(
            model_name="holdingevent",
            name="an_event_of_holding_is_corrected_once",
        ),
        migrations.AlterField(
            model_name="holdingevent",
            name="corrects",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrected_by",
                to="spinouts.holdingevent",
            ),
        ),
        # Each row gets a reference of its own before they must differ.
        migrations.AddField(
            model_name="holdingevent",
            name="reference",
            field=models.SlugField(editable=False, max_length=40, null=True, db_index=False),
        ),
        migrations.RunPython(give_references, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name="holdingevent",
            name="reference",
            field=models.SlugField(
                default=accounts.domain.references.new_reference, editable=False, max_length=40, unique=True
            ),
        ),
    ]
