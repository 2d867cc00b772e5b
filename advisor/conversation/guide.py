"""What the interview shows of the framework: a question with its reason and source, what good is, how it stands."""

from advisor.answers import Answer, Sentence
from advisor.answers.guidance import Guidance
from advisor.assessment import Assessment, Rules
from advisor.conversation.parts import Asked, Noted, Outlook, Step
from advisor.framework import Criterion, Framework
from advisor.interview import Interview, Scope, left

_STEPS = 5  # gaps shown at once
_PATTERNS = 3  # patterns shown at once, those that hold first


class Guide:
    """Draws on the framework and, through citations, on the articles."""

    def __init__(self, framework: Framework, rules: Rules, guidance: Guidance) -> None:
        self._framework, self._rules, self._guidance = framework, rules, guidance

    def asked(
        self, criterion: Criterion, assessment: Assessment, interview: Interview, *, offset: int, back: bool
    ) -> Asked:
        """The question about a criterion, its citations numbered after `offset` others."""
        why = criterion.why
        settled, total = self.progress(assessment, interview)
        return Asked(
            criterion=criterion.id,
            name=criterion.label,
            question=criterion.asked,
            why=why.text if why else "",
            good=criterion.good,
            gate=criterion.gate,
            number=min(total, settled + 1),
            total=total,
            citations=self._guidance.cite(why.text, why.sections, offset + 1) if why else (),
            back=back,
        )

    def progress(self, assessment: Assessment, interview: Interview) -> tuple[int, int]:
        """How many of the scope's questions are settled, and how many there are."""
        framework = self._framework
        criteria = framework.criteria if interview.scope is Scope.FULL else framework.gates or framework.criteria
        open_ones = left(assessment, interview.scope)
        return len(criteria) - len(open_ones), len(criteria)

    def why(self, criterion: Criterion) -> Answer:
        """Why a criterion matters, with its source."""
        if criterion.why is None:
            return Answer(question="", sentences=(Sentence(f"It asks whether this is so: {criterion.satisfied}", ()),))
        citations = self._guidance.cite(criterion.why.text, criterion.why.sections)
        sentence = Sentence(criterion.why.text, tuple(c.number for c in citations))
        return Answer(question="", sentences=(sentence,), citations=citations)

    def good(self, criterion: Criterion) -> Answer:
        """What good looks like, how to tell the levels, and what evidence would show it."""
        texts = [f"It means: {criterion.satisfied}"]
        texts += [f"For example: {criterion.good}"] if criterion.good else []
        texts += [f"In place: {criterion.levels.met}"] if criterion.levels.met else []
        texts += [f"Partly: {criterion.levels.partial}"] if criterion.levels.partial else []
        texts += [f"Not yet: {criterion.levels.unmet}"] if criterion.levels.unmet else []
        texts += [f"What would show it: {criterion.settles}."] if criterion.evidence else []
        citations = self._guidance.cite(criterion.satisfied, criterion.sections)
        numbers = tuple(c.number for c in citations)
        sentences = [Sentence(text, numbers if part == 0 else (), part) for part, text in enumerate(texts)]
        return Answer(question="", sentences=tuple(sentences), citations=citations)

    def recorded(self, assessment: Assessment) -> tuple[Noted, ...]:
        """All that is recorded, in the framework's order."""
        return tuple(
            Noted(c.id, c.label, finding.status, finding.basis.quote or finding.basis.note)
            for c in self._framework.criteria
            if (finding := assessment.findings[c.id]).basis is not None
        )

    def outlook(self, assessment: Assessment, interview: Interview) -> Outlook:
        """How it stands: the decision, what it hangs on and the first gaps."""
        decision = assessment.decision
        known = [gap for gap in assessment.gaps if gap.status.open]
        steps = tuple(
            Step(
                gap.criterion.id,
                gap.criterion.label,
                gap.status,
                gap.criterion.gate,
                gap.criterion.action,
                gap.criterion.owner_role,
                gap.criterion.horizon_days,
            )
            for gap in known[:_STEPS]
        )
        gates = self._framework.gates or self._framework.criteria
        return Outlook(
            outcome=decision.outcome.value,
            meaning=self._rules.outcomes.get(decision.outcome.value, decision.outcome.value.capitalize()),
            why=decision.why,
            steps=steps,
            more=len(known) - len(steps),
            patterns=tuple(
                (p.pattern.name, p.pattern.next, p.pattern.breaks, not p.holds) for p in assessment.patterns
            ),
            settled=sum(assessment.findings[c.id].known for c in gates),
            total=len(gates),
            confirm=tuple(self._framework.by_id[name].label for name in decision.unconfirmed),
        )
