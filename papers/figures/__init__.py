"""The registers that a school keeps and prints, as workbooks: in Vietnamese whoever asks, as offices want them."""
