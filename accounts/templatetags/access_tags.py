from django import template

from accounts import access
from accounts.models import User

register = template.Library()


@register.simple_tag
def may(user: User, permission: str, subject: object = None) -> bool:
    """`{% may user "partners.submit_bid" bid as can_submit %}`: the same question that the view asks."""
    return access.may(user, permission, subject)
