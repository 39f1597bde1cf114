//! What a refresh costs.

use crate::lab::Lab;

/// One list for all identities, and one request for each method: the list names an identity's methods and
/// tells nothing of them.
#[test]
fn a_refresh_is_one_list_of_identities_and_one_request_a_method() {
    const MANY: usize = 20;
    // So many are read one by one before a list is worth it.
    const FEW: usize = 4;
    let lab = Lab::new();
    let many = |kind: &str, lines: &str| {
        format!("resource \"infisical_{kind}\" \"many\" {{\n  count = {MANY}\n{lines}\n}}\n")
    };
    let method = |kind: &str, lines: &str| {
        let lines = format!("  identity_id = infisical_identity.many[count.index].id\n{lines}");
        many(&format!("identity_{kind}_auth"), &lines)
    };
    lab.write(&[
        &many(
            "identity",
            "  name = \"many-${count.index}\"\n  role = \"member\"\n  org_id = var.org_id",
        ),
        &method("aws", ""),
        &method("azure", "  tenant_id = \"t\""),
        &method("gcp", ""),
    ]);
    lab.workspace.apply();
    lab.emulator.clear_journal();
    assert!(lab.workspace.plan().is_empty());
    let mut requests = lab.requests();
    requests.retain(|line| line.starts_with("GET "));
    for slug in ["aws-auth", "azure-auth", "gcp-auth"] {
        let one = format!("GET /api/v1/auth/{slug}/identities/ID 200");
        assert_eq!(requests.iter().filter(|line| **line == one).count(), MANY, "{slug}");
        requests.retain(|line| *line != one);
    }
    let singly = requests.iter().filter(|line| *line == "GET /api/v1/identities/ID 200").count();
    assert!(singly <= FEW, "{requests:?}");
    requests.retain(|line| line != "GET /api/v1/identities/ID 200");
    assert_eq!(requests, ["GET /api/v1/identities 200"]);
}
