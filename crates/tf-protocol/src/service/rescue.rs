//! What a call answers when its handler panics: everything known before, and a diagnostic.

use crate::{
    Diagnostic,
    rpc::{
        ApplyResponse, DataResponse, DynamicValue, FunctionError, GenerateResponse, ImportResponse,
        MoveResponse, OpenResponse, PlanActionResponse, PlanResponse, ProviderSchema, ReadResponse,
        RenewResponse, UpgradeIdentityResponse, UpgradeResponse,
    },
};

/// An answer that can carry a problem.
pub(super) trait Rescue {
    /// Adds the problem.
    fn report(&mut self, problem: Diagnostic);
    /// How many problems there are.
    fn problems(&self) -> usize;
}

impl Rescue for () {
    fn report(&mut self, _: Diagnostic) {}

    fn problems(&self) -> usize {
        0
    }
}

impl Rescue for Vec<Diagnostic> {
    fn report(&mut self, problem: Diagnostic) {
        self.push(problem);
    }

    fn problems(&self) -> usize {
        self.len()
    }
}

impl Rescue for Result<DynamicValue, FunctionError> {
    fn report(&mut self, problem: Diagnostic) {
        let text = format!("{}: {}", problem.summary, problem.detail);
        *self = Err(FunctionError { text, argument: None });
    }

    fn problems(&self) -> usize {
        usize::from(self.is_err())
    }
}

macro_rules! rescue {
    ($($response:ty),+) => {$(
        impl Rescue for $response {
            fn report(&mut self, problem: Diagnostic) {
                self.diagnostics.push(problem);
            }

            fn problems(&self) -> usize {
                self.diagnostics.len()
            }
        }
    )+};
}

rescue!(
    ApplyResponse,
    DataResponse,
    GenerateResponse,
    ImportResponse,
    MoveResponse,
    OpenResponse,
    PlanActionResponse,
    PlanResponse,
    ProviderSchema,
    ReadResponse,
    RenewResponse,
    UpgradeIdentityResponse,
    UpgradeResponse
);
