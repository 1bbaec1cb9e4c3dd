"""What the school's papers are called where somebody chooses one."""

from locales import N_
from rules.papers import PaperKind

PAPERS = {
    PaperKind.MONTH: N_("Report of the month"),
    PaperKind.HK1: N_("Report of the first term"),
    PaperKind.HK2: N_("Report of the second term"),
    PaperKind.YEAR: N_("Report of the school year"),
    PaperKind.SPONSORS: N_("Report on sponsors"),
    PaperKind.RISK: N_("Households with children at risk"),
    PaperKind.REQUEST: N_("Request to the commune, all cases decided so"),
    PaperKind.PLAN: N_("Plan of outreach and sponsors"),
    PaperKind.CREDIT: N_("Proof for commendation"),
    PaperKind.REGISTER: N_("Register of absences of the month"),
    PaperKind.SURVEY: N_("Survey of pupils who need support"),
}
