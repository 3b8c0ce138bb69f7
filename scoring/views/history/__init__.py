"""历史导入: last years' registers, from the file to what became of it."""
