"""Every model there is; infra and the local engine create what is listed here."""

from pynamodb.models import Model

from chalicelib.tables.conversations import ConversationRow
from chalicelib.tables.documents import DocumentRow
from chalicelib.tables.staff import AuditRow, SignInAttemptRow, StaffSessionRow, StaffUserRow

MODELS: tuple[type[Model], ...] = (
    ConversationRow,
    DocumentRow,
    StaffUserRow,
    StaffSessionRow,
    SignInAttemptRow,
    AuditRow,
)
