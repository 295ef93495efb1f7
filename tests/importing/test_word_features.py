"""What Word can do, feature by feature: read as it is seen on paper, or told in the import report; `docs/word-features.md` lists the same."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from gongkai.importing import command, readers
from gongkai.importing.readers.base.notice import Paragraph
from helpers.word_files import STRICT, WORD, cell, lists, numbered, paragraph, row, table, word_file

DOCS = Path(__file__).parents[2] / "docs/word-features.md"
KEPT, NAMED, BOTH = "读入", "写进报告", "读入，并写进报告"


@dataclass(frozen=True)
class Feature:
    """A feature of Word in a small document: the words that a reader of the paper sees, and those that the report tells with the reason."""

    name: str
    body: str
    seen: list[str | list[list[str]]]
    told: str = ""
    why: str = ""
    parts: dict[str, str] = field(default_factory=dict)

    @property
    def state(self) -> str:
        return KEPT if not self.why else BOTH if self.name in READ_AND_TOLD else NAMED


READ_AND_TOLD = {"修订：加上的文字", "单元格里的表格", "公式"}
DELETED = "修订时删去的文字，没有读入"
PICTURE = "图里的文字没有读入，有任务的请照着补上"
EMBEDDED = "没有读入，请打开它，把内容粘贴进来"


def run(words: str, look: str = "") -> str:
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}<w:t>{words}</w:t></w:r>"


def line(*pieces: str, properties: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{''.join(pieces)}</w:p>"


def code(*pieces: str, form: str = "") -> str:
    inside = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    return f"<w:r><w:fldChar w:fldCharType='begin'>{form}</w:fldChar></w:r>{inside}<w:r><w:fldChar w:fldCharType='separate'/></w:r>"


def control(content: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


END = "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
DRAWN = "<w:r><w:drawing><wp:inline xmlns:wp='urn:wp'>{}</wp:inline></w:drawing></w:r>"
COUNTED = lists(("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
TWO = [["甲", "乙"], ["丙", "丁"]]
SMALL = table(row(cell("甲"), cell("乙")), row(cell("丙"), cell("丁")))
HEADING = f'<w:style w:type="paragraph" w:styleId="h"><w:name w:val="heading 1"/><w:pPr>{numbered(1)}</w:pPr></w:style>'

FEATURES = [
    Feature(
        "自动编号（一、（一）1.）",
        "".join(paragraph("公开", numbered(1, depth)) for depth in (0, 1, 2, 2, 1)),
        ["一、公开", "（一）公开", "1.公开", "2.公开", "（二）公开"],
        parts={"numbering": COUNTED},
    ),
    Feature(
        "编号从中间的数开始",
        paragraph("公开", numbered(1)) + paragraph("公开", numbered(1)),
        ["十、公开", "十一、公开"],
        parts={
            "numbering": lists(
                ("chineseCounting", "%1、"), starts='<w:lvlOverride w:ilvl="0"><w:startOverride w:val="10"/></w:lvlOverride>'
            )
        },
    ),
    Feature(
        "标题样式带的编号",
        paragraph("公开", '<w:pStyle w:val="h"/>'),
        ["一、公开"],
        parts={"numbering": COUNTED, "styles": HEADING},
    ),
    Feature(
        "左右合并的单元格",
        table(row(cell("甲", '<w:gridSpan w:val="2"/>')), row(cell("丙"), cell("丁"))),
        [[["甲"], ["丙", "丁"]]],
    ),
    Feature(
        "上下合并的单元格",
        table(row(cell("甲", '<w:vMerge w:val="restart"/>'), cell("乙")), row(cell("", "<w:vMerge/>"), cell("丁"))),
        [[["甲", "乙"], ["丁"]]],
    ),
    Feature(
        "旧式的左右合并",
        table(row(cell("甲", '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>")), row(cell("丙"), cell("丁"))),
        [[["甲"], ["丙", "丁"]]],
    ),
    Feature(
        "左边缺格的行",
        table(row(cell("甲"), cell("乙")), row(cell("丁"), properties='<w:gridBefore w:val="1"/>')),
        [[["甲", "乙"], ["丁"]]],
    ),
    Feature(
        "竖排、转了方向的文字", table(row(cell("甲", '<w:textDirection w:val="tbRlV"/>'), cell("乙")), row(cell("丙"), cell("丁"))), [TWO]
    ),
    Feature("每页重复的表头", table(row(cell("甲"), cell("乙"), properties="<w:tblHeader/>"), row(cell("丙"), cell("丁"))), [TWO]),
    Feature("文字环绕的表格", SMALL.replace("<w:tblPr/>", '<w:tblPr><w:tblpPr w:tblpX="9"/></w:tblPr>'), [TWO]),
    Feature("只用来排版的表格", table(row(cell(paragraph("标题") + SMALL))), ["标题", TWO]),
    Feature("控件包着的行和格", table(control(row(cell("甲"), cell("乙"))), row(control(cell("丙")), cell("丁"))), [TWO]),
    Feature("内容控件", control(line(run("公开"), control(run("预算")))), ["公开预算"]),
    Feature("打勾的控件", line(control("<w:r><w:t>☑</w:t></w:r>", "<w:id/>"), run("公开")), ["☑公开"]),
    Feature(
        "旧式表单的勾选框和下拉框",
        line(
            code(form="<w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData>"),
            END,
            run("公开"),
            code(form="<w:ffData><w:ddList><w:result w:val='1'/><w:listEntry w:val='甲'/><w:listEntry w:val='乙'/></w:ddList></w:ffData>"),
            END,
        ),
        ["☑公开乙"],
    ),
    Feature(
        "文本框",
        line(
            run("框外"),
            "<w:r><mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent>{0}</w:txbxContent></wps:txbx></mc:Choice>"
            "<mc:Fallback><v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox></mc:Fallback></mc:AlternateContent></w:r>".format(
                paragraph("框里")
            ),
        ),
        ["框外", "框里"],
    ),
    Feature(
        "旧式文本框",
        line(f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{SMALL}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"),
        [TWO],
    ),
    Feature("艺术字", line('<w:r><w:pict><v:shape id="s"><v:textpath string="公开要点"/></v:shape></w:pict></w:r>'), ["公开要点"]),
    Feature("超链接", line(run("见"), f"<w:hyperlink>{run('政府网站')}</w:hyperlink>"), ["见政府网站"]),
    Feature(
        "域（日期、交叉引用、题注的号）",
        line(run("附件"), code("SEQ 附件"), run("1"), END, f"<w:fldSimple w:instr='DATE'>{run('2022年')}</w:fldSimple>"),
        ["附件12022年"],
    ),
    Feature("附件的题注", line(run("附件1：任务分工表"), properties='<w:pStyle w:val="caption"/>') + SMALL, ["附件1：任务分工表", TWO]),
    Feature("手动换行（软回车）", line(run("甲"), "<w:r><w:br/></w:r>", run("乙")), ["甲\n乙"]),
    Feature("制表符", line(run("甲"), "<w:r><w:tab/></w:r>", run("乙")), ["甲\t乙"]),
    Feature(
        "不间断和可选的连字符",
        line(run("2"), "<w:r><w:noBreakHyphen/></w:r>", run("3"), "<w:r><w:softHyphen/></w:r>", run("次")),
        ["2-3次"],
    ),
    Feature("插入的符号", line('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', run("公开")), ["☑公开"]),
    Feature("上标、下标", line(run("100m"), run("2", '<w:vertAlign w:val="superscript"/>')), ["100m2"]),
    Feature("首字下沉", line(run("公"), properties='<w:framePr w:dropCap="drop"/>') + paragraph("开预算"), ["公开预算"]),
    Feature(
        "加粗、颜色、着重号等样子",
        line(run("公", "<w:b/><w:em w:val='dot'/>"), run("开", "<w:color w:val='FF0000'/><w:outline/>")),
        ["公开"],
    ),
    Feature(
        "页眉、页脚里的文字",
        paragraph("正文"),
        ["某区文件", "正文", "内部资料"],
        parts={"header": paragraph("某区文件"), "footer": paragraph("内部资料")},
    ),
    Feature(
        "脚注",
        line(run("公开"), '<w:r><w:footnoteReference w:id="1"/></w:r>'),
        ["公开", "指主动公开"],
        parts={"footnotes": f'<w:footnote w:id="1">{paragraph("指主动公开")}</w:footnote>'},
    ),
    Feature(
        "尾注",
        line(run("公开"), '<w:r><w:endnoteReference w:id="1"/></w:r>'),
        ["公开", "指主动公开"],
        parts={"endnotes": f'<w:endnote w:id="1">{paragraph("指主动公开")}</w:endnote>'},
    ),
    Feature(
        "分节、横向的页", line(run("甲"), properties='<w:sectPr><w:pgSz w:orient="landscape"/></w:sectPr>') + paragraph("乙"), ["甲", "乙"]
    ),
    Feature("分栏", line(run("甲"), properties='<w:sectPr><w:cols w:num="2"/></w:sectPr>') + paragraph("乙"), ["甲", "乙"]),
    Feature("分页符", line(run("甲")) + line('<w:r><w:br w:type="page"/></w:r>') + paragraph("乙"), ["甲", "乙"]),
    Feature("智能标记、自定义标记", "<w:customXml>" + line(f"<w:smartTag>{run('公开')}</w:smartTag>") + "</w:customXml>", ["公开"]),
    Feature("修订：删去的段落标记", paragraph("做好", "<w:rPr><w:del/></w:rPr>") + paragraph("公开"), ["做好公开"]),
    Feature("“严格”格式的 .docx", SMALL, [TWO]),
    Feature("修订：加上的文字", line(run("于"), f"<w:ins>{run('七月')}</w:ins>"), ["于七月"], "七月", "修订时加上的文字，已经读入"),
    Feature(
        "修订：删去的文字",
        line(run("于"), "<w:del><w:r><w:delText>六月</w:delText></w:r></w:del>", run("七月")),
        ["于七月"],
        "六月",
        DELETED,
    ),
    Feature(
        "修订：移走的文字",
        line(f"<w:moveFrom>{run('先行')}</w:moveFrom>", run("公开")),
        ["公开"],
        "先行",
        "修订时移走的文字，在新的位置读入",
    ),
    Feature(
        "修订：删去的行",
        table(row(cell("甲"), cell("乙")), row(cell("废"), cell("止"), properties="<w:del/>"), row(cell("丙"), cell("丁"))),
        [TWO],
        "废止",
        DELETED,
    ),
    Feature("删除线", line(run("于"), run("六月", "<w:strike/>"), run("七月")), ["于七月"], "六月", "划了删除线的文字，没有读入"),
    Feature("隐藏的文字", line(run("公开"), run("暂缓", "<w:vanish/>")), ["公开"], "暂缓", "设为“隐藏”的文字，没有读入"),
    Feature(
        "隐藏的行",
        table(row(cell("甲"), cell("乙")), row(cell("暂"), cell("缓"), properties="<w:hidden/>"), row(cell("丙"), cell("丁"))),
        [TWO],
        "暂缓",
        "设为“隐藏”的一行，没有读入",
    ),
    Feature(
        "合并的格里藏着的文字",
        table(row(cell("甲", '<w:vMerge w:val="restart"/>'), cell("乙")), row(cell("看不见", "<w:vMerge/>"), cell("丁"))),
        [[["甲", "乙"], ["丁"]]],
        "看不见",
        "藏在合并单元格里看不见的文字，没有读入",
    ),
    Feature(
        "单元格里的表格",
        table(row(cell("公开预算决算情况"), cell(SMALL + paragraph("后"))), row(cell("丙"), cell("丁"))),
        [[["公开预算决算情况", "甲 乙\n丙 丁\n后"], ["丙", "丁"]]],
        "单元格里的表格",
        "每行读作一行字，请对照原文",
    ),
    Feature(
        "批注",
        line(run("公开"), '<w:r><w:commentReference w:id="0"/></w:r>'),
        ["公开"],
        "时限待定",
        "批注，没有读入",
        {"comments": f'<w:comment w:id="0">{paragraph("时限待定")}</w:comment>'},
    ),
    Feature(
        "目录",
        paragraph("一、公开……1", '<w:pStyle w:val="t"/>') + paragraph("正文"),
        ["正文"],
        "一、公开……1",
        "目录，只重复正文的标题",
        {"styles": '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="toc 1"/></w:style>'},
    ),
    Feature("图片", line(run("公开"), DRAWN.format("<a:blip xmlns:a='urn:a'/>")), ["公开"], "图片", PICTURE),
    Feature("图表", line(run("公开"), DRAWN.format("<c:chart xmlns:c='urn:c'/>")), ["公开"], "图表", "图里的文字没有读入"),
    Feature("SmartArt 图示", line(run("公开"), DRAWN.format("<dgm:relIds xmlns:dgm='urn:d'/>")), ["公开"], "SmartArt 图示", PICTURE),
    Feature(
        "公式",
        line(run("不少于"), "<m:oMath xmlns:m='urn:m'><m:r><m:t>2</m:t></m:r></m:oMath>", run("次")),
        ["不少于2次"],
        "公式",
        "只照读了里面的字，上下标和分数请对照原文",
    ),
    Feature(
        "嵌入的文件（对象）",
        line(run("公开"), "<w:r><w:object><o:OLEObject xmlns:o='urn:o'/></w:object></w:r>"),
        ["公开"],
        "嵌入的文件",
        EMBEDDED,
    ),
    Feature("嵌入的另一份文档", paragraph("公开") + "<w:altChunk/>", ["公开"], "嵌入的文件", EMBEDDED),
    Feature("链接的子文档", paragraph("公开") + line("<w:subDoc/>"), ["公开"], "链接的子文档", EMBEDDED),
    Feature(
        "水印",
        paragraph("公开"),
        ["公开"],
        "草稿",
        "水印，没有读入",
        {"header": line('<w:r><w:pict><v:shape id="PowerPlusWaterMarkObject1"><v:textpath string="草稿"/></v:shape></w:pict></w:r>')},
    ),
    Feature(
        "带圈的字、合并的字（域代码）",
        line(run("第"), code(r"eq \o\ac(○,", "壹)"), END, run("项")),
        ["第项"],
        r"eq \o\ac(○,壹)",
        "用域代码排的字（如带圈的字），没有读入",
    ),
    Feature(
        "拼音指南",
        line(f"<w:r><w:ruby><w:rt>{run('gōng')}</w:rt><w:rubyBase>{run('公')}</w:rubyBase></w:ruby></w:r>", run("开")),
        ["公开"],
        "gōng",
        "注音，没有读入",
    ),
    Feature(
        "控件里没有填写的提示",
        line(run("时限："), control(run("单击此处输入"), "<w:showingPlcHdr/>")),
        ["时限："],
        "单击此处输入",
        "控件里的提示，还没有填写",
    ),
    Feature(
        "项目符号",
        paragraph("公开", numbered(1)),
        ["公开"],
        "1 个项目符号",
        "不是文字，没有读入",
        {"numbering": lists(("bullet", "●"))},
    ),
    Feature(
        "认不出来的符号",
        line('<w:r><w:sym w:font="Wingdings" w:char="F0B1"/></w:r>', run("公开")),
        ["□公开"],
        "□",
        "符号字体里的符号，认不出来，写作“□”",
    ),
]
TOLD = [feature for feature in FEATURES if feature.why]
HEAD = ("序号", "工作任务", "责任单位", "完成时限")
ROWS = [
    ("1", "公开财政预算。", "县财政局", "2022年6月底前"),
    ("2", "公开就业信息。", "县人社局", "长期"),
    ("3", "公开招生政策。", "县教育局", "2022年8月底前"),
]
PLAN = paragraph("乙县2022年政务公开工作要点任务分工表") + table(*(row(*map(cell, texts)) for texts in (HEAD, *ROWS)))


@pytest.mark.sweep
@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: feature.name)
def test_what_is_seen_on_paper_is_read_and_the_rest_told(tmp_path, feature):
    kind = STRICT if "严格" in feature.name else WORD
    notice = readers.read(word_file(tmp_path / "a.docx", feature.body, word=kind, **feature.parts))
    seen = [block.text if isinstance(block, Paragraph) else [[cell.text for cell in row] for row in block.rows] for block in notice.blocks]

    assert seen == feature.seen
    assert [(left.text, left.why) for left in notice.remarks] == ([(feature.told, feature.why)] if feature.why else [])


def told_in(plan: dict) -> set[tuple[str, str]]:
    return {(left["text"], left["why"]) for left in plan["left_over"]}


@pytest.mark.sweep
@pytest.mark.parametrize("feature", TOLD, ids=lambda feature: feature.name)
def test_what_is_told_stands_in_json_and_in_the_report(tmp_path, feature):
    file = word_file(tmp_path / "通知.docx", PLAN + feature.body, **feature.parts)
    outcome = command.into_data(file, tmp_path / "data/yixian/2022")
    report = BeautifulSoup(outcome.files[tmp_path / "data/yixian/2022/import-report.html"].decode(), "html5lib")
    items = [re.sub(r"（原文第 \d+ 段）$", "", item.text) for item in report.select("li")]

    assert (feature.told, feature.why) in told_in(json.loads(command.as_plan_json(file).text))
    assert f"{feature.told}（{feature.why}）" in items


def test_the_table_of_features_lists_these_and_says_what_is_done():
    rows = re.findall(r"^\| (.+?) \| (.+?) \| (.*?) ?\|$", DOCS.read_text(encoding="utf-8"), re.MULTILINE)[1:]

    assert len(FEATURES) >= 40
    assert rows == [(feature.name, feature.state, feature.why) for feature in FEATURES]
