"""What the database's own door leaves open, in sentences for whoever looks after the installation."""

from accounts.domain.counts import counted
from accounts.domain.doors import digest_of
from accounts.models import key_ring
from accounts.postgres import doors
from accounts.postgres.base import tokens

MOST_NAMES = 5


def openings() -> list[str]:
    """Each way past the door that the database itself shows, with what to do; none if all is shut."""
    role, door = doors.role(), doors.door()
    found = []
    if role.is_superuser or role.bypasses_policies:
        found.append(
            f"The database's role “{role.name}” is {'a superuser' if role.is_superuser else 'above row security'}, for "
            "whom no row is shut. Let the product work as a role of its own: config/role.sql makes it."
        )
    if not door.is_sound:
        found.append("The database has no door, or it was changed: run migrate, which puts it up.")
    found += [
        f"{counted(len(names), *what)} can be read past the database's door: {_some(names)}. Run migrate, which shuts "
        "them; if this comes again, somebody has put a policy of their own there, which has to go."
        for names, what in ((door.tables, ("table", "tables")), (door.sequences, ("sequence", "sequences")))
        if names
    ]
    return found


def key_of_the_door() -> str:
    """Whose token opens the door, in a sentence."""
    known = doors.door().digests
    current, *older = (digest_of(token) for token in tokens())
    if current not in known:
        return "The database's door opens with an older key alone: run rotate_sealing_key."
    if set(known) - {current, *older}:
        return "The database's door opens with a key besides that is not given here: run migrate, which takes it out."
    also = ", and with an older key" if len(known) > 1 else ""
    return f"The database's door opens with the key {key_ring().number}{also}."


def _some(names: list[str]) -> str:
    rest = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    return ", ".join(names[:MOST_NAMES]) + rest
