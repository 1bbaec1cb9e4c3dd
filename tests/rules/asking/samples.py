"""What people write who report nothing, by what they want; and reports that are like it."""

from rules.asking.intents import Intent

SAMPLES: dict[Intent, tuple[str, ...]] = {
    Intent.WORRY: ("cháu bỏ nhà đi từ tối qua rồi cô ơi", "em ấy đi lấy chồng", "nó không chịu đi học nữa"),
    Intent.THANKS: ("cảm ơn", "cảm ơn cô", "em cảm ơn thầy nhiều"),
    Intent.GREETING: ("alo", "xin chào", "chào buổi sáng"),
    Intent.NOTED: ("ok", "vâng", "đã rõ"),
    Intent.ANGRY: ("bot ngu", "đồ vô dụng", "chán quá"),
    Intent.STOP: ("đừng nhắn nữa", "không nhận tin nữa", "phiền quá"),
    Intent.WHO_ARE_YOU: ("bạn là ai", "số của ai", "có phải robot không"),
    Intent.HOW_TO: ("cách báo vắng", "hướng dẫn báo vắng", "báo vắng thế nào", "bot làm được gì"),
    Intent.TEACHERS: ("số cô chủ nhiệm", "số điện thoại chủ nhiệm 6A", "ai chủ nhiệm 6A", "gọi cho cô giáo"),
    Intent.DAY_OFF: ("mai toàn trường nghỉ vì bão", "mai cho học sinh nghỉ", "thứ 6 khối 7 nghỉ"),
    Intent.MAKE_UP: ("thứ 7 học bù", "ngày mai học bù"),
    Intent.ANNOUNCE: ("thông báo chiều nay họp", "nhắc phụ huynh đóng tiền", "gửi cho toàn trường lịch thi"),
    Intent.SILENT: ("lớp nào chưa báo", "ai chưa báo", "mấy lớp đã báo rồi"),
    Intent.LIMIT: ("em nào sắp quá 45 buổi", "học sinh nào nghỉ nhiều nhất"),
    Intent.CALLS: ("hôm nay cần gọi nhà nào", "gọi cho ai"),
    Intent.BOARDERS: ("em nào bán trú chưa vào", "nội trú có mấy em"),
    Intent.SPONSORS: ("tôi đỡ đầu em nào", "ai đỡ đầu em Lan"),
    Intent.CASES: ("em nào có nguy cơ bỏ học", "đang theo dõi em nào", "hồ sơ nào đang mở"),
    Intent.HAMLET: ("thôn Takta có em nào nghỉ không", "xem thôn Takta"),
    Intent.REPORT: ("gửi báo cáo tuần", "cho xem số liệu tháng này", "tỉ lệ chuyên cần"),
    Intent.PUPIL: ("em Bình nghỉ mấy buổi rồi", "em Bình lớp 6A thế nào rồi", "xem 6A Hồ Văn Bình"),
    Intent.FIGURES: (
        "ai vắng hôm nay", "hôm nay toàn trường vắng bao nhiêu em", "lớp mình có mấy em vắng", "6A đủ chưa",
        "hôm nay có ai nghỉ không", "sĩ số hôm nay thế nào",
    ),
    Intent.BACK: ("mai cháu đi học lại", "cháu khỏi bệnh rồi", "thứ 2 cháu đến lớp"),
    Intent.THERE: ("con tôi đi học rồi mà", "cháu có đi học mà cô", "con em đang ở trường", "sao báo con tôi vắng"),
    Intent.TRANSFER: ("em Bình chuyển trường rồi", "Bình 6A chuyển về trường Trà Mai", "em Bình xin chuyển trường"),
    Intent.CHANGE_CLASS: ("Bình chuyển sang lớp 6B", "em Bình chuyển lớp rồi"),
    Intent.CALENDAR: ("mai có học không", "tết nghỉ mấy ngày", "bao giờ thi học kỳ"),
    Intent.TASKS: ("hôm nay tôi phải làm gì", "việc của tôi"),
}  # fmt: skip
REPORTS = (
    "6A vắng Lan, Bình", "6A đủ", "6A không vắng em nào", "hôm nay lớp em không có bạn nào nghỉ",
    "6A vắng Bình không phép",
    "vắng Lan", "6A 2/8: Lan, Bình", "Bình nghỉ mấy hôm nay", "6A sĩ số 35/35", "báo cáo cô lớp 6A vắng Lan",
    "lớp 6A vắng 2 em", "dạ 6A vắng em Bình ạ", "em Bình nghỉ ốm", "6A k vắng ai", "cháu ốm không đi học được",
    "nhờ báo giúp 6A vắng Lan",
)  # fmt: skip
