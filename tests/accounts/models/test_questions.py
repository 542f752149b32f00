import pytest

from accounts.models import Council, CouncilMember, User
from accounts.models.questions import AsksTooEarly, Question, stand_in
from tests import world

ROLES_AT = Question(
    lambda user, council: (
        CouncilMember.objects.filter(user=stand_in(User, user), council__name=council)
        .select_related("user", "council")
        .order_by("pk")
    ),
    user=int,
    council=str,
)


def test_a_question_finds_what_its_query_set_finds_with_what_it_is_joined_to(
    officer, council, django_assert_num_queries
):
    found = ROLES_AT.ask(user=officer.pk, council=council.name)

    with django_assert_num_queries(0):
        told = [(each.role, each.user.name, each.council) for each in found]
    assert told == [("officer", officer.name, council)]


def test_what_was_asked_with_one_persons_key_is_asked_anew_with_anothers(officer, approver, council):
    both = [ROLES_AT.first(user=each.pk, council=council.name) for each in (officer, approver, officer)]

    assert [each.user for each in both] == [officer, approver, officer]
    assert ROLES_AT.first(user=officer.pk, council="Another Council") is None


def test_each_asking_is_one_query_and_sees_what_was_written_meanwhile(officer, council, django_assert_num_queries):
    ROLES_AT.ask(user=officer.pk, council=council.name)
    officer.council_roles.all().delete()

    with django_assert_num_queries(1):
        found = ROLES_AT.ask(user=officer.pk, council=council.name)

    assert found == []


def test_rows_and_single_values_come_as_the_query_set_gives_them(council):
    rows = Question(lambda name: Council.objects.filter(name=name).values_list("name", "pk"), name=str)
    names = Question(lambda name: Council.objects.filter(name=name).values_list("name", flat=True), name=str)

    assert (rows.ask(name=council.name), names.ask(name=council.name)) == ([(council.name, council.pk)], [council.name])


def test_a_key_that_looks_like_another_stays_in_its_place(council):
    twin = world.council("A council")
    question = Question(
        lambda first, second: Council.objects.filter(name=first).exclude(name=second).values_list("pk", flat=True),
        first=str,
        second=str,
    )

    found = question.ask(first=twin.name, second=question.stand_ins["first"])

    assert found == [twin.pk]


@pytest.mark.parametrize(
    "build",
    [
        lambda user: CouncilMember.objects.filter(user=user, council=Council.objects.get()),
        lambda user: CouncilMember.objects.filter(user=user, user__name=stand_in(User, user).name),
    ],
)
def test_a_question_that_asks_before_it_knows_the_key_is_none(build, council):
    with pytest.raises(AsksTooEarly):
        Question(build, user=int).ask(user=1)


def test_a_question_that_forgets_a_key_is_none(council):
    forgetful = Question(lambda user: CouncilMember.objects.filter(council=council), user=int)

    with pytest.raises(TypeError, match="does not depend on user"):
        forgetful.ask(user=1)
    with pytest.raises(TypeError, match="given user"):
        ROLES_AT.ask(user=1)
