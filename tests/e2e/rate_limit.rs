//! A server's rate limits: what Infisical's own are, with windows of two seconds instead of a minute.

use crate::lab::Lab;
use infisical_emulator::{Entry, Options, RateLimits};
use std::time::Duration;

const WINDOW: Duration = Duration::from_secs(2);
/// How many identities there are.
const MANY: usize = 40;
/// How many of them may be read in a window: more than Terraform asks for at a time, which is what is
/// sent before the first answer tells the limit.
const READS: u32 = 12;

const IDENTITIES: &str = r#"
resource "infisical_identity" "many" {
  count  = 40
  name   = "many-${count.index}"
  role   = "member"
  org_id = var.org_id
}

resource "infisical_identity_azure_auth" "many" {
  count       = 40
  identity_id = infisical_identity.many[count.index].id
  tenant_id   = "5f3d5ce6-63e4-4b63-9c0a-6e9b6b3f5d52"
}
"#;

/// The reads of auth methods, in order of arrival.
fn reads(lab: &Lab) -> Vec<Entry> {
    let journal = lab.emulator.journal().into_iter();
    let is_read = |entry: &Entry| entry.method == "GET" && entry.path.contains("/azure-auth/");
    journal.filter(is_read).collect()
}

#[test]
fn a_plan_goes_at_the_limits_own_pace() {
    let limits = RateLimits { window: WINDOW, read: READS, ..RateLimits::default() };
    let lab = Lab::with(Options { rate_limits: Some(limits), ..Options::default() });
    lab.write(&[IDENTITIES]);
    lab.workspace.apply();
    lab.emulator.advance(WINDOW);
    lab.emulator.clear_journal();

    assert!(lab.workspace.plan().is_empty());

    let requests = lab.requests();
    assert!(requests.iter().all(|line| !line.ends_with(" 429")), "{requests:#?}");
    let reads = reads(&lab);
    assert_eq!(reads.len(), MANY, "each once");
    let took = reads[MANY - 1].at.duration_since(reads[0].at).unwrap();
    // Twelve of them at once, and twelve at the end of each of three windows; not of a fourth.
    assert!(took + Duration::from_millis(100) > 3 * WINDOW, "{took:?}");
    assert!(took < 4 * WINDOW, "{took:?}");
    let log = lab.workspace.log();
    let waits = log.lines().filter(|line| line.contains("waiting for the server's rate limit"));
    let waits: Vec<_> = waits.collect();
    assert!(waits.iter().all(|line| line.contains("[INFO]")), "{waits:#?}");
    assert_eq!(waits.len(), 3, "once a window: {waits:#?}");
}
