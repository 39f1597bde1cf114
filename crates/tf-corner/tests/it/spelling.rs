//! The cloud spells what it stores in its own way, and nobody sees a difference.

use crate::lab::Lab;
use serde_json::json;
use tf_harness::{Acceptance, Step};

const SPELLED: &str = r#"
resource "corner_spelling" "it" {
  name      = "Ada"
  range     = "10.1.2.3/8"
  document  = "{ \"b\": 1.0, \"a\": [true] }"
  url       = "https://EXAMPLE.com:443/x/"
  duration  = "90m"
  time      = "2026-11-23T13:00:00+01:00"
  pem       = "-----BEGIN X-----\nAAAA\n-----END X-----\n"
  names     = ["b", "a", "C"]
  documents = ["{ \"a\": 1 }", "[1, 2]"]
}
"#;

#[test]
fn another_spelling_is_no_change() {
    let lab = Lab::new("");
    let it = "corner_spelling.it";
    Acceptance::new(&lab.workspace)
        .step(
            Step::apply(SPELLED)
                .value(it, "name", json!("Ada"))
                .value(it, "duration", json!("90m"))
                .value(it, "names", json!(["b", "a", "C"])),
        )
        // The same once more, spelled differently in HCL.
        .step(
            Step::apply(
                SPELLED
                    .replace("\"Ada\"", "\"ADA\"")
                    .replace("[\"b\", \"a\", \"C\"]", "[\"c\", \"B\", \"a\"]")
                    .replace("90m", "1.5h"),
            )
            .plans_nothing()
            .value(it, "name", json!("Ada")),
        )
        .step(
            Step::apply(SPELLED.replace("\"Ada\"", "\"Grace\"").replace("x/", "x"))
                .plans(["update corner_spelling.it"])
                .value(it, "name", json!("Grace"))
                .value(it, "url", json!("https://EXAMPLE.com:443/x")),
        )
        .run();
}

#[test]
fn what_means_nothing_is_refused_where_it_is_written() {
    let lab = Lab::new(
        "resource \"corner_spelling\" \"it\" {\n  range    = \"10.0.0.0/33\"\n  document = \"{\"\n  \
         url      = \"no url\"\n  duration = \"fast\"\n  time     = \"noon\"\n  pem      = \"secret\"\n}\n",
    );
    let wrong = lab.workspace.validate();
    assert_eq!(wrong.errors().count(), 6, "{wrong}");
    for (code, summary) in [
        ("10.0.0.0/33", "Invalid IP address or CIDR range"),
        ("document = ", "Invalid JSON"),
        ("no url", "Invalid URL"),
        ("fast", "Invalid duration"),
        ("noon", "Invalid timestamp"),
        ("pem ", "Invalid PEM"),
    ] {
        assert_eq!(wrong.error_at(code).summary, summary);
    }
    // The text may be a key.
    assert!(!wrong.error_at("pem ").text().contains("secret"));
}
