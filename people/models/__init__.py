"""Who we are: people, roles, teams, clients, projects, training, notifications."""

from people.models.client import AiPolicy, Client, Sector
from people.models.notification import Notification, NotificationSettings
from people.models.project import Project, ProjectMember, ProjectStatus
from people.models.role_assignment import RoleAssignment
from people.models.team import Team
from people.models.token import ApiToken
from people.models.training import Training, TrainingCompletion
from people.models.user import Profile, User, UserStatus

__all__ = [
    "AiPolicy",
    "ApiToken",
    "Client",
    "Notification",
    "NotificationSettings",
    "Profile",
    "Project",
    "ProjectMember",
    "ProjectStatus",
    "RoleAssignment",
    "Sector",
    "Team",
    "Training",
    "TrainingCompletion",
    "User",
    "UserStatus",
]
