//! Nothing that exists is lost: not when it takes too long, not when it fails, not when it panics.

use crate::lab::Lab;
use serde_json::json;

const IT: &str = "corner_slow.it";

fn with(milliseconds: u32, timeouts: &str) -> String {
    format!(
        "resource \"corner_slow\" \"it\" {{\n  milliseconds = {milliseconds}\n  timeouts {{\n    \
         {timeouts}\n  }}\n}}\n"
    )
}

#[test]
fn what_takes_too_long_is_an_error_and_in_state() {
    let lab = Lab::new(&with(60_000, "create = \"50ms\""));
    let said = lab.workspace.apply_fails();
    assert_eq!(said.only_error().summary, "Stopped");
    assert!(lab.workspace.state().is_tainted(IT));
    assert_eq!(lab.objects("slow").len(), 1);
    lab.configure(&with(1, "create = \"1m\""));
    assert_eq!(lab.workspace.plan().summary(), ["delete/create corner_slow.it"]);
    lab.workspace.apply_and_settle();
    lab.configure(&with(60_000, "update = \"0.05s\""));
    assert_eq!(lab.workspace.apply_fails().only_error().summary, "Stopped");
    lab.configure(&with(1, "update = \"soon\""));
    let said = lab.workspace.validate();
    assert_eq!(said.error_at("soon").summary, "Invalid duration");
}

#[test]
fn a_failure_half_way_is_in_state_and_private_state_stays() {
    for (fault, summary) in [("error", "The cloud failed"), ("panic", "The provider panicked")] {
        let lab = Lab::new(&with(0, ""));
        lab.fault("create slow", fault);
        assert_eq!(lab.workspace.apply_fails().only_error().summary, summary);
        assert!(lab.workspace.state().is_tainted(IT));
        lab.workspace.apply_and_settle();
        assert_eq!(lab.objects("slow").len(), 1);
        assert!(lab.journal().contains(&"deleted after 0 updates".to_owned()));

        for (milliseconds, updates) in [(1, 1), (2, 2)] {
            lab.configure(&with(milliseconds, ""));
            lab.workspace.apply_and_settle();
            assert_eq!(lab.journal().pop().unwrap(), format!("updated {updates} times"));
        }
        lab.configure(&with(3, ""));
        lab.fault("update slow", fault);
        assert_eq!(lab.workspace.apply_fails().only_error().summary, summary);
        assert_eq!(lab.workspace.state().resource(IT)["milliseconds"], json!(2));
        assert!(!lab.workspace.state().is_tainted(IT));
        lab.fault("delete slow", fault);
        let destroy = ["destroy", "-json", "-input=false", "-auto-approve"];
        let said = lab.workspace.run(&destroy).expect_failure();
        assert_eq!(said.only_error().summary, summary);
        assert_eq!(lab.workspace.state().addresses(), [IT]);
        lab.workspace.destroy();
        // The failed update counted, too: what it kept before it failed is kept.
        assert_eq!(lab.journal().pop().unwrap(), "deleted after 3 updates");
    }
}
