"""What somebody without the right to a command is told: families whom to call, the staff whom to ask."""


def refusal(phone: str) -> str:
    return "dành cho thầy cô" if phone.startswith("mẹ") else "không có quyền"
