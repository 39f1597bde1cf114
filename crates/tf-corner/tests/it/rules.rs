//! Every broken rule is said, all at once, where it is written, and never on a guess.

use crate::lab::Lab;

fn with(lines: &str) -> String {
    format!("resource \"corner_rules\" \"it\" {{\n{lines}\n}}\n")
}

#[test]
fn all_broken_rules_are_said_at_once() {
    let lab = Lab::new(&with(
        "  one       = \"a\"
  other     = \"b\"
  first     = true
  second    = false
  user      = \"u\"
  colour    = \"pink\"
  slug      = \"No Slug At All\"
  ratio     = 0.6
  ports     = [80, 80, 70000, 1]
  names     = []
  colours   = { a = \"red\", b = \"blak\" }
  duration  = \"long\"
  end       = 3
  label     = \"old\"
  door {
    code = 12
  }
  door {}",
    ));
    let said = lab.workspace.validate();
    let mut texts: Vec<_> = said
        .iter()
        .filter(|d| !d.summary.contains("overrides"))
        .map(|d| format!("{}: {} | {}", d.severity, d.text(), d.code.trim()))
        .collect();
    texts.sort();
    let expected = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/golden/broken-rules.txt"
    ))
    .unwrap_or_default();
    assert_eq!(texts.join("\n"), expected.trim_end(), "tests/golden/broken-rules.txt");
}

#[test]
fn what_is_not_known_breaks_no_rule() {
    let unknown = |lines: &str| {
        format!("resource \"terraform_data\" \"x\" {{\n  input = \"x\"\n}}\n{}", with(lines))
    };
    let lab = Lab::new(&unknown(
        "  one      = terraform_data.x.output
  other    = \"b\"
  password = terraform_data.x.output
  colour   = terraform_data.x.output
  ports    = [tonumber(terraform_data.x.output)]
  end      = tonumber(terraform_data.x.output)
  door {
    key = terraform_data.x.output
  }",
    ));
    let _ = lab.workspace.run(&["init", "-input=false"]);
    let said = lab.workspace.validate();
    assert_eq!(said.errors().count(), 0, "{said}");
    assert!(!lab.workspace.plan().is_empty());
    // What is never null counts, whatever it will be.
    lab.configure(&unknown(
        "  one   = \"never null: ${terraform_data.x.output}\"\n  other = \"b\"\n  door {\n    key = \
         \"k\"\n  }",
    ));
    assert_eq!(lab.workspace.plan_fails().only_error().summary, "Conflicting attributes");
}

#[test]
fn a_secret_is_not_in_the_message_about_it() {
    let lab = Lab::new(&with(
        "  one      = \"a\"\n  user     = \"u\"\n  password = \"HUSH!\"\n  door {\n    key = \"k\"\n  }",
    ));
    let said = lab.workspace.validate();
    assert!(said.only_error().text().contains("at least four lower case letters"), "{said}");
    assert!(!said.only_error().text().contains("HUSH"));
}

#[test]
fn a_rule_in_code_sees_what_is_configured_and_then_what_is_planned() {
    let ends = |at: u32| {
        with(&format!(
            "  one   = \"a\"\n  begin = 5\n  end   = {at}\n  door {{\n    key = \"k\"\n  }}"
        ))
    };
    let lab = Lab::new(&ends(3));
    assert_eq!(lab.workspace.validate().error_at("end   = 3").summary, "Ends before it begins");
    // The limit is a default: the configuration does not have it, the plan does.
    lab.configure(&ends(101));
    assert_eq!(lab.workspace.validate().errors().count(), 0);
    assert_eq!(lab.workspace.plan_fails().error_at("end   = 101").summary, "Ends too late");
}
