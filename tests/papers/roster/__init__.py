"""The roster workbook: right ones, wrong ones, and hostile ones."""
