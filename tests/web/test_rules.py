"""Rules on the page: what they found, how right they were, an edited one tried, kept and taken back."""

from __future__ import annotations

import html
import re
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from auditor import api
from auditor.batch.pool import Limits, Stopped
from auditor.batch.running import run
from auditor.batch.work import AuditPiece, Done, Piece
from auditor.rulebook.editing import text_of
from auditor.store import questions
from auditor.store.decisions import Decision, Said, decide
from auditor.store.opening import writing
from auditor.tuning import own_rules
from auditor.web import command
from auditor.web.site import Site

from tests.batch.conftest import Heard, HereAndNow
from tests.web.conftest import FERRY, Client, client_of

STRICT = 'severity = "error"'
MILD = 'severity = "info"'


class Here(HereAndNow):
    """Stands for the processes of a trial."""

    def __init__(self, workers: int, setup: bytes, limits: Limits) -> None:
        super().__init__()
        assert (workers, limits.seconds) == (1, 20)
        self.hired(setup)


@pytest.fixture(autouse=True)
def without_processes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("auditor.web.trials.Pool", Here)
    monkeypatch.setattr("auditor.web.trials.warm_up", lambda: None)
    yield
    api.forget_rulebooks()


@pytest.fixture
def wanted(site: Site, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The rounds that were asked for; none begins."""
    asked: list[str] = []
    monkeypatch.setattr(site.rounds, "want", lambda: asked.append("round"))
    return asked


def say(site: Site, said: Said, why: str = "", rule: str = "XRF001") -> str:
    with site.engine.connect() as connection:
        (found,) = questions.found_in_year(connection, 2023, (rule,))
    with writing(site.engine) as connection:
        decide(connection, [Decision(FERRY, 2023, rule, found.fingerprint, said, why, "王敏")])
    return found.fingerprint


def row(client: Client, code: str) -> str:
    """A rule's row in the list of all, as a reader hears it."""
    rows = re.findall(r"<tr>.*?</tr>", client.get("/rules").text, re.DOTALL)
    (found,) = [item for item in rows if f'href="/rules/{code}"' in item]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", found)).split())


def edited(code: str, old: str, new: str) -> str:
    text = text_of(api.rulebook(), code)
    assert old in text
    return text.replace(old, new)


def finished(client: Client, code: str) -> str:
    """What the last answer of the polling says, tags aside."""
    for _ in range(200):
        answer = client.get(f"/rules/{code}/try/progress")
        if answer.status_code == 286:
            return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())
        time.sleep(0.05)
    raise AssertionError(answer.text)


def test_every_rule_stands_with_what_it_found_and_nothing_where_nobody_decided(site: Site) -> None:
    client = client_of(site, role="viewer")
    assert row(client, "XRF001") == "XRF001 新收申请数与表三不符 错误 正式 1"
    page = client.get("/rules").text
    assert page.count('<th scope="row" class="rule">') == len(api.rulebook().rules)
    assert '<a href="/findings?rule=XRF001&amp;year=2023">1</a>' in page
    assert re.findall(r'<th scope="col" class="figure">(\d+)</th>', page)[:2] == ["2023", "2022"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("confirmed", "属实 1 / 不属实 0 100%（21%～100%）"),
        ("corrected", "属实 1 / 不属实 0 100%（21%～100%）"),
        ("unfounded", "属实 0 / 不属实 1 0%（0%～79%）"),
        ("pending", ""),
        ("noted", ""),
    ],
)
def test_what_people_decided_is_told_as_a_share_with_its_interval(site: Site, said: Said, told: str) -> None:
    say(site, said)
    assert row(client_of(site), "XRF001") == f"XRF001 新收申请数与表三不符 错误 正式 1 {told}".rstrip()


def test_the_page_of_a_rule_leads_to_its_decisions_and_findings(site: Site) -> None:
    fingerprint = say(site, "unfounded", "口径不同 <b>")
    page = client_of(site).get("/rules/xrf001").text
    assert "<h1>XRF001 新收申请数与表三不符</h1>" in page
    assert re.search(rf'<a href="/agencies/\d+/2023#d-{fingerprint}">{FERRY}</a>', page)
    assert "<td>口径不同 &lt;b&gt;</td><td>王敏</td>" in page
    assert '<a class="button" href="/findings?rule=XRF001">报出的问题</a>' in page
    assert '<a class="button" href="/rules/XRF001/try">试改这条规则</a>' in page
    assert client_of(site, role="viewer").get("/rules/XRF001").text.count("/try") == 0
    assert client_of(site).get("/rules/XRF999").status_code == 404
    only = client_of(site).get("/rules/XRF001?said=confirmed").text
    assert FERRY not in only


def test_html_in_the_page_of_a_rule_is_shown_as_it_is_written(site: Site) -> None:
    own = site.settings.own_rules
    own.mkdir()
    shipped = api.rulebook().files["XRF001"]
    text = shipped.read_text(encoding="utf-8").replace(STRICT, f"{STRICT}\nreplaces = true")
    (own / shipped.name).write_text(text, encoding="utf-8")
    (own / shipped.name).with_suffix(".md").write_text("# 说明\n\n<script>1</script> [看](javascript:2)", "utf-8")
    page = client_of(site).get("/rules/XRF001").text
    assert "<h1>说明</h1>\n<p>&lt;script&gt;1&lt;/script&gt; [看](javascript:2)</p>" in page


def test_who_may_only_look_tries_nothing_and_only_an_administrator_keeps_rules(site: Site, wanted: list[str]) -> None:
    viewer, reviewer = client_of(site, role="viewer"), client_of(site)
    text = edited("XRF001", STRICT, MILD)
    assert viewer.get("/rules/XRF001/try").status_code == 403
    assert viewer.say("/rules/XRF001/try", edited=text, year=2023).status_code == 403
    assert reviewer.say("/rules/XRF001/keep", edited=text).status_code == 403
    assert reviewer.say("/rules/XRF001/drop").status_code == 403
    assert "存为本单位规则" not in reviewer.get("/rules/XRF001/try").text
    assert not site.settings.own_rules.exists()
    assert wanted == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("severity = \n", "规则文件有误：第 1 行第 12 个字符：值的写法不对（文字要加英文引号）"),
        (
            'severity = "error"\n[check]\ntopics = ["new_received"]\nforms = ["number"]\nfewest = 3\n',
            "规则文件有误：check：有不认识的项 fewest；",
        ),
        ('severity = "error"\nid = "XRF002"\n', "这里只能改 severity、[check] 和 [[grade]]，不能改 id"),
        ('severity = "error"\n[check]\ntopics = ["收……到……请"]\n', "规则文件有误：“收……到……请”里的 … 多于 3 个"),
        (f'severity = "error"\n[check]\ntopics = {"[" * 3000}\n', "第 1 行起的表或清单套了 20 层以上"),
    ],
)
def test_what_the_loader_refuses_comes_back_with_its_words_and_the_text(site: Site, text: str, told: str) -> None:
    client = client_of(site)
    answer = client.say("/rules/XRF001/try", edited=text, year=2023)
    assert answer.status_code == 422
    page = html.unescape(answer.text)
    assert f'<p class="warning" role="alert">XRF001-new-received.toml：{told}' in page
    assert f"required>\n{text}" in page
    assert site.trials.of("王敏") is None


def test_what_an_edited_rule_would_no_longer_say_comes_with_what_people_said(site: Site) -> None:
    fingerprint = say(site, "unfounded", "口径不同")
    client = client_of(site)
    text = edited("XRF001", 'topics = ["new_received", "received"]', 'topics = ["new_received"]')
    answer = client.say("/rules/XRF001/try", edited=text, year=2023)
    assert answer.headers["location"] == "/rules/XRF001/try?year=2023#results"
    told = finished(client, "XRF001")
    assert told.startswith("试完了：2 / 2 份。 会少掉 1 条，其中 1 条核查为不属实。 不变 0 条。")
    page = client.get("/rules/XRF001/try").text
    assert re.search(rf'<ol class="differing" id="list-vanished">.*#d-{fingerprint}">{FERRY} 2023</a>', page, re.DOTALL)
    assert '<li class="old"><span class="unseen">原来：</span>- topics' in page
    piece = client.get("/rules/XRF001/try/progress").text
    assert '<ol hx-swap-oob="beforeend:#list-vanished"><li>' in piece
    assert "list-vanished" not in client.get("/rules/XRF001/try/progress?seen=1").text
    assert "您试过" in client.get("/rules").text
    assert client_of(site, "李强").get("/rules/XRF001/try/progress").status_code == 404


def test_examples_of_the_page_that_no_longer_hold_are_told(site: Site) -> None:
    client = client_of(site)
    text = edited("XRF001", 'topics = ["new_received", "received"]', 'topics = ["received"]')
    client.say("/rules/XRF001/try", edited=text, year=2023)
    told = finished(client, "XRF001")
    assert re.search(r"说明页的示例有 \d+ 处不再符合( 应当报出而没有：第 \d+ 行)+$", told)


def test_a_rule_that_cannot_be_run_is_told_of_and_never_kept(
    site: Site, wanted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from auditor.kinds import claims

    def fails(*_: object) -> Iterator[object]:
        raise ZeroDivisionError

    monkeypatch.setattr(claims, "check", fails)
    admin = client_of(site, role="administrator")
    text = edited("XRF001", STRICT, MILD)
    admin.say("/rules/XRF001/try", edited=text, year=2023)
    assert "2 份没有试成" in finished(admin, "XRF001")
    answer = admin.say("/rules/XRF001/keep", edited=text, year=2023)
    assert answer.status_code == 422
    assert "规则 XRF001 运行出错（ZeroDivisionError: ）" in answer.text
    assert not site.settings.own_rules.exists()
    assert wanted == []


def test_numbers_have_fields_of_their_own(site: Site) -> None:
    client = client_of(site)
    page = client.get("/rules/SPC002/try").text
    assert re.findall(r'name="number-(\w+)" value="([^"]*)"', page) == [("least_mean", "1.5")]
    given = {"number-least_mean": "3", "before-least_mean": "1.5"}
    client.say("/rules/SPC002/try", edited=text_of(api.rulebook(), "SPC002"), year=2023, **given)
    assert finished(client, "SPC002").startswith("试完了：2 / 2 份。")
    trial = site.trials.of("王敏")
    assert trial is not None
    assert trial.asked.edited == text_of(api.rulebook(), "SPC002").replace("least_mean = 1.5", "least_mean = 3")


def test_a_rule_that_is_kept_holds_at_once_and_for_the_next_round_until_it_is_taken_back(
    site: Site, wanted: list[str]
) -> None:
    admin = client_of(site, role="administrator")
    answer = admin.say("/rules/XRF001/keep", edited=edited("XRF001", STRICT, MILD), year=2023)
    assert (answer.status_code, answer.headers["location"]) == (303, "/rules/XRF001")
    assert row(admin, "XRF001").startswith("XRF001 新收申请数与表三不符 本单位 与随工具的规则不同的地方")
    page = admin.get("/rules/XRF001").text
    assert '<li class="new"><span class="unseen">现在：</span>+ severity = &#34;info&#34;</li>' in page
    assert wanted == ["round"]
    assert severities(site) == [3]
    _next_round(site)
    assert severities(site) == [1]
    assert "总览要再审核一轮" not in admin.get(f"/reports/{_number(site)}").text
    assert admin.say("/rules/XRF001/drop").status_code == 303
    assert "本单位" not in row(admin, "XRF001")
    assert wanted == ["round", "round"]
    _next_round(site)
    assert severities(site) == [3]
    assert admin.say("/rules/XRF001/drop").status_code == 409


def test_nothing_is_kept_that_changes_nothing(site: Site, wanted: list[str]) -> None:
    admin = client_of(site, role="administrator")
    answer = admin.say("/rules/XRF001/keep", edited=text_of(api.rulebook(), "XRF001"))
    assert answer.status_code == 422
    assert "规则 XRF001 没有改动，不必保存" in answer.text
    assert wanted == []


def test_a_rule_kept_while_a_round_goes_on_is_never_taken_for_the_rule_of_that_round(site: Site) -> None:
    """The report is audited with the new rule under way, and once more by the next round."""

    class Meanwhile(HereAndNow):
        def done(self, pieces: Iterable[Piece]) -> Iterator[tuple[Piece, Done | Stopped]]:
            return super().done(map(self._after_keeping, pieces))

        def _after_keeping(self, piece: Piece) -> Piece:
            if isinstance(piece, AuditPiece):
                own_rules.keep(site.settings.own_rules, (), "XRF001", edited("XRF001", STRICT, MILD))
            return piece

    site.settings.own_rules.mkdir()
    with writing(site.engine) as connection:
        connection.exec_driver_sql("UPDATE reports SET audited_with = 'other'")
    run(command._round(site.settings), Heard(), "zh", Meanwhile().hired).dispose()
    assert severities(site) == [1]
    own_rules.drop(site.settings.own_rules, (), "XRF001")
    _next_round(site)
    assert severities(site) == [3]


def severities(site: Site) -> list[int]:
    with site.engine.connect() as connection:
        return [item.severity for item in questions.found_in_year(connection, 2023, ("XRF001",))]


def _next_round(site: Site) -> None:
    run(command._round(site.settings), Heard(), "zh", HereAndNow().hired).dispose()


def _number(site: Site) -> int:
    with site.engine.connect() as connection:
        agency = questions.agency_number(connection, FERRY)
        return questions.counted(connection, agency or 0, 2023) or 0


def test_a_spoilt_rule_of_the_office_is_refused_before_anybody_comes(folder: Path) -> None:
    from auditor.errors import RuleFileError

    from tests.web.conftest import site_of

    (folder / "本单位规则").mkdir()
    (folder / "本单位规则" / "LOC001-spoilt.toml").write_text("id = ", encoding="utf-8")
    with pytest.raises(RuleFileError):
        site_of(folder)
