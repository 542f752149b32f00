import accounts.models.sealed_fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("procurement", "0004_complete_counts")]

    operations = [
        migrations.CreateModel(
            name="CompetitionKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_hex", models.CharField(max_length=64, verbose_name="public key")),
                (
                    "private_hex",
                    accounts.models.sealed_fields.SealedCharField(max_length=64, verbose_name="private key"),
                ),
                (
                    "competition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="key",
                        to="procurement.competition",
                    ),
                ),
            ],
        ),
    ]
