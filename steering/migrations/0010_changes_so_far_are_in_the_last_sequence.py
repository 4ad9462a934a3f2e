from django.db import migrations


class Migration(migrations.Migration):
    """Until now a meeting's sequence rose with nothing but changes that everybody was told of."""

    dependencies = [
        ("steering", "0009_the_sequence_of_the_last_change"),
    ]

    operations = [
        migrations.RunSQL(
            "UPDATE steering_meeting SET changed_in = sequence WHERE sequence > 0",
            migrations.RunSQL.noop,
        ),
    ]
