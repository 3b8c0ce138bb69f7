"""Who: units, people, posts; and the log of what they did."""

from accounts.models.log import Event, Head
from accounts.models.notices import Notice
from accounts.models.people import Post, User
from accounts.models.roster import RosterChange
from accounts.models.units import Unit
from accounts.models.uploads import Upload

__all__ = ["Event", "Head", "Notice", "Post", "RosterChange", "Unit", "Upload", "User"]
