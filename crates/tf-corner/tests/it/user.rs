//! The plainest resource: everything that a user does with it in a day.

use crate::lab::Lab;
use serde_json::{Value, json};

const USER: &str = "resource \"corner_user\" \"it\" {\n  name = \"Ada\"\n}\n";

#[test]
fn from_create_to_destroy() {
    let lab = Lab::new(USER);
    assert_eq!(lab.workspace.plan().change("corner_user.it").unknown(), ["changes", "id"]);
    lab.workspace.apply_and_settle();
    assert_eq!(lab.only("user"), json!({"name": "Ada", "changes": 0}));
    lab.configure(&USER.replace("Ada", "Grace"));
    assert_eq!(lab.workspace.plan().summary(), ["update corner_user.it"]);
    lab.workspace.apply_and_settle();
    assert_eq!(lab.only("user"), json!({"name": "Grace", "changes": 1}));
    lab.workspace.verify_import("corner_user.it", "user-1", &[]);
    lab.workspace.destroy();
    assert_eq!(lab.objects("user"), []);
}

#[test]
fn gone_is_made_again_and_deleting_what_is_gone_succeeds() {
    let lab = Lab::new(USER);
    lab.workspace.apply_and_settle();
    lab.change("user", "user-1", &Value::Null);
    assert_eq!(lab.workspace.plan().summary(), ["create corner_user.it"]);
    lab.workspace.apply_and_settle();
    let id = lab.objects("user")[0].0.clone();
    lab.change("user", &id, &Value::Null);
    lab.workspace.destroy_with(&["-refresh=false"]);
    assert_eq!(lab.workspace.state().addresses(), [""; 0]);
}
