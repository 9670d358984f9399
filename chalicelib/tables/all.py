"""Every model there is; infra and the local engine create what is listed here."""

from pynamodb.models import Model

from chalicelib.tables.agent import AgentTaskRow
from chalicelib.tables.beats import BeatRow
from chalicelib.tables.cases import CaseRow
from chalicelib.tables.catalogue import CatalogueRow, ImportRow
from chalicelib.tables.circulation import CirculationRow
from chalicelib.tables.consents import ConsentRow
from chalicelib.tables.conversations import ConversationRow
from chalicelib.tables.deliveries import DeliveryRow
from chalicelib.tables.documents import DocumentRow
from chalicelib.tables.erasures import ErasureRow
from chalicelib.tables.faq import FaqRow
from chalicelib.tables.gaps import GapRow
from chalicelib.tables.intents import IntentRow
from chalicelib.tables.ledger import LedgerRow
from chalicelib.tables.limits import CountRow
from chalicelib.tables.links import SpentLinkRow
from chalicelib.tables.readers import CardAttemptRow, ReaderRow
from chalicelib.tables.staff import AuditRow, SignInAttemptRow, StaffSessionRow, StaffUserRow
from chalicelib.tables.tokens import TokenRow

MODELS: tuple[type[Model], ...] = (
    AgentTaskRow,
    AuditRow,
    BeatRow,
    CardAttemptRow,
    CaseRow,
    CatalogueRow,
    CirculationRow,
    ConsentRow,
    ConversationRow,
    CountRow,
    DeliveryRow,
    DocumentRow,
    ErasureRow,
    FaqRow,
    GapRow,
    ImportRow,
    IntentRow,
    LedgerRow,
    ReaderRow,
    SignInAttemptRow,
    SpentLinkRow,
    StaffSessionRow,
    StaffUserRow,
    TokenRow,
)
