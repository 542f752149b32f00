import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('scoring', '0013_scores_are_revealed_all_at_once'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='interestdeclaration',
            name='clears',
            field=models.BooleanField(default=False, editable=False, verbose_name='there is no interest, or somebody decided that its member may take part; the database itself keeps this'),
        ),
        migrations.AddField(
            model_name='interestdeclaration',
            name='will_own',
            field=models.BooleanField(blank=True, null=True, verbose_name='will own part of the company that is formed'),
        ),
        migrations.AddField(
            model_name='interestdeclaration',
            name='will_sit',
            field=models.BooleanField(blank=True, null=True, verbose_name='will sit on the board of the company that is formed'),
        ),
        migrations.CreateModel(
            name='InterestDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('may_take_part', models.BooleanField()),
                ('mitigation', models.TextField(blank=True, verbose_name='what is done about the interest')),
                ('reasons', models.TextField()),
                ('at', models.DateTimeField()),
                ('superseded_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('declaration', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='scoring.interestdeclaration')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('declaration',), name='one_decision_counts_on_a_declaration'), models.CheckConstraint(condition=models.Q(('may_take_part', False), models.Q(('mitigation', ''), _negated=True), _connector='OR'), name='who_may_take_part_does_so_on_terms')],
            },
        ),
        migrations.CreateModel(
            name='InterestEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.CharField(max_length=300, verbose_name='in whom')),
                ('part', models.CharField(max_length=100, verbose_name='what they are in the bid')),
                ('interest', models.CharField(choices=[('none', 'No interest'), ('actual', 'An actual conflict of interest'), ('potential', 'A potential conflict: it could arise'), ('perceived', 'A perceived conflict: a fair-minded person might think there is one')], max_length=20)),
                ('kind', models.CharField(choices=[('financial', 'Money: shares, a loan, a contract, or a gain or loss from who wins'), ('employment', 'Work: now or before, advice, or a job applied for'), ('office', 'An office: director, trustee, governor or member'), ('family', 'Family'), ('friendship', 'Friendship, or a falling-out'), ('political', 'Politics or a campaign'), ('other', 'Something else')], max_length=20)),
                ('details', models.TextField()),
                ('mitigation', models.TextField(blank=True, verbose_name='what its member proposes to do about it')),
                ('declaration', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='scoring.interestdeclaration')),
            ],
            options={
                'ordering': ['declaration', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('interest', 'none'), _negated=True), name='an_entry_of_a_declaration_is_an_interest')],
            },
        ),
        # Whether a declaration clears its member follows from it and from the decision on it that counts, whatever is
        # written. A decision touches its declaration, which tells the assignments, as each change of a declaration does.
        migrations.RunSQL(
            """
            CREATE FUNCTION keep_whether_a_declaration_clears() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                NEW.clears = NEW.interest = 'none' OR EXISTS (
                    SELECT FROM scoring_interestdecision
                    WHERE declaration_id = NEW.id AND superseded_at IS NULL AND may_take_part
                );
                RETURN NEW;
            END $$;
            CREATE TRIGGER a_declaration_knows_whether_it_clears BEFORE INSERT OR UPDATE ON scoring_interestdeclaration
                FOR EACH ROW EXECUTE FUNCTION keep_whether_a_declaration_clears();

            CREATE FUNCTION tell_a_declaration_of_a_decision() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                UPDATE scoring_interestdeclaration SET clears = NOT clears WHERE id = NEW.declaration_id;
                RETURN NULL;
            END $$;
            CREATE TRIGGER declarations_hear_of_decisions AFTER INSERT OR UPDATE ON scoring_interestdecision
                FOR EACH ROW EXECUTE FUNCTION tell_a_declaration_of_a_decision();

            UPDATE scoring_interestdeclaration SET clears = NOT clears;

            CREATE OR REPLACE FUNCTION keep_whether_an_assignment_counts() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                PERFORM FROM scoring_panelmember WHERE id = NEW.member_id FOR NO KEY UPDATE;
                NEW.counts = EXISTS (
                    SELECT FROM scoring_panelmember JOIN scoring_interestdeclaration declared
                        ON declared.member_id = scoring_panelmember.id
                    WHERE scoring_panelmember.id = NEW.member_id AND left_at IS NULL
                        AND declared.bid_id = NEW.bid_id AND declared.superseded_at IS NULL AND declared.clears
                );
                RETURN NEW;
            END $$;

            DROP TRIGGER declarations_are_superseded ON scoring_interestdeclaration;
            CREATE TRIGGER declarations_are_superseded BEFORE UPDATE ON scoring_interestdeclaration
                FOR EACH ROW WHEN ((OLD.member_id, OLD.bid_id, OLD.interest, OLD.details, OLD.at, OLD.will_own, OLD.will_sit)
                    IS DISTINCT FROM (NEW.member_id, NEW.bid_id, NEW.interest, NEW.details, NEW.at, NEW.will_own,
                        NEW.will_sit))
                EXECUTE FUNCTION refuse_to_rewrite_the_judging();
            CREATE TRIGGER entries_of_declarations_are_kept BEFORE UPDATE OR DELETE ON scoring_interestentry
                FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite_the_judging();
            CREATE TRIGGER decisions_on_interests_are_kept BEFORE DELETE ON scoring_interestdecision
                FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite_the_judging();
            CREATE TRIGGER decisions_on_interests_are_superseded BEFORE UPDATE ON scoring_interestdecision
                FOR EACH ROW WHEN ((OLD.declaration_id, OLD.may_take_part, OLD.mitigation, OLD.reasons, OLD.by_id, OLD.at)
                    IS DISTINCT FROM (NEW.declaration_id, NEW.may_take_part, NEW.mitigation, NEW.reasons, NEW.by_id, NEW.at))
                EXECUTE FUNCTION refuse_to_rewrite_the_judging();
            """,
            """
            DROP FUNCTION keep_whether_a_declaration_clears() CASCADE;
            DROP FUNCTION tell_a_declaration_of_a_decision() CASCADE;
            """,
        ),
    ]
