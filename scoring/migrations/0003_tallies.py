import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("procurement", "0001_initial"),
        ("scoring", "0002_assignments_know_whether_they_count"),
    ]

    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("done", models.PositiveIntegerField(editable=False)),
                ("total", models.PositiveIntegerField(editable=False)),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="procurement.criterion"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tallies", to="scoring.panelmember"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="tally",
            constraint=models.UniqueConstraint(fields=("member", "criterion"), name="one_tally_per_evaluator_and_criterion"),
        ),
        migrations.AddConstraint(
            model_name="tally",
            constraint=models.CheckConstraint(
                condition=models.Q(("done__lte", models.F("total"))), name="no_more_is_scored_than_counts"
            ),
        ),
        # What was touched is counted anew, so that a tally can't drift.
        migrations.RunSQL(
            """
            CREATE FUNCTION keep_the_tallies() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO scoring_tally (member_id, criterion_id, done, total)
                SELECT member_id, criterion_id, count(*) FILTER (WHERE counts AND is_scored), count(*) FILTER (WHERE counts)
                FROM (SELECT DISTINCT member_id, criterion_id FROM changed) AS touched
                    LEFT JOIN scoring_assignment USING (member_id, criterion_id)
                GROUP BY member_id, criterion_id
                ON CONFLICT (member_id, criterion_id) DO UPDATE SET done = EXCLUDED.done, total = EXCLUDED.total;
                RETURN NULL;
            END $$;
            CREATE TRIGGER tallies_hear_of_new_assignments AFTER INSERT ON scoring_assignment
                REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION keep_the_tallies();
            CREATE TRIGGER tallies_hear_of_changed_assignments AFTER UPDATE ON scoring_assignment
                REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION keep_the_tallies();
            CREATE TRIGGER tallies_hear_of_removed_assignments AFTER DELETE ON scoring_assignment
                REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION keep_the_tallies();

            INSERT INTO scoring_tally (member_id, criterion_id, done, total)
            SELECT member_id, criterion_id, count(*) FILTER (WHERE counts AND is_scored), count(*) FILTER (WHERE counts)
            FROM scoring_assignment GROUP BY member_id, criterion_id;
            """,
            "DROP FUNCTION keep_the_tallies() CASCADE",
        ),
    ]
