"""What every Word file of a report has beside its text: A4 paper, styles of official papers, page numbers, Chinese as its language."""

from __future__ import annotations

from xml.sax.saxutils import escape

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TITLE_FONT, HEADING_FONT, BODY_FONT = "方正小标宋简体", "黑体", "仿宋"
# Where a computer has not got the first: what it takes instead.
_INSTEAD = {TITLE_FONT: "宋体", HEADING_FONT: "SimHei", BODY_FONT: "仿宋_GB2312", "楷体": "楷体_GB2312"}
# Margins as GB/T 9704 has them, in twentieths of a point: above, right, below, left.
PAGE = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rId2"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="1400" w:gutter="0"/></w:sectPr>'
)
# So many twips are between its margins.
ACROSS = 8844


def _fonts(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>'


def _style(name: str, title: str, paragraph: str, font: str, half_points: int, after: str = "Normal") -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{title}"/><w:basedOn w:val="Normal"/><w:next w:val="{after}"/><w:qFormat/>'
        f'<w:pPr>{paragraph}</w:pPr><w:rPr>{_fonts(font)}<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr></w:style>'
    )


_KEEP, _NO_INDENT = "<w:keepNext/><w:keepLines/>", '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
_INDENT = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
_CLOSE = '<w:spacing w:line="320" w:lineRule="exact"/>'
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_STYLES = (
    f'<w:styles xmlns:w="{_MAIN}"><w:docDefaults><w:rPrDefault><w:rPr>{_fonts(BODY_FONT)}<w:sz w:val="32"/><w:szCs w:val="32"/>'
    '<w:lang w:val="zh-CN" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
    f'<w:pPr><w:spacing w:line="560" w:lineRule="exact"/>{_INDENT}<w:jc w:val="both"/></w:pPr></w:style>'
    + _style(
        "Title",
        "Title",
        f'{_KEEP}<w:spacing w:after="240" w:line="640" w:lineRule="exact"/>{_NO_INDENT}<w:jc w:val="center"/>',
        TITLE_FONT,
        44,
    )
    + _style("Heading1", "heading 1", f'{_KEEP}<w:outlineLvl w:val="0"/>', HEADING_FONT, 32)
    + _style("Heading2", "heading 2", f'{_KEEP}<w:outlineLvl w:val="1"/>', "楷体", 32)
    + _style("Cell", "Cell", f'{_CLOSE}{_NO_INDENT}<w:jc w:val="left"/>', BODY_FONT, 21, "Cell")
    + _style("CellHead", "Cell Head", f'{_KEEP}{_CLOSE}{_NO_INDENT}<w:jc w:val="center"/>', HEADING_FONT, 21, "Cell")
    + _style("Footer", "footer", f'<w:spacing w:line="240" w:lineRule="auto"/>{_NO_INDENT}<w:jc w:val="center"/>', "宋体", 28, "Footer")
    + '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/></w:style>'
    f'<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{_BORDERS}</w:tblBorders>'
    '<w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr></w:tblStylePr></w:style></w:styles>'
)
_FOOTER = (
    f'<w:ftr xmlns:w="{_MAIN}"><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr><w:r><w:t xml:space="preserve">— </w:t></w:r>'
    '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple><w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>'
)
_FONT_TABLE = f'<w:fonts xmlns:w="{_MAIN}">' + "".join(
    f'<w:font w:name="{name}"><w:altName w:val="{instead}"/><w:charset w:val="86"/></w:font>' for name, instead in _INSTEAD.items()
)
_SETTINGS = f'<w:settings xmlns:w="{_MAIN}"><w:defaultTabStop w:val="420"/><w:themeFontLang w:val="zh-CN" w:eastAsia="zh-CN"/></w:settings>'
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_KIND}.document.main+xml"/>'
    + "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_KIND}.{kind}+xml"/>'
        for name, kind in (("styles", "styles"), ("footer1", "footer"), ("fontTable", "fontTable"), ("settings", "settings"))
    )
    + '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)


def _links(*targets: tuple[str, str]) -> str:
    told = "".join(f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>' for number, (kind, target) in enumerate(targets, 1))
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{told}</Relationships>'


# The list of parts comes first, as Word writes it.
PARTS = tuple(
    (name, (_HEAD + text).encode())
    for name, text in (
        ("[Content_Types].xml", _TYPES),
        (
            "_rels/.rels",
            _links(
                (f"{_OFFICE}/officeDocument", "word/document.xml"),
                (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            ),
        ),
        (
            "word/_rels/document.xml.rels",
            _links(
                *(
                    (f"{_OFFICE}/{kind}", f"{name}.xml")
                    for kind, name in (("styles", "styles"), ("footer", "footer1"), ("fontTable", "fontTable"), ("settings", "settings"))
                )
            ),
        ),
        ("word/fontTable.xml", f"{_FONT_TABLE}</w:fonts>"),
        ("word/footer1.xml", _FOOTER),
        ("word/settings.xml", _SETTINGS),
        ("word/styles.xml", _STYLES),
    )
)


def core(title: str, made_on: str) -> bytes:
    """What the file says of itself: no author, and the same day whenever it is made."""
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:language>zh-CN</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{made_on}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">{made_on}</dcterms:modified>'
        "</cp:coreProperties>"
    ).encode()


def document(body: str) -> bytes:
    """Its text as a part."""
    return f'{_HEAD}<w:document xmlns:w="{_MAIN}" xmlns:r="{_OFFICE}"><w:body>{body}{PAGE}</w:body></w:document>'.encode()
