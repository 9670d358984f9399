"""What the catalogue says to readers and staff, and the words readers type at it."""

COLUMN_NAMES = {
    "编号": "id",
    "控制号": "id",
    "题名": "title",
    "书名": "title",
    "正题名": "title",
    "副题名": "subtitle",
    "作者": "authors",
    "责任者": "authors",
    "著者": "authors",
    "author": "authors",
    "译者": "translators",
    "出版社": "publisher",
    "出版者": "publisher",
    "年份": "year",
    "出版年": "year",
    "出版日期": "year",
    "date": "year",
    "isbn": "isbns",
    "分类号": "clc",
    "主题": "subjects",
    "主题词": "subjects",
    "语种": "language",
    "简介": "summary",
    "摘要": "summary",
    "丛书": "series",
    "卷册": "volume",
    "索书号": "call_number",
    "馆": "branch",
    "馆藏地": "branch",
    "楼层": "floor",
    "架位": "shelf",
    "条码": "barcode",
    "条码号": "barcode",
}
"""Column headings as libraries write them, and our name for each."""

JOINTS = ("的", "写的", "著的", "编的", "译的", "之")
"""What stands between an author and a title when both are written in one go."""
