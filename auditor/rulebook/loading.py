"""Rule packs from folders: typed, complete, and true to the layout, or refused with file and field."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

import msgspec

from auditor.document import Report
from auditor.errors import RuleFileError
from auditor.forms import form_files, load_forms
from auditor.layout import Layout
from auditor.rulebook.coherence import form_problem
from auditor.rulebook.overreach import check_overreach
from auditor.rulebook.placeholders import GIVEN, kind_of, unknown_placeholder
from auditor.rulebook.profiles import Profile, changed, is_profile, profile_of, stated_in, status_of
from auditor.rulebook.specs import GRADES, LOCAL, Basis, Rule
from auditor.rulebook.specs.numbers import IdentityCheck, MinimalRepair
from auditor.text.phrases import phrase_problem
from auditor.toml import converted, raw_in, table_of
from auditor.vocabulary import Vocabulary, load_vocabulary

_CODE = re.compile(r"[A-Z]{3}\d{3}")
_FILE = re.compile(r"([A-Z]{3}\d{3})-[a-z0-9-]+")
_REACHING = re.compile(r"\{\w*(?!:[^{}|]*\|[^{}|]*\})[.\[!:][^{}]*\}?")
"""A placeholder with an attribute, an index, a conversion or a width; the words of ``{count:cell|cells}`` are none."""


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All rules in the order of their codes, with the forms and the words that they speak of."""

    forms: tuple[Layout, ...]
    """The form in force first, then the earlier ones."""
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

    @property
    def layout(self) -> Layout:
        """The form in force, for what is asked of no particular report."""
        return self.forms[0]

    def form_of(self, report: Report) -> Layout:
        """The form by which a report was read."""
        return next((form for form in self.forms if form.id == report.form), self.layout)

    def basis_of(self, rule: Rule, report: Report, grade: str | None = None) -> Basis:
        """What a finding of a rule rests on: the profile's notice where no law asks for it, or else the notice of the
        form by which the report was read, where that is an earlier one than the rule's own.

        The clause goes then: it is one of the form in force.
        """
        if asked := self._notice_alone(rule, grade):
            return asked
        form = self.form_of(report)
        if form is self.layout or rule.basis.document != self.layout.document:
            return rule.basis
        return Basis(rule.basis.kind, form.document)

    def notice_beside(self, rule: Rule) -> str:
        """The profile's notice where it asks for more than what the rule rests on; empty where it does not.

        A rule that weighs apart what is asked locally rests on the notice there, and on the law alone elsewhere.
        """
        apart = any(grade.when == LOCAL for grade in rule.grade) or self._notice_alone(rule, None)
        return "" if apart else self._asked_in(rule)

    def _notice_alone(self, rule: Rule, grade: str | None) -> Basis | None:
        """The profile's notice where nothing else asks for what was missed: an earlier day, what no law asks for."""
        notice = self._asked_in(rule)
        if notice and grade == LOCAL:
            return Basis("local", notice)
        turned_on = self.profile is not None and rule.id in self.profile.on
        return Basis("local", notice, rule.basis.clause) if turned_on and rule.basis.kind == "local" else None

    def _asked_in(self, rule: Rule) -> str:
        """The notice by which the profile asks for what a rule checks; empty if it does not."""
        profile = self.profile
        asked = profile is not None and (rule.id in profile.on or rule.id in profile.rules)
        return profile.document if profile and asked else ""

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
    stated = stated_in(profiles[0]) if profiles else b""
    profile = profile_of(stated, profiles[0]) if profiles else None
    forms = load_forms(folder)
    vocabulary = load_vocabulary(folder / "claims.toml")
    rules: dict[str, Rule] = {}
    pages: dict[str, Path] = {}
    files: dict[str, Path] = {}
    replaced: dict[str, Path] = {}
    content: dict[str, bytes] = {}
    tables: dict[str, Mapping[str, object]] = {}
    for home, path in _rule_files([folder, *folders]):
        raw = raw_in(path)
        table = _table_of(raw, path)
        rule = _rule_of(table, path, forms)
        before = files.get(rule.id)
        _check_place(rule, path, home, before)
        if before is not None:
            replaced.setdefault(rule.id, before)
        rules[rule.id], files[rule.id], tables[rule.id] = rule, path, table
        content[rule.id] = path.name.encode() + raw
        page = path.with_suffix(".md")
        pages[rule.id] = page if page.is_file() else pages.get(rule.id, page)
    _validate_all(rules, files)
    if profile:
        _check_codes(profile, rules)
        rules = {code: _rule_under(rule, tables[code], files[code], forms, profile) for code, rule in rules.items()}
        _validate_all(rules, files)
    ordered = tuple(rules[code] for code in sorted(rules))
    version = _version(folder, [*(content[rule.id] for rule in ordered), stated])
    return Rulebook(forms, vocabulary, ordered, pages, version, folder, files, replaced, profile)


@lru_cache(maxsize=256)
def _table_of(raw: bytes, path: Path) -> Mapping[str, object]:
    """What a rule file says, read once as long as its bytes are the same: a round has a rulebook a profile."""
    return table_of(raw, path)


def _check_codes(profile: Profile, known: Collection[str]) -> None:
    """Refuse what a profile says of rules that there are not."""
    for code in (*profile.on, *profile.off, *profile.rules):
        if code not in known:
            close = get_close_matches(code, known, n=1)
            detail = f"no rule `{code}`" + (f" (did you mean `{close[0]}`?)" if close else "")
            raise RuleFileError("rule_file_invalid", path=str(profile.file), detail=detail)


def _rule_under(
    rule: Rule, table: Mapping[str, object], file: Path, forms: Sequence[Layout], profile: Profile | None
) -> Rule:
    """A rule, of which the file says ``table``, as a profile has it."""
    if profile is None:
        return rule
    if changes := profile.rules.get(rule.id):
        try:
            asked = _rule_of(changed(table, changes), file, forms)
        except RuleFileError as fault:
            detail = f"`rules.{rule.id}`: {fault.params.get('detail', '')}"
            raise RuleFileError(fault.code, **{**fault.params, "path": str(profile.file), "detail": detail}) from fault
        check_overreach(rule, asked, profile.file)
        rule = asked
    return msgspec.structs.replace(rule, status=status_of(rule.id, rule.status, profile))


def _version(folder: Path, rules: Sequence[bytes]) -> str:
    """A hash of the forms, their words, the scorecard and the rules in force, whatever folders they come from."""
    others = [folder / name for name in ("claims.toml", "scorecard.toml")]
    shared = [raw_in(path) for path in (*form_files(folder), *others)]
    return hashlib.sha256(b"".join([*shared, *rules])).hexdigest()[:12]


def with_rule(book: Rulebook, path: Path, raw: bytes) -> Rulebook:
    """A rulebook in which what a file would say stands for the rule of its code. Raises RuleFileError."""
    table = table_of(raw, path)
    rule = _rule_under(_rule_of(table, path, book.forms), table, path, book.forms, book.profile)
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


def _rule_of(table: Mapping[str, object], path: Path, forms: Sequence[Layout]) -> Rule:
    told = {name: value for name, value in table.items() if name != "kind"}
    kind, check = table.get("kind"), table.get("check", {})
    if not isinstance(kind, str) or not isinstance(check, dict):
        raise RuleFileError("rule_file_invalid", path=str(path), detail="`kind` is missing")
    told["check"] = {**check, "kind": kind}
    _refuse_strings(told, told["check"], path)
    try:
        rule = converted(told, Rule, path)
    except RuleFileError as fault:  # a file has the kind beside its check, not in it
        detail = str(fault.params["detail"]).replace(" - at `check.kind`", " - at `kind`")
        raise RuleFileError(fault.code, path=str(path), detail=detail) from fault
    _check_placeholders(rule, path)
    problem = _problem(rule, path, forms)
    if problem:
        raise RuleFileError("rule_file_invalid", path=str(path), detail=problem)
    return rule


def _check_placeholders(rule: Rule, path: Path) -> None:
    """Refuse words in braces that the check has nothing to fill in for. Raises RuleFileError."""
    unknown = unknown_placeholder(rule)
    if unknown is None:
        return
    field, word = unknown
    kind = kind_of(rule)
    known = [f"{{{name}}}" for name in GIVEN[kind]]
    params = {"field": field, "word": word, "kind": kind, "close": "".join(get_close_matches(word, known, n=1))}
    code = "rule_placeholder_unknown" if known else "rule_placeholder_none"
    raise RuleFileError(code, path=str(path), known="、".join(known), **params)


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


def _problem(rule: Rule, path: Path, forms: Sequence[Layout]) -> str | None:
    """What in a rule does not fit its file name, its basis or the forms."""
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
    return form_problem(rule.check, forms)


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
