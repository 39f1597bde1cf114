//! A step that must go wrong.

use super::{
    AnyStep, Step,
    plan_checks::PlanChecks,
    stage::Stage,
    step::{Kind, Look},
};
use crate::{Diagnostic, Diagnostics, Workspace};
use std::fmt;

/// Terraform refuses: all errors that it shows are foretold, and the state is what it was. The
/// configuration of the steps before it comes back afterwards.
pub struct Fails<'a> {
    title: &'static str,
    arguments: &'static [&'static str],
    errors: Vec<Foretold>,
    phase: Option<Phase>,
    leaves: Vec<Look<'a>>,
}

/// When Terraform refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// `terraform validate`
    Validate,
    /// `terraform plan`
    Plan,
    /// `terraform apply`
    Apply,
}

/// An error that Terraform must show.
struct Foretold {
    text: String,
    at: Option<String>,
}

impl<'a> Step<'a, Fails<'a>> {
    /// A configuration that cannot be validated, planned or applied.
    pub fn fails(hcl: impl Into<String>) -> Self {
        Self::refused(Some(hcl.into()), "fails", &[])
    }

    /// A destroy that is refused.
    pub fn destroy_fails() -> Self {
        Self::refused(None, "destroy fails", &["-destroy"])
    }

    /// There is an error that says `text`; white space is folded, as Terraform wraps lines.
    pub fn with_error(self, text: &str) -> Self {
        self.foretold(text, None)
    }

    /// There is an error that says `text`, and that underlines source which holds `code`: the name
    /// of an attribute.
    pub fn with_error_at(self, code: &str, text: &str) -> Self {
        self.foretold(text, Some(code.to_owned()))
    }

    /// It is this command that fails, and not another.
    pub fn during(self, phase: Phase) -> Self {
        self.with(|fails| fails.phase = Some(phase))
    }

    /// An apply leaves another state than there was, for which this holds.
    pub fn leaves_state(self, check: impl FnOnce(&crate::State) + 'a) -> Self {
        self.with(|fails| fails.leaves.push(Box::new(check)))
    }

    fn foretold(self, text: &str, at: Option<String>) -> Self {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.with(|fails| fails.errors.push(Foretold { text, at }))
    }

    fn refused(
        hcl: Option<String>,
        title: &'static str,
        arguments: &'static [&'static str],
    ) -> Self {
        let (errors, leaves) = (Vec::new(), Vec::new());
        Self::new(hcl, Fails { title, arguments, errors, phase: None, leaves })
    }
}

impl<'a> Kind<'a> for Fails<'a> {
    fn title(&self) -> String {
        self.title.to_owned()
    }

    fn run(self, _: PlanChecks<'a>, stage: &mut Stage<'_>) {
        let (phase, shown) = refusal(stage.workspace, self.arguments);
        check(&self.errors, &shown);
        if let Some(expected) = self.phase {
            assert!(phase == expected, "{expected:?} should fail; it is {phase:?}:\n{shown}");
        }
        let before = std::mem::replace(&mut stage.state, stage.workspace.state());
        if self.leaves.is_empty() {
            let changes = before.differences(&stage.state).join("\n  ");
            assert!(changes.is_empty(), "it fails, but changes the state:\n  {changes}\n{shown}");
        }
        for check in self.leaves {
            check(&stage.state);
        }
    }
}

/// The first command that fails, and what it shows.
fn refusal(workspace: &Workspace, arguments: &[&str]) -> (Phase, Diagnostics) {
    let shown = workspace.validate();
    if shown.errors().next().is_some() {
        return (Phase::Validate, shown);
    }
    let planned = workspace.run_plan(arguments);
    if !planned.status.success() {
        return (Phase::Plan, planned.expect_failure());
    }
    let applied = workspace.run_planned();
    assert!(!applied.status.success(), "nothing fails\n{applied}");
    (Phase::Apply, applied.expect_failure())
}

/// Every error is foretold, and what is foretold is an error.
fn check(errors: &[Foretold], shown: &Diagnostics) {
    assert!(!errors.is_empty(), "the step does not say with which error it fails:\n{shown}");
    for foretold in errors {
        assert!(shown.errors().any(|error| foretold.is(error)), "no error {foretold}:\n{shown}");
    }
    for error in shown.errors() {
        let known = errors.iter().any(|foretold| foretold.is(error));
        assert!(known, "an error that nobody foretold, {:?}:\n{shown}", error.summary);
    }
}

impl Foretold {
    fn is(&self, error: &Diagnostic) -> bool {
        let there = self.at.as_ref().is_none_or(|code| error.code.contains(code));
        there && error.text().contains(&self.text)
    }
}

impl fmt::Display for Foretold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "says {:?}", self.text)?;
        self.at.iter().try_for_each(|code| write!(f, " at `{code}`"))
    }
}

impl<'a> From<Step<'a, Fails<'a>>> for AnyStep<'a> {
    fn from(step: Step<'a, Fails<'a>>) -> Self {
        Self::new(step)
    }
}
