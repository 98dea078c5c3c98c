"""The command line: arguments in, exit status out. No decisions are made here."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

import typer

from auditor import delivery
from auditor.errors import AuditError, UsageError
from auditor.plain_options import PlainCommand, PlainGroup


def _program() -> typer.Typer:
    return typer.Typer(
        name="audit",
        cls=PlainGroup,
        add_completion=False,
        no_args_is_help=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        help="审核政府信息公开工作年度报告。audit 报告.txt 等于 audit check 报告.txt。",
    )


app = _program()
COMMANDS = ("check", "batch", "web", "account", "compare", "decide", "export", "rule", "rules", "test", "self-check")
_GLOBAL_FLAGS = ("--help", "-h", "--version")
_SIGNS_OF_PATHS = frozenset("./\\:*?")
_FORMATS = "text、docx（批注）、html、xlsx、letter（整改意见）、csv、markdown、json、sarif 或 github"
_PROFILE = "本地要求：随工具的名称，或自己的文件（….toml）"
_STOPPED = 130
"""How programs end that somebody stopped with Ctrl-C."""


@app.command("check", help="审核一份或多份报告、文件夹、压缩包，“-”为标准输入（默认命令）。")
def check(
    paths: Annotated[list[str], typer.Argument(metavar="报告…", help="文件、文件夹、压缩包或 -", show_default=False)],
    output_format: Annotated[str, typer.Option("--format", help=_FORMATS)] = "text",
    output: Annotated[
        str | None, typer.Option("--output", "-o", help="写到文件（docx、letter 多份时是文件夹）而不是屏幕")
    ] = None,
    select: Annotated[str, typer.Option("--select", help="只用这些规则或类别，如 XRF,TAB006")] = "",
    ignore: Annotated[str, typer.Option("--ignore", help="不用这些规则或类别")] = "",
    fail_on: Annotated[str, typer.Option("--fail-on", help="error、warning、info 或 never：达到即以 1 退出")] = "error",
    previous: Annotated[str | None, typer.Option("--previous", help="同一机关上一年的报告")] = None,
    published: Annotated[str | None, typer.Option("--published", help="公布日期，如 2024-01-20")] = None,
    kind: Annotated[str, typer.Option("--kind", help="auto、department、government、township、subdistrict")] = "auto",
    rules: Annotated[list[str] | None, typer.Option("--rules", help="另加的规则文件夹")] = None,
    profile: Annotated[str | None, typer.Option("--profile", help=_PROFILE)] = None,
    preview: Annotated[bool, typer.Option("--preview", help="也用试行规则（不计分）")] = False,
    allow_undecided: Annotated[bool, typer.Option("--allow-undecided", help="有未能核对的部分也可以 0 退出")] = False,
    text: Annotated[bool, typer.Option("--text", help="json 里附全文")] = False,
    claims: Annotated[bool, typer.Option("--claims", help="列出正文每个数字对到哪一格")] = False,
    checks: Annotated[str | None, typer.Option("--checks", help="填过核查结果的 xlsx，带到新的 xlsx 里")] = None,
    lang: Annotated[str, typer.Option("--lang", help="zh 或 en")] = "zh",
) -> int:
    from auditor import checking

    request = checking.Request(
        paths=tuple(paths),
        output_format=output_format,
        output=output,
        select=_codes(select),
        ignore=_codes(ignore),
        fail_on=fail_on,
        previous=previous,
        published=published,
        kind=kind,
        rules=_rules(rules, profile),
        preview=preview,
        allow_undecided=allow_undecided,
        with_text=text,
        claims=claims,
        checks=checks,
        language=lang,
    )
    return checking.run(request)


@app.command("batch", help="审核一个文件夹里的全部报告，跨年、跨机关对照，排名；中断后再运行接着做。")
def batch(
    paths: Annotated[list[str], typer.Argument(metavar="文件夹…", help="文件夹、文件或压缩包", show_default=False)],
    output: Annotated[str, typer.Option("--output", "-o", help="结果文件夹")] = "审核结果",
    agencies: Annotated[
        str | None,
        typer.Option("--agencies", help="机关名单 xlsx 或 csv：机关名称、层级、上级机关、类别、联系方式、要求"),
    ] = None,
    store: Annotated[
        str | None, typer.Option("--store", help="结果库：文件名或 postgresql://…；不写则在结果文件夹里")
    ] = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", help="几个进程；0 为全部处理器")] = 0,
    time_limit: Annotated[float, typer.Option("--time-limit", help="每个文件最多几秒")] = 300,
    memory_limit: Annotated[int, typer.Option("--memory-limit", help="每个进程最多占多少 MB 内存")] = 2048,
    year: Annotated[int | None, typer.Option("--year", help="总表、文书用哪一年；不写为最近的、报告够多的一年")] = None,
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", help="Dask 调度器地址 tcp://…；各机器要看得到同一个文件夹")
    ] = None,
    select: Annotated[str, typer.Option("--select", help="只用这些规则或类别，如 XRF,TAB006")] = "",
    ignore: Annotated[str, typer.Option("--ignore", help="不用这些规则或类别")] = "",
    rules: Annotated[list[str] | None, typer.Option("--rules", help="另加的规则文件夹")] = None,
    profile: Annotated[str | None, typer.Option("--profile", help=_PROFILE)] = None,
    preview: Annotated[bool, typer.Option("--preview", help="也用试行规则（不计分）")] = False,
    lang: Annotated[str, typer.Option("--lang", help="zh 或 en")] = "zh",
) -> int:
    from auditor.batch import command

    request = command.Request(
        paths=tuple(paths),
        output=output,
        agencies=agencies,
        store=store,
        jobs=jobs,
        seconds=time_limit,
        megabytes=memory_limit,
        scheduler=scheduler,
        year=year,
        select=_codes(select),
        ignore=_codes(ignore),
        rules=_rules(rules, profile),
        preview=preview,
        language=lang,
    )
    return command.run(request)


@app.command("web", help="在浏览器里查看、核查、退回和跟踪报告。")
def web(
    folder: Annotated[
        str, typer.Argument(metavar="结果文件夹", help="audit batch 的结果文件夹，没有就新建")
    ] = "审核结果",
    store: Annotated[
        str | None, typer.Option("--store", help="结果库：文件名或 postgresql://…；不写则在结果文件夹里")
    ] = None,
    port: Annotated[int, typer.Option("--port", help="端口")] = 8733,
    host: Annotated[str, typer.Option("--host", help="在哪个地址上；不写则只有本机能打开")] = "127.0.0.1",
    login: Annotated[
        str, typer.Option("--login", help="link（一次性链接）、accounts（账号密码）或 proxy（由前面的代理认人）")
    ] = "link",
    who: Annotated[str, typer.Option("--who", help="用链接进来的人叫什么；不写为本机用户名")] = "",
    name: Annotated[list[str] | None, typer.Option("--name", help="别人用来打开的其他域名")] = None,
    proxy: Annotated[list[str] | None, typer.Option("--proxy", help="代理的地址；不写为 127.0.0.1")] = None,
    proxy_header: Annotated[str, typer.Option("--proxy-header", help="代理写明用户的请求头")] = "X-Remote-User",
    https: Annotated[bool, typer.Option("--https", help="别人只用 https 打开（由代理加密）")] = False,
    jobs: Annotated[int, typer.Option("--jobs", "-j", help="几个进程；0 为全部处理器")] = 0,
    rules: Annotated[list[str] | None, typer.Option("--rules", help="另加的规则文件夹")] = None,
    profile: Annotated[str | None, typer.Option("--profile", help=_PROFILE)] = None,
    lang: Annotated[str, typer.Option("--lang", help="zh 或 en（页面为中文）")] = "zh",
) -> int:
    from auditor.web import command

    request = command.Request(
        folder=folder,
        store=store,
        host=host,
        port=port,
        entrance=login,
        who=who,
        names=tuple(name or ()),
        proxies=tuple(proxy or ("127.0.0.1",)),
        proxy_header=proxy_header,
        secure=https,
        jobs=jobs,
        rules=_rules(rules, profile),
        language=lang,
    )
    return command.run(request)


@app.command("account", help="给一个人开账号、改角色或密码，供 audit web --login accounts 或 proxy 用。")
def account(
    name: Annotated[str, typer.Argument(metavar="姓名")],
    role: Annotated[str, typer.Option("--role", help="viewer（查看）、reviewer（核查）或 administrator（管理）")],
    folder: Annotated[str, typer.Option("--folder", help="结果文件夹")] = "审核结果",
    store: Annotated[str | None, typer.Option("--store", help="结果库：文件名或 postgresql://…")] = None,
    without_password: Annotated[bool, typer.Option("--without-password", help="只由代理认人，没有密码")] = False,
    lang: Annotated[str, typer.Option("--lang", help="zh 或 en")] = "zh",
) -> int:
    from auditor.web import accounts

    return accounts.run(accounts.Request(name, role, folder, store, without_password, lang))


@app.command("compare", help="报告重新报送以后，比较两次审核：已改、未改、新出现。")
def compare(
    old: Annotated[str, typer.Argument(metavar="前一次", help="报告或文件夹")],
    new: Annotated[str, typer.Argument(metavar="后一次", help="报告或文件夹")],
    output_format: Annotated[str, typer.Option("--format", help="text 或 json")] = "text",
    output: Annotated[str | None, typer.Option("--output", "-o", help="写到文件而不是屏幕")] = None,
    previous: Annotated[
        str | None, typer.Option("--previous", help="上一年的报告或文件夹；两个文件夹里有的不用写")
    ] = None,
    select: Annotated[str, typer.Option("--select", help="只用这些规则或类别，如 XRF,TAB006")] = "",
    ignore: Annotated[str, typer.Option("--ignore", help="不用这些规则或类别")] = "",
    kind: Annotated[str, typer.Option("--kind", help="auto、department、government、township、subdistrict")] = "auto",
    rules: Annotated[list[str] | None, typer.Option("--rules", help="另加的规则文件夹")] = None,
    profile: Annotated[str | None, typer.Option("--profile", help=_PROFILE)] = None,
    preview: Annotated[bool, typer.Option("--preview", help="也用试行规则")] = False,
    lang: Annotated[str, typer.Option("--lang", help="zh 或 en")] = "zh",
) -> int:
    from auditor import recheck

    request = recheck.Request(
        old,
        new,
        output_format,
        output,
        _codes(select),
        _codes(ignore),
        None if kind == "auto" else kind,
        _rules(rules, profile),
        preview,
        lang,
        previous,
    )
    return recheck.run(request)


@app.command("decide", help="把填在总表问题清单里的核查结果和备注记入结果库；以后各轮都带着。")
def decide(
    workbook: Annotated[str, typer.Argument(metavar="总表", help="audit batch 写的总表，填过核查结果")],
    store: Annotated[str, typer.Option("--store", help="结果库：文件名或 postgresql://…")],
    who: Annotated[str, typer.Option("--who", help="谁核查的")],
    lang: Annotated[str, typer.Option("--lang", help="zh 或 en")] = "zh",
) -> int:
    from auditor.batch import deciding

    return deciding.run(deciding.Request(workbook, store, who, lang))


@app.command("export", help="把结果库的各张表写成 Parquet 文件，供数据分析。")
def export(
    store: Annotated[str, typer.Argument(metavar="结果库", help="audit batch 的结果库：文件名或 postgresql://…")],
    folder: Annotated[str, typer.Argument(metavar="文件夹", help="写到哪里")],
    lang: Annotated[str, typer.Option("--lang", help="zh 或 en")] = "zh",  # noqa: ARG001 - errors use it
) -> int:
    from auditor.store.opening import open_store
    from auditor.store.parquet import export as write_tables

    for table, rows in write_tables(open_store(store, must_exist=True), Path(folder)).items():
        delivery.tell(f"{table}.parquet\t{rows}")
    return 0


@app.command("rule", help="显示一条规则的说明，如 audit rule TAB008。")
def rule(
    code: Annotated[str, typer.Argument(metavar="编号")],
    rules: Annotated[list[str] | None, typer.Option("--rules", help="另加的规则文件夹")] = None,
    profile: Annotated[str | None, typer.Option("--profile", help=_PROFILE)] = None,
    lang: Annotated[str, typer.Option("--lang", help="zh 或 en（说明页为中文）")] = "zh",
) -> int:
    from auditor import rulepages

    delivery.tell(rulepages.page(code, _rules(rules, profile), lang))
    return 0


@app.command("rules", help="列出全部规则。")
def list_rules(
    rules: Annotated[list[str] | None, typer.Option("--rules", help="另加的规则文件夹")] = None,
    profile: Annotated[str | None, typer.Option("--profile", help=_PROFILE)] = None,
    coverage: Annotated[bool, typer.Option("--coverage", help="逐条对照条例和格式：哪条由哪些规则查")] = False,
    lang: Annotated[str, typer.Option("--lang", help="zh 或 en")] = "zh",
) -> int:
    from auditor import rulepages

    chosen = _rules(rules, profile)
    delivery.tell(rulepages.coverage(chosen, lang) if coverage else rulepages.listing(chosen, lang))
    return 0


@app.command("test", help="运行规则说明页里的示例，如 audit test rules/。")
def test(
    folder: Annotated[str, typer.Argument(metavar="规则文件夹")],
    lang: Annotated[str, typer.Option("--lang", help="zh 或 en")] = "zh",
) -> int:
    from auditor import ruletest

    lines, passed = ruletest.run(Path(folder), lang)
    delivery.tell("\n".join(lines))
    return 0 if passed else 1


@app.command("self-check", help="这台电脑上是不是什么都齐了：规则、模型、LibreOffice、字体。")
def self_check(lang: Annotated[str, typer.Option("--lang", help="zh 或 en")] = "zh") -> int:
    from auditor import selfcheck

    return selfcheck.run(lang)


def _rules(folders: Sequence[str] | None, profile: str | None) -> tuple[Path, ...]:
    """Folders of further rules, and the file of a profile."""
    found = tuple(Path(folder) for folder in folders or ())
    if profile is None:
        return found
    from auditor.rulebook.profiles import profile_path

    return (*found, profile_path(profile))


def _codes(text: str) -> tuple[str, ...]:
    return tuple(code.strip().upper() for code in re.split("[,，]", text) if code.strip())


def _only(called: str) -> typer.Typer:
    """The program with the options of the command that is called; the others are listed by name and help only.

    Typer works out every option of every command at each start: a tenth of a second for a hundred options.
    """
    program = _program()
    for command in app.registered_commands:
        listed = command.callback if command.name == called and command.callback else _not_called
        program.command(command.name, cls=PlainCommand, help=command.help)(listed)
    return program


def _not_called() -> None:
    """Stands for a command of which only the name and help are shown."""


def _with_default_command(arguments: Sequence[str]) -> list[str]:
    """``audit report.txt`` is ``audit check report.txt``; a lone word that is neither file nor command is refused.

    The language may stand before the command: ``audit --lang en self-check``.
    """
    words = list(arguments)
    if not words:
        raise UsageError("no_input")
    if words[0] == "--lang" and len(words) > 2 and words[2] in COMMANDS:
        return [words[2], *words[:2], *words[3:]]
    if words[0] in COMMANDS or words[0] in _GLOBAL_FLAGS:
        return words
    first = words[0]
    if not first:
        raise UsageError("name_empty")
    bare_word = not _SIGNS_OF_PATHS.intersection(first) and not first.startswith("-")
    if bare_word and not os.path.exists(first):  # noqa: PTH110 - Path.exists fails for a name that is too long
        close = get_close_matches(first, COMMANDS, n=1, cutoff=0.6)
        raise UsageError("command_typo", word=first, close=close[0] if close else "")
    return ["check", *words]


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point of the console scripts; exits with 0, 1 or 2."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    delivery.prepare()
    sys.exit(_run(given, _language(given)))


def _language(arguments: Sequence[str]) -> str:
    for place, word in enumerate(arguments):
        if word == "--lang=en" or (word == "--lang" and arguments[place + 1 : place + 2] == ["en"]):
            return "en"
    return "zh"


def _run(arguments: Sequence[str], language: str) -> int:
    if list(arguments[:1]) == ["--version"]:
        from auditor.version import __version__

        delivery.tell(f"nianbao-audit {__version__}")
        return 0
    try:
        words = _with_default_command(arguments)
        return int(_only(words[0])(words, standalone_mode=False) or 0)
    except AuditError as error:
        return _refused(error, language)
    except BrokenPipeError:
        delivery.leave(sys.stderr)
        return 1
    except KeyboardInterrupt:
        return _STOPPED
    except Exception as error:
        if type(error).__name__ == "Abort":
            return _STOPPED
        from auditor.usage import as_usage_error

        usage = as_usage_error(error)
        if usage is None:
            raise
        return _refused(usage, language)


def _refused(error: AuditError, language: str) -> int:
    from auditor.messages import error_text

    delivery.warn(error_text(error, language))
    return 2


if __name__ == "__main__":
    main()
