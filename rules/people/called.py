"""How a child is called before its name or instead of it, and who is spoken to at the end of a sentence; folded."""

CHILD = ("em", "chau", "con", "be", "ban", "thang", "dua", "hs")
ADDRESSED = (
    "a", "ah", "e", "em", "co", "thay", "anh", "chi", "c", "bot", "ban", "b", "ad", "admin", "sep", "minh", "mn",
    "moi nguoi", "ca nha", "oi", "vay", "z", "the", "nhi", "nhe", "nha", "nhen", "hen", "he", "ha", "ta", "hong",
)  # fmt: skip
AT_THE_END = rf"(?: (?:{'|'.join(ADDRESSED)}))*"
