from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('procurement', '0012_scores_may_be_computed'),
    ]

    operations = [
        migrations.AlterField(
            model_name='criterion',
            name='method',
            field=models.CharField(blank=True, choices=[('pro_rata_lowest', 'The lowest figure earns all the marks, each other earns lowest ÷ figure of them'), ('pro_rata_highest', 'The highest figure earns all the marks, each other earns figure ÷ highest of them, and zero earns none'), ('around_mean', 'The mean of all figures earns half of the marks, each other one per cent of them more for each per cent below the mean, or less for each above it'), ('linear', 'In a straight line from the figure that earns no marks to the one that earns all of them')], max_length=30, verbose_name='formula'),
        ),
    ]
