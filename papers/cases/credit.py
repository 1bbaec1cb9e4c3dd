"""Proof for commendation: who went to the families, whom it brought back, and who reported in time, with the rule."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from msgspec import Struct

from locales import DEFAULT, speaking
from models.cases.credit import Credits, Reports, of_school
from models.figures.measured import Of
from models.school.letterhead import Letterhead
from papers.framed import Frame, framed
from papers.official import say, table

RULE = """\
Cách đếm: “lần đến nhà” là những lần thăm gia đình đã báo kết quả trong thời gian này;
“em trở lại” là học sinh có hồ sơ theo dõi kết thúc trong thời gian này vì đã đi học lại, sau khi người đó đến nhà;
“đúng giờ” là buổi báo sĩ số không muộn hơn {morning:%H:%M} (sáng), {afternoon:%H:%M} (chiều).
Việc hai người cùng làm được tính cho cả hai, tổng của trường đếm một lần.
Số liệu lấy từ việc đã ghi, không do người được đếm tự khai; không xếp hạng học sinh."""
PEOPLE = ("TT", "Họ và tên", "Lần đến nhà", "Em trở lại", "Buổi đã báo", "Đúng giờ")
CLASSES = ("Lớp", "Lần đến nhà", "Em trở lại sau khi thăm", "Buổi đã báo", "Đúng giờ")
PLACES = ("Nơi ở", "Lần đến nhà", "Em trở lại sau khi thăm", "Còn theo dõi")


class Proof(Struct, frozen=True, kw_only=True):
    """What was counted, and the names of classes, and of villages with their hamlets after each, in their order; `due`
    are the hours of reports.
    """

    credits: Credits
    classes: Mapping[int, str]
    places: Sequence[tuple[Of, int, str]]
    due: tuple[time, time]


def rule_words(due: tuple[time, time]) -> str:
    return " ".join(RULE.format(morning=due[0], afternoon=due[1]).split())


def credit_paper(proof: Proof, letterhead: Letterhead, day: date) -> bytes:
    """The .docx, in Vietnamese whoever asks."""
    with speaking(DEFAULT):
        found = proof.credits
        subject = f"Thành tích vận động học sinh từ ngày {found.first:%d/%m/%Y} đến ngày {found.last:%d/%m/%Y}"
        frame = Frame(kind="Tổng hợp", letters="TH", subject=subject, receivers=["Hội đồng thi đua", "Lưu: VT"])
        return framed(frame, letterhead, day, lambda document: _body(document, proof))


def _body(document: Any, proof: Proof) -> None:
    found = proof.credits
    visits, returned = of_school(found)
    total = found.total()
    say(document, f"Toàn trường đến nhà {visits} lần; {returned} em trở lại lớp sau khi được thăm; {_in_time(total)}.")
    say(document, rule_words(proof.due))
    say(document, "I. THEO NGƯỜI", bold=True)
    people = [
        [str(number), one.name, str(one.visits), str(one.returned), str(one.reports.made), str(one.reports.in_time)]
        for number, one in enumerate(found.people, 1)
    ]
    table(document, (1.1, 6.1, 2.3, 2.3, 2.3, 2.3), PEOPLE, people)
    say(document, "II. THEO LỚP", bold=True)
    table(document, (3, 3, 4.4, 3, 3), CLASSES, _classes(proof))
    say(document, "III. THEO NƠI Ở", bold=True)
    table(document, (6, 3, 4.4, 3), PLACES, _places(proof))
    say(document, "Trên đây là số liệu để hội đồng xem xét./.")


def _in_time(reports: Reports) -> str:
    return f"báo đúng giờ {reports.in_time}/{reports.made} buổi"


def _classes(proof: Proof) -> Sequence[Sequence[str]]:
    found, rows = proof.credits, []
    for id_, name in proof.classes.items():
        done, reports = found.outreach.get((Of.CLASS, id_)), found.reports.get(id_, Reports())
        figures = (done.visits if done else 0, done.returned_visited if done else 0, reports.made, reports.in_time)
        rows.append([name, *map(str, figures)])
    return rows


def _places(proof: Proof) -> Sequence[Sequence[str]]:
    """Where there was anything to follow."""
    places: list[tuple[Of, int | None, str]] = [*proof.places, (Of.VILLAGE, None, "Chưa rõ nơi ở")]
    known = [(name, proof.credits.outreach.get((of, id_))) for of, id_, name in places]
    return [[name, str(done.visits), str(done.returned_visited), str(done.still)] for name, done in known if done]
