from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("scoring", "0003_tallies")]

    operations = [
        # Whoever writes a score, and however: what it was meanwhile can't be lost.
        migrations.RunSQL(
            """
            CREATE FUNCTION keep_a_version_of_the_score() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO scoring_scoreversion (score_id, version, value, reasons, saved_at, was_in_conflict)
                VALUES (NEW.id, NEW.version, NEW.value, NEW.reasons, NEW.saved_at, false);
                RETURN NULL;
            END $$;
            CREATE TRIGGER the_first_save_is_a_version AFTER INSERT ON scoring_score
                FOR EACH ROW EXECUTE FUNCTION keep_a_version_of_the_score();
            CREATE TRIGGER each_later_save_is_a_version AFTER UPDATE ON scoring_score
                FOR EACH ROW WHEN ((OLD.value, OLD.reasons) IS DISTINCT FROM (NEW.value, NEW.reasons))
                EXECUTE FUNCTION keep_a_version_of_the_score();
            """,
            "DROP FUNCTION keep_a_version_of_the_score() CASCADE",
        ),
    ]
