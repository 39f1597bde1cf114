//! Who may set an attribute, and who must.

use crate::{Attribute, Diagnostic, Diagnostics, Kind, Mode, plan::trail::Trail};
use tf_protocol::Value;

pub(super) fn check(
    attribute: &Attribute,
    value: &Value,
    write_only_allowed: bool,
    trail: &Trail<'_>,
    out: &mut Diagnostics,
) {
    if matches!(attribute.kind, Kind::Block(..)) {
        return;
    }
    if attribute.mode == Mode::Required && value.is_null() {
        refuse("Missing attribute", "This attribute must be set.", trail, out);
    }
    if attribute.mode == Mode::Computed && value.is_never_null() {
        let detail = "Only the provider sets this attribute. Remove it from the configuration.";
        refuse("Read-only attribute", detail, trail, out);
    }
    if attribute.write_only && value.is_never_null() && !write_only_allowed {
        let detail = "A write-only attribute needs Terraform 1.11 or OpenTofu 1.11, or later.";
        refuse("Write-only attribute not supported", detail, trail, out);
    }
}

fn refuse(summary: &str, detail: &str, trail: &Trail<'_>, out: &mut Diagnostics) {
    out.push(Diagnostic::error(summary, detail).at(trail.path()));
}
