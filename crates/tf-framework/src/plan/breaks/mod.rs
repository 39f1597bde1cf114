//! The checks that Terraform makes on a plan and on the result of an apply, made here first, so that
//! a mistake names the attribute instead of "Provider produced invalid plan".
//!
//! Written after `internal/plans/objchange` of Terraform: `AssertPlanValid`, `AssertObjectCompatible`.

mod plan;
mod result;
mod same;
mod write_only;

pub use plan::plan_breaks;
pub(super) use plan::stays_valid;
pub use result::result_breaks;
