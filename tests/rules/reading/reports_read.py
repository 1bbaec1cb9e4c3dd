"""Reports of one small class, as they are read."""

MINH, DUNG, BINH = "Nguyễn Văn Minh", "Nguyễn Văn Dũng", "Nguyễn Văn Bình"
