"""The prose of a report: five aspects, problems and measures, and what became of last year's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from random import Random

from tests.bench.province.chance import dice
from tests.bench.province.draft import Draft, Paragraph, Sentence
from tests.bench.province.figures import OUTCOMES
from tests.bench.province.names import Agency, locals_of, sectors
from tests.bench.province.pen import Hand, Pen, pairs, phrases
from tests.bench.province.told import Told, selves, title_of, words_of

_ASPECTS = ("主动公开", "依申请公开", "政府信息管理", "政府信息公开平台建设", "监督保障")
_LAYOUTS = ("heading", "inline", "plain", "ordinal")
_GROUPS = dict(zip(OUTCOMES, ("予以公开", "部分公开", "不予公开", "无法提供", "不予处理", "其他处理"), strict=True))
_ACCOUNTS = ("{s}{t}", "{t}{s}", "{s}{t}发布", "微{t}{s}", "{s}{t}在线", "{t}在{s}")
_GOVERNMENT_ACCOUNTS = ("{s}发布", "今日{s}", "{s}在线", "{s}微政务", "看{s}")
_MOST = 5
"""Problems of one year."""
_NOT_CHINESE = re.compile(r"[^\u4e00-\u9fff]")
_ORDINALS = "一二三四五六七八九"
_SECTIONS = ("overview", "disclosure", "applications", "disputes", "problems", "other")


def compose(told: Told) -> Draft:
    """The report, with nothing wrong in it but what the figures have."""
    return _Writing(told).draft()


def sentence_of(told: Told, part: str, topic: str, known: Mapping[str, str]) -> Sentence:
    """One more sentence in the hand of a report."""
    return _Writing(told).say(part, topic, known)


class _Writing:
    def __init__(self, told: Told) -> None:
        self.told = told
        self.agency, self.figures = told.agency, told.figures
        self.style = dice(told.seed, "style", told.writer.name)
        self.layout = self.style.choice(_LAYOUTS)
        self.large = self.agency.level in "省市" or self.agency.kind == "government"
        scale = {"省": 6.0, "市": 2.5, "县": 1.0, "乡": 0.6}[self.agency.level] * (3 if told.sums_up else 1)
        self.worded: set[str] = set()
        self.pen = Pen(self._known(), self._pools(), scale)

    def chance(self, topic: str) -> Random:
        """What decides on the build of the text, topic by topic: a copy is built alike whatever its figures."""
        return dice(self.told.seed, "shape", self.told.writer.name, self.told.words_of, topic)

    # ---- words ----

    def _known(self) -> dict[str, str]:
        agency, told = self.agency, self.told
        seat = agency.place if agency.level != "乡" else agency.county
        sector = sectors()[agency.sector]
        names = dice(told.seed, "account", agency.name)
        forms = _ACCOUNTS if agency.kind == "department" else _GOVERNMENT_ACCOUNTS
        return {
            "year": str(told.year),
            "last": str(told.year - 1),
            "next": str(told.year + 1),
            "us": agency.plain if self.style.random() < 0.5 else agency.name,
            "me": self.style.choice(selves(agency)),
            "site": f"{seat}人民政府门户网站" if self.style.random() < 0.5 else f"{seat}人民政府网站",
            "url": f"www.{names.randrange(16**6):06x}.example",
            "phone": agency.contact,
            "region": f"全{agency.place[-1]}",
            "level": agency.place[-1],
            "account": names.choice(forms).format(s=agency.stem, t=sector.short),
            "borrowed": f"{seat[:-1]}全媒",
            "short": sector.short,
            "ke": {"省": "处", "市": "科", "县": "股", "乡": "办"}[agency.level],
        }

    def _pools(self) -> dict[str, Sequence[str]]:
        sector = sectors()[self.agency.sector]
        pools: dict[str, Sequence[str]] = dict(phrases()["words"])
        if self.agency.level == "乡":
            pools["unit"] = pools["township_unit"]
        pools["local"] = locals_of(self.agency if self.told.own_numbers else self.told.writer, self.told.seed)
        return {**pools, "matter": sector.matters, "asked": sector.asked}

    def hand(self, topic: str) -> Hand:
        """Whose words and numbers a sentence on a topic gets."""
        told = self.told
        own = f"{told.seed}/{self.agency.name}/{told.numbers}"
        if told.own_share and dice(own, "own", topic).random() < told.own_share:
            return Hand(words_of(told.seed, self.agency, told.year, topic), own)
        lent = f"{told.seed}/{told.writer.name}/{told.words_of}"
        return Hand(words_of(told.seed, told.writer, told.words_of, topic), own if told.own_numbers else lent)

    def say(self, part: str, topic: str, known: Mapping[str, str] | None = None, number: int = 0) -> Sentence:
        """A sentence of a part of the report; ``number`` parts those on the same topic."""
        key = f"{part}.{topic}"
        place = f"{key}.{number}" if number else key
        hand = self.hand(place)
        templates = phrases()[part][topic]
        if number:
            templates = (self._fresh(templates, dice(hand.words, place)),)
        return Sentence(key, self.pen.write(hand, place, templates, known))

    def _fresh(self, templates: Sequence[str], draw: Random) -> str:
        """A wording that the report does not have yet."""
        template = next(one for one in draw.sample(templates, len(templates)) if one not in self.worded)
        self.worded.add(template)
        return template

    def several(self, part: str, topic: str, low: int, high: int) -> list[Sentence]:
        return [
            self.say(part, topic, number=number)
            for number in range(1, self.chance(f"{part}.{topic}").randint(low, high) + 1)
        ]

    # ---- the report ----

    def draft(self) -> Draft:
        agency, told = self.agency, self.told
        short = agency.level == "乡" and self.style.random() < 0.4
        sections: dict[str, tuple[Paragraph, ...]] = dict.fromkeys(_SECTIONS, ())
        sections["overview"] = tuple(self._overview())
        sections["problems"] = tuple(self._problems())
        sections["other"] = tuple(self._other())
        signature: tuple[str, ...] = ()
        if self.style.random() < 0.5:
            last = (1, 25) if agency.kind == "department" else (3, 24)
            day = dice(told.seed, "signed", agency.name, told.year)
            signature = (agency.name, f"{told.year + 1}年{day.randint(1, last[0])}月{day.randint(5, last[1])}日")
        title = title_of(agency, told.year, plain=short)
        return Draft(title, tuple(self._preamble()), sections, told.figures, signature)

    def _preamble(self) -> Iterator[Paragraph]:
        sentences = [self.say("preamble", topic) for topic in ("opening", "parts", "period", "address")]
        if self.told.sums_up is not None:
            sentences.insert(3, self.say("preamble", "together" if self.told.sums_up else "alone"))
        yield Paragraph(tuple(sentence for sentence in sentences if sentence.text))

    def _overview(self) -> Iterator[Paragraph]:
        if self.style.random() < 0.5:
            yield Paragraph((self.say("overview", "opener"),))
        aspects = (self._active(), self._request(), self._management(), self._platform(), self._supervision())
        for place, (name, sentences) in enumerate(zip(_ASPECTS, aspects, strict=True)):
            if self.layout == "heading":
                yield Paragraph((), f"（{_ORDINALS[place]}）{name}")
                yield Paragraph(tuple(sentences))
            elif self.layout == "inline":
                yield Paragraph(tuple(sentences), f"（{_ORDINALS[place]}）{name}。")
            elif self.layout == "plain":
                yield Paragraph(tuple(sentences), f"（{_ORDINALS[place]}）{name}情况。")
            else:
                yield Paragraph(tuple(sentences), f"{_ORDINALS[place]}是{name}。")

    def _active(self) -> Iterator[Sentence]:
        yield self.say("active", "count")
        yield from self.several("active", "matter", 2, 4 if self.large else 3)
        if self.large or self.chance("interpretation").random() < 0.6:
            yield self.say("active", "interpretation")
        if self.large or self.chance("response").random() < 0.5:
            yield from self.several("active", "response", 1, 2)
        named = zip(("行政许可", "行政处罚", "行政强制"), self.figures.decisions, strict=True)
        decisions = "、".join(f"{name}决定{count}件" for name, count in named if count)
        if decisions:
            yield self.say("active", "decisions_many" if self.told.sums_up else "decisions", {"decisions": decisions})

    def _request(self) -> Iterator[Sentence]:
        new, carried = self.figures.total("new_received"), self.figures.total("carried_in")
        if not new and not carried:
            yield self.say("request", "none")
            yield self.say("request", "open")
        else:
            yield from self._received(new)
            if self.told.detail != "number":
                yield from self._handled(carried)
            yield from self.several("request", "topics", 1, 2)
            yield self.say("request", "procedure")
        yield from self._disputes()

    def _received(self, new: int) -> Iterator[Sentence]:
        prior = self.told.prior.total("new_received") if self.told.prior else new
        growth = ""
        likely = {"number": 0.0, "totals": 0.0, "growth": 1.0, "free": 0.6}[self.told.detail]
        if new and prior and new != prior and self.chance("growth").random() < likely:
            known = {"prior": str(prior), "change": str(abs(new - prior))}
            growth = self.say("request", "more" if new > prior else "fewer", known).text
        many = self.told.sums_up
        if new:
            yield self.say("request", "new_many" if many else "new", {"new": str(new), "growth": growth})
        else:
            yield Sentence("request.new", "没有新收政府信息公开申请。")

    def _handled(self, carried: int) -> Iterator[Sentence]:
        figures = self.figures
        if carried:
            yield self.say("request", "carried_in", {"carried_in": str(carried)})
        handled, waiting = figures.total("handled_total"), figures.total("carried_out")
        if handled:
            told = self.say("request", "handled", {"handled": str(handled)})
            yield replace(told, text=told.text + ("" if waiting else "。"))
        if waiting:
            late = self.say("request", "carried_out", {"carried_out": str(waiting)})
            yield replace(late, text=late.text if handled else late.text.removeprefix("，"))
        if self.told.detail == "totals":
            return
        groups = {key: figures.total(*OUTCOMES[key]) for key in OUTCOMES}
        if handled > 1 and self.chance("outcomes").random() < 0.75:
            listed = "、".join(f"{_GROUPS[key]}{count}件" for key, count in groups.items() if count)
            yield self.say("request", "outcomes", {"list": listed})
        persons, everybody = figures.row("new_received")[0], figures.total("new_received")
        if persons and persons < everybody and self.chance("applicants").random() < 0.5:
            known = {"persons": str(persons), "bodies": "法人和其他组织", "count": str(everybody - persons)}
            yield self.say("request", "applicants", known)

    def _disputes(self) -> Iterator[Sentence]:
        review, *suits = self.figures.suits
        count = sum(row[-1] for row in suits)
        if not review[-1] and not count:
            yield self.say("request", "neither")
            return
        if review[-1]:
            named = zip(("结果维持", "结果纠正", "其他结果", "尚未审结"), review, strict=False)
            listed = "、".join(f"{name}{number}件" for name, number in named if number)
            parts = self.told.detail == "free" and self.chance("results").random() < 0.5 and review[-1] > 1
            results = f"，{listed}" if parts else ""
            yield self.say("request", "review", {"review": str(review[-1]), "results": results})
        else:
            yield self.say("request", "no_review")
        yield self.say("request", "suits" if count else "no_suits", {"suits": str(count)})

    def _management(self) -> Iterator[Sentence]:
        issued, repealed, in_force = map(str, self.figures.documents[1])
        known = {"issued": issued, "repealed": repealed, "in_force": in_force}
        if issued != "0" and repealed != "0":
            yield self.say("management", "documents", known)
        elif issued == repealed == "0":
            yield self.say("management", "unchanged" if in_force != "0" else "no_documents", known)
        else:
            told = f"制发行政规范性文件{issued}件" if issued != "0" else f"废止行政规范性文件{repealed}件"
            yield Sentence("management.documents", f"{told}，现行有效{in_force}件。")
        yield from self.several("management", "care", 1, 3 if self.large else 2)

    def _platform(self) -> Iterator[Sentence]:
        yield from self.several("platform", "site", 1, 2)
        if self.agency.level != "乡" or self.chance("account").random() < 0.7:
            yield self.say("platform", "account")
        yield from self.several("platform", "offline", 1, 2 if self.large else 1)

    def _supervision(self) -> Iterator[Sentence]:
        yield from self.several("supervision", "training", 1, 2 if self.large else 1)
        yield from self.several("supervision", "checks", 1, 2 if self.large else 1)
        if self.agency.kind != "department" or self.chance("assessment").random() < 0.4:
            yield self.say("supervision", "assessment")
            yield self.say("supervision", "evaluation")
            yield self.say("supervision", "accountability")

    # ---- section 五 and 六 ----

    def _problems(self) -> Iterator[Paragraph]:
        if self.told.vague:
            yield from self._vague()
            return
        chosen = self._chosen(self.told.writer, self.told.words_of)
        opening = self._opening()
        problems, measures = self._answered(chosen)
        form = self.style.choice(("two", "one", "items", "headed"))
        ahead, answer = self.say("problems", "ahead"), self.say("problems", "answer")
        if form == "two":
            yield Paragraph((opening, ahead, *_numbered(problems)))
            yield Paragraph((answer, *_numbered(measures)))
        elif form == "one":
            yield Paragraph((opening, ahead, *_numbered(problems), answer, *_numbered(measures)))
        elif form == "items":
            yield Paragraph((opening,))
            for place, (problem, measure) in enumerate(zip(problems, measures, strict=True)):
                yield Paragraph((_ended(problem), _ended(measure)), f"{place + 1}.")
        else:
            yield Paragraph((opening,))
            yield Paragraph((), "（一）存在的主要问题")
            yield Paragraph(tuple(_numbered(problems)))
            yield Paragraph((), "（二）改进情况")
            yield Paragraph(tuple(_numbered(measures)))

    def _chosen(self, writer: Agency, year: int) -> list[int]:
        """Which problems an office may have in a year: never one of the year before."""
        order = list(range(len(pairs())))
        dice(self.told.seed, "order", writer.name).shuffle(order)
        return [order[(year * _MOST + place) % len(order)] for place in range(_MOST)]

    def _answered(self, offered: Sequence[int]) -> tuple[list[Sentence], list[Sentence]]:
        """Problems and their measures: as many as it takes for the section to be long enough."""
        least = 220 if self.agency.kind == "government" else 130
        problems, measures = self._corrected()
        for place, key in enumerate(offered):
            written = sum(len(_NOT_CHINESE.sub("", sentence.text)) for sentence in (*problems, *measures))
            if place >= self._count(self.told.writer, self.told.words_of) and written >= least:
                break
            pair, hand = pairs()[key], self.hand(f"pair{key}")
            title, problem, measure = (
                self.pen.write(hand, f"pair{key}:{part}", getattr(pair, part))
                for part in ("title", "problem", "measure")
            )
            problems.append(Sentence("problems.problem", f"{title}，{problem}"))
            measures.append(Sentence("problems.measure", measure))
        return problems, measures

    def _corrected(self) -> tuple[list[Sentence], list[Sentence]]:
        """What a report says of decisions that reviews and courts corrected, where there are any."""
        corrected = sum(row[1] for row in self.figures.suits)
        if not corrected:
            return [], []
        known = {"a": str(corrected)}
        return [self.say("problems", "corrected", known)], [self.say("problems", "correcting", known)]

    def _count(self, writer: Agency, year: int) -> int:
        """How many problems an office has in a year at least."""
        return dice(self.told.seed, "pairs", writer.name, year).randint(2, 3) + self.large

    def _opening(self) -> Sentence:
        """What became of last year's measures: of two of them in words, with the slots that they were made with."""
        told = self.told
        if told.before is None:
            return self.say("problems", "first")
        writer, year = told.before
        hand = Hand(f"{told.seed}/{writer.name}/{year}", f"{told.seed}/{self.agency.name}/{told.numbers}")
        before = replace(self.pen, known={**self.pen.known, "year": str(told.year - 1), "next": str(told.year)})
        done = [
            before.write(hand, f"pair{key}:done", pairs()[key].done)
            for key in self._chosen(writer, year)[: self.chance("done").randint(1, 2)]
        ]
        return self.say("problems", "opening", {"done": "；".join(done)})

    def _vague(self) -> Iterator[Paragraph]:
        topics = ("vague_problem", "vague_problem_more", "vague_measure", "vague_measure_more")
        first, second, third, fourth = (self.say("problems", topic) for topic in topics)
        yield Paragraph((replace(first, text=f"{first.text}；"), _ended(second)))
        more = self.say("problems", "vague_measure_more", number=2)
        yield Paragraph((_ended(third), _ended(fourth), *(() if more.text == fourth.text else (_ended(more),))))

    def _other(self) -> Iterator[Paragraph]:
        sentences = [self.say("other", "no_fee")]
        more = self.several("other", "more", 0, 2 if self.large else 1)
        yield Paragraph((*sentences, *(more or [self.say("other", "nothing")])))


def _numbered(sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    for place, sentence in enumerate(sentences):
        end = "。" if place == len(sentences) - 1 else "；"
        yield replace(sentence, text=f"{_ORDINALS[place]}是{sentence.text}{end}")


def _ended(sentence: Sentence) -> Sentence:
    return replace(sentence, text=f"{sentence.text}。")
