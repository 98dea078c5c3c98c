"""Rule packs from folders: typed, complete, and true to the layout, or refused with file and field."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

import msgspec

from auditor.document import CellAddress
from auditor.errors import RuleFileError
from auditor.layout import Layout, load_layout
from auditor.rulebook.comparisons import cells_named
from auditor.rulebook.identities import parse_identity
from auditor.rulebook.profiles import Profile, changed, counting_as, is_profile, profile_of, status_of
from auditor.rulebook.specs import GRADES, Check, Rule, years
from auditor.rulebook.specs.form import AspectFigure, SectionBlank, SectionLength, SectionTitle, StatementCheck
from auditor.rulebook.specs.improvements import RiskReflection
from auditor.rulebook.specs.neighbours import RollUp
from auditor.rulebook.specs.numbers import (
    CategoryCheck,
    CellComparison,
    CellsTold,
    IdentityCheck,
    MinimalRepair,
    RoundNumbers,
)
from auditor.text.phrases import phrase_problem
from auditor.toml import raw_in, table_of
from auditor.vocabulary import Vocabulary, load_vocabulary

_CODE = re.compile(r"[A-Z]{3}\d{3}")
_FILE = re.compile(r"([A-Z]{3}\d{3})-[a-z0-9-]+")
_REACHING = re.compile(r"\{\w*[.\[!:][^{}]*\}?")
"""A placeholder with an attribute, an index, a conversion or a width."""
_UNKNOWN_FIELD = re.compile(r"unknown field `([^`]+)`")


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All rules in the order of their codes, with the form and the words that they speak of."""

    layout: Layout
    vocabulary: Vocabulary
    rules: tuple[Rule, ...]
    pages: dict[str, Path]
    version: str
    folder: Path
    files: dict[str, Path]
    replaced: dict[str, Path]
    """The shipped files that stand back for one of a further folder, by code."""
    profile: Profile | None = None
    """What an office asks beyond the form; the rules are already as it has them."""

    def rule(self, code: str) -> Rule | None:
        return next((rule for rule in self.rules if rule.id == code), None)

    def suggestions(self, code: str) -> list[str]:
        """Codes that look like a mistyped one."""
        return get_close_matches(code.upper(), [rule.id for rule in self.rules], n=1, cutoff=0.6)


def load_rulebook(folder: Path, extra: Sequence[Path] = ()) -> Rulebook:
    """The rules of a pack and of further folders (``--rules``), as a profile among them has them (``--profile``).

    Raises RuleFileError.
    """
    folders = [path for path in extra if not is_profile(path)]
    profiles = [path for path in extra if is_profile(path)]
    if len(profiles) > 1:
        raise RuleFileError("profile_twice", path=str(profiles[1]), other=str(profiles[0]))
    stated = raw_in(profiles[0]) if profiles else b""
    profile = profile_of(stated, profiles[0]) if profiles else None
    layout = load_layout(folder / "layout.toml")
    if profile:
        layout = msgspec.structs.replace(layout, kinds=counting_as(layout.kinds, profile.counts_as))
    vocabulary = load_vocabulary(folder / "claims.toml")
    rules: dict[str, Rule] = {}
    pages: dict[str, Path] = {}
    files: dict[str, Path] = {}
    replaced: dict[str, Path] = {}
    content: dict[str, bytes] = {}
    for home, path in _rule_files([folder, *folders]):
        raw = raw_in(path)
        rule = _load_rule(path, raw, layout)
        before = files.get(rule.id)
        _check_place(rule, path, home, before)
        if before is not None:
            replaced.setdefault(rule.id, before)
        rules[rule.id], files[rule.id], content[rule.id] = rule, path, path.name.encode() + raw
        page = path.with_suffix(".md")
        pages[rule.id] = page if page.is_file() else pages.get(rule.id, page)
    _validate_all(rules, files)
    ordered = tuple(rules[code] for code in sorted(rules))
    version = _version(folder, [*(content[rule.id] for rule in ordered), stated])
    book = Rulebook(layout, vocabulary, ordered, pages, version, folder, files, replaced)
    return _under(book, profile, profiles[0]) if profile else book


def _under(book: Rulebook, profile: Profile, path: Path) -> Rulebook:
    """A rulebook as a profile has it. Raises RuleFileError for what it says of rules that there are not."""
    known = {rule.id for rule in book.rules}
    for code in (*profile.on, *profile.off, *profile.rules):
        if code not in known:
            close = get_close_matches(code, known, n=1)
            detail = f"no rule `{code}`" + (f" (did you mean `{close[0]}`?)" if close else "")
            raise RuleFileError("rule_file_invalid", path=str(path), detail=detail)
    rules = {rule.id: _rule_under(rule, book, profile, path) for rule in book.rules}
    _validate_all(rules, book.files)
    return replace(book, rules=tuple(rules.values()), profile=profile)


def _rule_under(rule: Rule, book: Rulebook, profile: Profile, path: Path) -> Rule:
    changes = profile.rules.get(rule.id, {})
    if changes:
        file = book.files[rule.id]
        try:
            rule = _rule_of(changed(table_of(raw_in(file), file), changes), file, book.layout)
        except RuleFileError as fault:
            told = {**fault.params, "path": str(path), "detail": f"`rules.{rule.id}`: {fault.params.get('detail', '')}"}
            raise RuleFileError(fault.code, **told) from fault
    return msgspec.structs.replace(rule, status=status_of(rule.id, rule.status, profile))


def _version(folder: Path, rules: Sequence[bytes]) -> str:
    """A hash of the form, its words, the scorecard and the rules in force, whatever folders they come from."""
    shared = [raw_in(folder / name) for name in ("layout.toml", "claims.toml", "scorecard.toml")]
    return hashlib.sha256(b"".join([*shared, *rules])).hexdigest()[:12]


def with_rule(book: Rulebook, path: Path, raw: bytes) -> Rulebook:
    """A rulebook in which what a file would say stands for the rule of its code. Raises RuleFileError."""
    changes = book.profile.rules if book.profile else {}
    table = table_of(raw, path)
    rule = _rule_of(changed(table, changes.get(str(table.get("id")), {})), path, book.layout)
    rules = {known.id: known for known in book.rules}
    if rule.id not in rules:
        raise RuleFileError("rule_replaces_nothing", path=str(path), code=rule.id)
    rules[rule.id] = rule
    _validate_all(rules, {**book.files, rule.id: path})
    version = hashlib.sha256(book.version.encode() + raw).hexdigest()[:12]
    return replace(book, rules=tuple(rules.values()), version=version)


def _check_place(rule: Rule, path: Path, home: Path, before: Path | None) -> None:
    """A code stands once; a rule takes the place of another only where it says so, from a folder given later."""
    if before is None:
        if rule.replaces:
            raise RuleFileError("rule_replaces_nothing", path=str(path), code=rule.id)
        return
    if home in before.parents:
        raise RuleFileError("rule_twice", path=str(path), code=rule.id)
    if not rule.replaces:
        raise RuleFileError("rule_twice_elsewhere", path=str(path), code=rule.id, other=str(before))


def _rule_files(folders: Sequence[Path]) -> Iterator[tuple[Path, Path]]:
    """The rule files of folders, each with the folder that it was found in."""
    for folder in folders:
        if not folder.is_dir():
            raise RuleFileError("rules_folder_missing", path=str(folder))
        for path in sorted(folder.rglob("*.toml")):
            if _FILE.fullmatch(path.stem):
                yield folder, path


def _load_rule(path: Path, raw: bytes, layout: Layout) -> Rule:
    return _rule_of(table_of(raw, path), path, layout)


def _rule_of(table: dict[str, object], path: Path, layout: Layout) -> Rule:
    try:
        kind = table.pop("kind", None)
        check = table.setdefault("check", {})
        if not isinstance(kind, str) or not isinstance(check, dict):
            raise RuleFileError("rule_file_invalid", path=str(path), detail="`kind` is missing")
        check["kind"] = kind
        _refuse_strings(table, check, path)
        rule = msgspec.convert(table, Rule)
    except msgspec.ValidationError as error:
        raise RuleFileError("rule_file_invalid", path=str(path), detail=_with_suggestion(str(error))) from error
    problem = _problem(rule, path, layout)
    if problem:
        raise RuleFileError("rule_file_invalid", path=str(path), detail=problem)
    return rule


def _refuse_strings(table: object, check: object, path: Path) -> None:
    """Refuse strings that would do more than say something: a placeholder that is more than a name reaches into the
    program, or is as wide as it likes; a phrase of many ways takes for ever.
    """
    for text in _strings(table):
        if reaching := _REACHING.search(text):
            raise RuleFileError("rule_words_unknown", path=str(path), names=reaching[0][:40])
    for text in _strings(check):
        if problem := phrase_problem(text):
            raise RuleFileError("rule_file_invalid", path=str(path), detail=f"{problem} in `{text[:40]}`")


def _strings(value: object) -> Iterator[str]:
    """All strings of a table of TOML."""
    if isinstance(value, str):
        yield value
    members = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for member in members:
        yield from _strings(member)


def _with_suggestion(detail: str) -> str:
    match = _UNKNOWN_FIELD.search(detail)
    if not match:
        return detail
    known = [
        *Rule.__struct_fields__,
        "kind",
        "sections",
        "mention",
        "result",
        "topics",
        "forms",
        "phrases",
        "table",
        "identity",
    ]
    close = get_close_matches(match.group(1), known, n=1)
    return f"{detail} (did you mean `{close[0]}`?)" if close else detail


def _problem(rule: Rule, path: Path, layout: Layout) -> str | None:
    """What in a rule does not fit its file name, its basis or the layout."""
    match = _FILE.fullmatch(path.stem)
    if not _CODE.fullmatch(rule.id) or match is None or match.group(1) != rule.id:
        return f"`id` {rule.id} does not match the file name"
    if path.stem != f"{rule.id}-{rule.name}":
        return f"`name` {rule.name} does not match the file name"
    worst = [rule.severity, *(grade.severity for grade in rule.grade)]
    if "error" in worst and rule.basis.kind not in ("law", "format", "logic"):
        return f"an error needs a basis in law, format or logic, not `{rule.basis.kind}`"
    unknown = [grade.when for grade in rule.grade if grade.when not in GRADES]
    if unknown:
        return f"unknown grade `{unknown[0]}`; known: {', '.join(GRADES)}"
    return _layout_problem(rule, layout)


def _layout_problem(rule: Rule, layout: Layout) -> str | None:
    sections = {section.key for section in layout.section} | {"preamble"}
    for name in _sections_of(rule.check):
        if name not in sections:
            return f"`check`: no section `{name}` in the layout"
    match rule.check:
        case IdentityCheck(table=key, for_each=axis, identity=text):
            table = layout.table_spec(key)
            if table is None:
                return f"`check.table`: no table `{key}` in the layout"
            try:
                identity = parse_identity(text)
            except ValueError as error:
                return f"`check.identity`: {error}"
            find = table.column if axis == "row" else table.row
            wrong = [term for term in (*identity.left, *identity.right) if find(term) is None]
            return f"`check.identity`: no `{wrong[0]}` in table `{key}`" if wrong else None
        case CellComparison(case=cases):
            try:
                return _unknown_cell(cells_named([text for item in cases for text in item.when]), layout)
            except ValueError as error:
                return f"`check.case`: {error}"
        case _:
            return _unknown_cell(_cells_of(rule.check), layout) or _unknown_aspect(rule.check, layout)


def _unknown_aspect(check: Check, layout: Layout) -> str | None:
    if not isinstance(check, CellsTold | AspectFigure) or layout.aspect_spec(check.aspect):
        return None
    return f"`check.aspect`: no aspect `{check.aspect}` in the layout"


def _sections_of(check: Check) -> Sequence[str]:
    """The keys of sections that the options of a check name."""
    match check:
        case StatementCheck(sections=named, home=home):
            return (*named, home)
        case SectionLength(section=name) | SectionBlank(section=name):
            return (name,)
        case SectionTitle(accepted=accepted, elements=elements):
            return (*accepted, *(item.section for item in elements))
        case CategoryCheck(sections=named) | RoundNumbers(sections=named) | AspectFigure(sections=named):
            return named
        case _:
            return ()


def _cells_of(check: Check) -> Sequence[str]:
    """The cells that the options of a check name, as ``table.row.column``."""
    match check:
        case years.CarryChain(columns=columns):
            return [f"applications.carried_in.{column}" for column in columns]
        case years.StockChain(row=row):
            return [f"disclosure.{row}.in_force"]
        case years.VolumeJump(cells=cells):
            return [item.cell for item in cells]
        case years.PendingCases(stages=stages):
            return [cell for stage in stages for cell in (stage.pending, stage.total)]
        case RiskReflection(risk=risks):
            return [cell for risk in risks for cell in (*risk.cells, *risk.of)]
        case CategoryCheck(table=key, column=column, category=categories):
            return [f"{key}.{category.row}.{column}" for category in categories]
        case CellsTold(cells=told):
            return [item.cell for item in told]
        case RollUp(cells=cells):
            return cells
        case _:
            return ()


def _unknown_cell(cells: Sequence[str], layout: Layout) -> str | None:
    """The first of some ``table.row.column`` that the layout does not have, as a problem."""
    for cell in cells:
        parts = cell.split(".")
        if len(parts) != 3 or not layout.expand(CellAddress(*parts)):
            return f"`check`: no cell `{cell}` in the layout"
    return None


def _validate_all(rules: dict[str, Rule], files: dict[str, Path]) -> None:
    for code, rule in rules.items():
        _validate_references(rule, rules, files[code])


def _validate_references(rule: Rule, rules: dict[str, Rule], path: Path) -> None:
    if not isinstance(rule.check, MinimalRepair):
        return
    for code in rule.check.identities:
        named = rules.get(code)
        if named is None or not isinstance(named.check, IdentityCheck):
            raise RuleFileError(
                "rule_file_invalid", path=str(path), detail=f"`check.identities`: {code} is no identity"
            )
