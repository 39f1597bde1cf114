//! Imports of what is not known by its ID.

use crate::lab::Lab;
use serde_json::json;

const USER: &str = "resource \"corner_user\" \"it\" {\n  name = \"Ada\"\n}\n";

#[test]
fn a_name_is_looked_up() {
    let lab = Lab::new(USER);
    lab.change("user", "user-7", &json!({"name": "Ada", "changes": 0}));
    lab.change("user", "user-8", &json!({"name": "Grace", "changes": 0}));
    lab.workspace.import("corner_user.it", "name=Ada");
    assert_eq!(lab.workspace.state().value("corner_user.it", "id"), &json!("user-7"));
    assert_eq!(lab.workspace.plan().summary(), [""; 0]);
    assert_eq!(lab.journal(), ["look user up", "read user", "read user"]);
}

#[test]
fn what_stands_for_nothing_or_for_several_is_refused() {
    let lab = Lab::new(USER);
    for user in ["user-7", "user-8"] {
        lab.change("user", user, &json!({"name": "Ada", "changes": 0}));
    }
    for (id, said) in [
        ("name=Bob", "None is `Bob`."),
        ("name=Ada", "Several are `Ada`"),
        (
            "a,b",
            "`a,b` is not an import ID of corner_user, which is the ID of the user, or `name=` and \
             their name.",
        ),
    ] {
        let refused = lab.workspace.import_fails("corner_user.it", id);
        assert!(refused.contains(said), "{refused}");
    }
    lab.fault("look user up", "panic");
    let refused = lab.workspace.import_fails("corner_user.it", "name=Ada");
    assert!(refused.contains("The provider panicked"), "{refused}");
    assert_eq!(lab.workspace.state().addresses(), [""; 0]);
}
