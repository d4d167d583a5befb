"""Makes small workbooks for tests: .xlsx (ECMA-376, SpreadsheetML) and .ods (OpenDocument 1.2)."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr


class Shown(NamedTuple):
    """A date, or a number of days, with a number format that is one of `CODES`."""

    value: datetime.date | float
    code: str


class Linked(NamedTuple):
    """A text with a link, which is made by a formula or not."""

    text: str
    address: str
    is_formula: bool = False


CODES = ("mmm yy", '[$-409]mmmm\\ "of" yyyy;@', "yyyy", "d mmm", "h:mm", "dd/mm/yyyy", "q yyyy")
Value = str | int | float | bool | datetime.date | datetime.time | datetime.timedelta | Shown | Linked | None
Rows = Sequence[Sequence[Value]]

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DATE, _DATE_TIME, _TIME, _HOURS = 1, 2, 3, 4  # styles of cells
_STYLES = (
    f"<styleSheet {_MAIN}><numFmts>"
    + "".join(f'<numFmt numFmtId="{164 + n}" formatCode={quoteattr(code)}/>' for n, code in enumerate(CODES))
    + '</numFmts><cellStyleXfs><xf numFmtId="17"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/>'
    '<xf numFmtId="22"/><xf numFmtId="20"/><xf numFmtId="46"/>'
    + "".join(f'<xf numFmtId="{164 + n}"/>' for n in range(len(CODES)))
    + "</cellXfs></styleSheet>"
)


def letters(column: int) -> str:
    """The name of a column, from 0: A, …, Z, AA, …"""
    return (letters(column // 26 - 1) if column >= 26 else "") + chr(ord("A") + column % 26)


def _serial(value: datetime.date, epoch: datetime.datetime) -> float:
    moment = value if isinstance(value, datetime.datetime) else datetime.datetime.combine(value, datetime.time())
    return (moment - epoch) / datetime.timedelta(days=1)


def _cell(at: str, value: Value, epoch: datetime.datetime) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, Linked) and value.is_formula:
        formula = escape(f'HYPERLINK("{value.address}", "{value.text}")')
        return f'<c r="{at}" t="str"><f>{formula}</f><v>{escape(value.text)}</v></c>'
    if isinstance(value, Linked):
        return _cell(at, value.text, epoch)
    if isinstance(value, bool):
        return f'<c r="{at}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, str) and value.startswith("#") and value.isupper():
        return f'<c r="{at}" t="e"><v>{escape(value)}</v></c>'
    if isinstance(value, str) and value.startswith("="):  # a formula with the text that it gave
        return f'<c r="{at}" t="str"><f>1+1</f><v>{escape(value[1:])}</v></c>'
    if isinstance(value, str):
        return f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    style = 0
    if isinstance(value, Shown):
        style = 5 + CODES.index(value.code)
        value = value.value if isinstance(value.value, int | float) else _serial(value.value, epoch)
    elif isinstance(value, datetime.date):
        style = _DATE_TIME if isinstance(value, datetime.datetime) else _DATE
        value = _serial(value, epoch)
    elif isinstance(value, datetime.time):
        style, value = _TIME, (value.hour * 60 + value.minute) / 1440
    elif isinstance(value, datetime.timedelta):
        style, value = _HOURS, value / datetime.timedelta(days=1)
    return f'<c r="{at}" s="{style}"><v>{value!r}</v></c>'


def sheet_xml(
    rows: Rows, merged: Sequence[str] = (), epoch: datetime.datetime = datetime.datetime(1899, 12, 30)
) -> str:
    body = "".join(
        f'<row r="{number}">{"".join(_cell(f"{letters(i)}{number}", one, epoch) for i, one in enumerate(row))}</row>'
        for number, row in enumerate(rows, 1)
    )
    ranges = "".join(f'<mergeCell ref="{area}"/>' for area in merged)
    if ranges:
        ranges = f"<mergeCells>{ranges}</mergeCells>"
    links = "".join(f'<hyperlink ref="{at}" r:id="l{number}"/>' for number, (at, _) in enumerate(_links(rows)))
    if links:
        links = f'<hyperlinks xmlns:r="{_REL}">{links}</hyperlinks>'
    return f"<worksheet {_MAIN}><sheetData>{body}</sheetData>{ranges}{links}</worksheet>"


def _links(rows: Rows) -> list[tuple[str, str]]:
    """The cell and the address of each link that is not made by a formula."""
    return [
        (f"{letters(column)}{number}", one.address)
        for number, row in enumerate(rows, 1)
        for column, one in enumerate(row)
        if isinstance(one, Linked) and not one.is_formula
    ]


def xlsx(
    sheets: Mapping[str, Rows | str], *, hidden: Sequence[str] = (), merged: Sequence[str] = (), from_1904: bool = False
) -> bytes:
    """A workbook. Each sheet is given by its rows or its XML, and has these ``merged`` ranges (``A1:B1``)."""
    epoch = datetime.datetime(1904, 1, 1) if from_1904 else datetime.datetime(1899, 12, 30)
    out = io.BytesIO()
    named = ""
    for number, name in enumerate(sheets, 1):
        state = ' state="hidden"' if name in hidden else ""
        named += f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="r{number}"{state}/>'
    relations = "".join(
        f'<Relationship Id="r{n}" Type="{_REL}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="a" Type="{_REL}/officeDocument"'
            ' Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook {_MAIN} xmlns:r="{_REL}"><workbookPr date1904="{int(from_1904)}"/><sheets>{named}</sheets>'
            "</workbook>",
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}<Relationship Id="s" Type="{_REL}/styles"'
            ' Target="styles.xml"/></Relationships>',
        )
        archive.writestr("xl/styles.xml", _STYLES)
        for number, rows in enumerate(sheets.values(), 1):
            xml = rows if isinstance(rows, str) else sheet_xml(rows, merged, epoch)
            archive.writestr(f"xl/worksheets/sheet{number}.xml", xml)
            links = () if isinstance(rows, str) else _links(rows)
            targets = "".join(
                f'<Relationship Id="l{n}" Type="{_REL}/hyperlink" TargetMode="External" Target={quoteattr(one)}/>'
                for n, (_, one) in enumerate(links)
            )
            if targets:
                relations = f'<Relationships xmlns="{_PACKAGE}/relationships">{targets}</Relationships>'
                archive.writestr(f"xl/worksheets/_rels/sheet{number}.xml.rels", relations)
    return out.getvalue()


_OPEN = "urn:oasis:names:tc:opendocument:xmlns"


_ODS_PARTS = {"q": "quarter", "y": "year", "m": "month", "d": "day", "h": "hours"}
_ODS_STYLES = "".join(
    f'<number:date-style style:name="N{n}">'
    + "".join(f"<number:{_ODS_PARTS[part]}/>" for part in dict.fromkeys(re.findall("(?<![a-z])[qymdh]", code)))
    + f'</number:date-style><style:style style:name="ce{n}" style:family="table-cell" style:data-style-name="N{n}"/>'
    f'<style:style style:name="child{n}" style:family="table-cell" style:parent-style-name="ce{n}"/>'
    for n, code in enumerate(CODES)
)


def _ods_cell(value: Value) -> str:
    if isinstance(value, Shown) and isinstance(value.value, datetime.date):
        return _ods_cell(value.value).replace("/>", f' table:style-name="child{CODES.index(value.code)}"/>')
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, bool):
        return f'<table:table-cell office:value-type="boolean" office:boolean-value="{str(value).lower()}"/>'
    if isinstance(value, datetime.date):
        return f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}"/>'
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    if isinstance(value, Linked):
        link = f'<text:a xlink:href={quoteattr(value.address)} xmlns:xlink="http://www.w3.org/1999/xlink">'
        text = f"<text:p>{link}{escape(value.text)}</text:a></text:p>"
        return f'<table:table-cell office:value-type="string">{text}</table:table-cell>'
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
    return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'


def ods_row(row: Sequence[Value], spanned: Mapping[int, int] = {}) -> str:
    """The XML of a row. ``spanned``: the cells, by their columns, that are merged over so many rows."""
    cells = list(map(_ods_cell, row))
    for column, rows in spanned.items():
        cells[column] = cells[column].replace(
            "<table:table-cell", f'<table:table-cell table:number-rows-spanned="{rows}"'
        )
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def ods(sheets: Mapping[str, Rows | str], *, manifest: str = "") -> bytes:
    """A workbook of OpenDocument. Each sheet is given by its rows or its XML."""
    empty = '<table:table-cell table:number-columns-repeated="16384"/>'
    tables = "".join(
        f"<table:table table:name={quoteattr(name)}>"
        + (rows if isinstance(rows, str) else "".join(map(ods_row, rows)))
        + f'<table:table-row table:number-rows-repeated="1048000">{empty}</table:table-row></table:table>'
        for name, rows in sheets.items()
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{_OPEN}:office:1.0" xmlns:table="{_OPEN}:table:1.0"'
            f' xmlns:text="{_OPEN}:text:1.0" xmlns:style="{_OPEN}:style:1.0" xmlns:number="{_OPEN}:datastyle:1.0">'
            f"<office:automatic-styles>{_ODS_STYLES}</office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet>"
            "</office:body></office:document-content>",
        )
        archive.writestr(
            "META-INF/manifest.xml",
            manifest
            or f'<manifest:manifest xmlns:manifest="{_OPEN}:manifest:1.0"><manifest:file-entry manifest:full-path="/"'
            f' manifest:media-type="{kind}"/></manifest:manifest>',
        )
    return out.getvalue()
