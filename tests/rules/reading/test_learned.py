"""What taps have settled is put into a reading that leaves it open, and nowhere else."""

from rules.people.classes import ClassRef
from rules.reading.learned import Learned, class_meant, fits_only, further_names, leaves_open, with_pupils
from rules.reading.report import read_report
from tests.rules.reading.classroom import NOW, index

SITES = (ClassRef(1, "1A điểm trường Suối Lá"), ClassRef(2, "1A điểm trường Khe Mực"))
LISTS = {1: index("Hồ Văn Tơ", "Hồ Thị Riết"), 2: index("Đinh Văn Pơ", "Đinh Thị Riết")}


def test_a_name_two_sites_share_means_the_one_the_writer_chose() -> None:
    reading = read_report("1A vắng Riết", NOW, SITES, None, LISTS)
    assert leaves_open(reading)
    learned = Learned(classes={"1a": 2})
    further = further_names(reading, learned, SITES)
    (report,) = read_report("1A vắng Riết", NOW, (*SITES, *further), None, LISTS).reports
    assert report.class_id == 2
    assert further_names(read_report("1A Suối Lá vắng Riết", NOW, SITES, None, LISTS), learned, SITES) == ()


def test_a_class_nobody_named_is_the_usual_one_only_where_the_names_fit_no_other() -> None:
    learned = Learned(classes={"": 1})
    for text, fits in (("vắng Tơ", True), ("vắng Riết", False), ("vắng Pơ", False), ("vắng 2 em", False)):
        reading = read_report(text, NOW, SITES, None, LISTS)
        assert class_meant(reading, learned) == 1, text
        assert fits_only(read_report(text, NOW, SITES, 1, LISTS), LISTS) is fits, text


def test_words_in_brackets_of_a_name_of_several_are_learned_with_it_and_a_reason_is_none() -> None:
    listed = index("Phan Bảo Ngọc", "Trần Bảo Ngọc")
    known = (ClassRef(7, "7A"),)
    learned = Learned(pupils={(listed.roster.id, "bảo ngọc (lê)"): listed.roster.pupils[1].id})
    for text, pupils in (("7A vắng Bảo Ngọc (Lê) p", 1), ("7A vắng Bảo Ngọc p", 2), ("7A vắng Bảo Ngọc (ốm) p", 2)):
        reading = with_pupils(read_report(text, NOW, known, 7, {7: listed}), learned, {7: listed})
        assert [len(item.candidates) for one in reading.reports for item in one.items] == [pupils], text
