from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("scoring", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="assignment",
            name="counts",
            field=models.BooleanField(
                default=False,
                editable=False,
                verbose_name="whether its member sits and declared no interest in the bidder; the database itself keeps this",
            ),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(
                fields=["member", "criterion"],
                condition=models.Q(("counts", True)),
                name="assignments_that_count",
            ),
        ),
        # Whatever is written to an assignment, it counts exactly if its member is cleared for its bid. The member's row
        # is held meanwhile, so that no declaration and no departure can slip in between.
        migrations.RunSQL(
            """
            CREATE FUNCTION keep_whether_an_assignment_counts() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                PERFORM FROM scoring_panelmember WHERE id = NEW.member_id FOR NO KEY UPDATE;
                NEW.counts = EXISTS (
                    SELECT FROM scoring_panelmember JOIN scoring_interestdeclaration declared
                        ON declared.member_id = scoring_panelmember.id
                    WHERE scoring_panelmember.id = NEW.member_id AND left_at IS NULL
                        AND declared.bid_id = NEW.bid_id AND declared.superseded_at IS NULL AND declared.interest = 'none'
                );
                RETURN NEW;
            END $$;
            CREATE TRIGGER an_assignment_knows_whether_it_counts BEFORE INSERT OR UPDATE ON scoring_assignment
                FOR EACH ROW EXECUTE FUNCTION keep_whether_an_assignment_counts();

            CREATE FUNCTION tell_assignments_of_a_declaration() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                PERFORM FROM scoring_panelmember WHERE id = NEW.member_id FOR NO KEY UPDATE;
                UPDATE scoring_assignment SET counts = NOT counts WHERE member_id = NEW.member_id AND bid_id = NEW.bid_id;
                RETURN NULL;
            END $$;
            CREATE TRIGGER assignments_hear_of_declarations AFTER INSERT OR UPDATE ON scoring_interestdeclaration
                FOR EACH ROW EXECUTE FUNCTION tell_assignments_of_a_declaration();

            CREATE FUNCTION tell_assignments_of_a_departure() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                UPDATE scoring_assignment SET counts = NOT counts WHERE member_id = NEW.id;
                RETURN NULL;
            END $$;
            CREATE TRIGGER assignments_hear_of_departures AFTER UPDATE OF left_at ON scoring_panelmember
                FOR EACH ROW WHEN (OLD.left_at IS DISTINCT FROM NEW.left_at)
                EXECUTE FUNCTION tell_assignments_of_a_departure();

            UPDATE scoring_assignment SET counts = NOT counts;
            """,
            """
            DROP FUNCTION keep_whether_an_assignment_counts() CASCADE;
            DROP FUNCTION tell_assignments_of_a_declaration() CASCADE;
            DROP FUNCTION tell_assignments_of_a_departure() CASCADE;
            """,
        ),
    ]
