//! Every kind of attribute and block makes the round trip through configuration, plan, cloud and state.

use crate::lab::Lab;
use serde_json::json;
use tf_harness::{Acceptance, Step};

const IT: &str = "corner_everything.it";

const FULL: &str = r#"
resource "corner_everything" "it" {
  bool      = false
  int64     = 9007199254740993
  int32     = -2147483648
  float64   = 0.1
  number    = 123456789012345678901234567890.123456789
  string    = "e\u0301"
  sensitive = "hush"
  dynamic   = { a = [1, "b", null], c = true }
  list      = ["x", ""]
  set       = [2, 1, 2]
  map       = { a = true, b = false }
  deep      = [[{ a = "1" }, {}], []]
  object    = { x = 1.5, y = 18446744073709551616, z = ["any", 1] }
  tuple     = ["a", true]
  single    = { name = "one" }
  listed    = [{ name = "a", count = 2 }, { name = "b", note = "n" }]
  grouped   = [{ name = "a" }, { name = "b", count = 3 }]
  named     = { k = { name = "a" } }

  one {
    name = "block"
  }
  many {
    name  = "first"
    about = { x = -1 }
    inner {
      name = "deep"
    }
    inner {
      name  = "deeper"
      count = 0
    }
  }
  many {
    name = "second"
  }
  any {
    name = "x"
  }
  any {
    name  = "y"
    count = 5
  }
  always {
    remark = "here"
  }
}
"#;

#[test]
fn all_kinds_settle_and_import() {
    let lab = Lab::new("");
    let cloud = || lab.only("everything");
    Acceptance::new(&lab.workspace)
        .step(
            Step::apply(FULL)
                .plans(["create corner_everything.it"])
                .unknown(IT, ["id"])
                .value(IT, "set", json!([1, 2]))
                .value(IT, "single.count", json!(1))
                .value(IT, "many.0.inner.1.count", json!(0))
                .sensitive(IT, ["sensitive"])
                .after(|_| {
                    // To the last digit, and normalised as Terraform does it.
                    let text = cloud().to_string();
                    assert!(text.contains("\"int64\":9007199254740993,"), "{text}");
                    assert!(text.contains(":123456789012345678901234567890.123456789,"), "{text}");
                    assert!(text.contains("\"float64\":0.1,"), "{text}");
                    assert!(text.contains("\"y\":18446744073709551616"), "{text}");
                    assert_eq!(cloud()["object"]["z"], json!(["any", 1]));
                    assert_eq!(cloud()["always"], json!({"remark": "here"}));
                    assert_eq!(cloud()["string"], "é");
                    assert_eq!(cloud()["dynamic"], json!({"a": [1, "b", null], "c": true}));
                    assert_eq!(cloud()["deep"], json!([[{"a": "1"}, {}], []]));
                    assert_eq!(cloud()["many"][0]["about"], json!({"x": -1}));
                }),
        )
        .step(Step::import(IT))
        .step(
            Step::apply(FULL.replace("\"second\"", "\"third\"").replace("count = 5", "count = 6"))
                .plans(["update corner_everything.it"])
                .same(IT, "id")
                .value(IT, "many.1.name", json!("third")),
        )
        .step(
            Step::apply("resource \"corner_everything\" \"it\" {}")
                .plans(["update corner_everything.it"])
                .value(IT, "many", json!([]))
                .value(IT, "list", json!(null))
                .after(|_| assert_eq!(cloud(), json!({"many": [], "any": [], "always": {}}))),
        )
        .step(
            Step::apply("resource \"corner_everything\" \"it\" {\n  list = []\n  map = {}\n}\n")
                .value(IT, "list", json!([]))
                .value(IT, "map", json!({})),
        )
        .destroyed(|| assert_eq!(lab.objects("everything"), []))
        .run();
}

#[test]
fn what_nobody_configures_is_the_clouds_and_kept() {
    let lab = Lab::new("");
    let it = "corner_reflection.it";
    let with = |lines: &str| {
        format!("resource \"corner_reflection\" \"it\" {{\n  name = \"a\"\n  {lines}\n}}\n")
    };
    Acceptance::new(&lab.workspace)
        .step(
            Step::apply(with("")).unknown(
                it,
                [
                    "bool", "dynamic", "float64", "id", "int64", "list", "listed", "map", "named",
                    "number", "object", "set", "single", "tuple",
                ],
            ),
        )
        .step(
            Step::drift(|_| {
                let object = json!({
                    "name": "a", "bool": true, "number": 0.1, "list": ["x"], "map": {"k": 1},
                    "single": {"name": "s", "count": 2}, "dynamic": {"any": [1, "thing"]},
                    "int64": 9_007_199_254_740_993_i64, "float64": 0.2, "set": [2, 1],
                    "object": {"x": 1.5, "z": {"deep": true}}, "tuple": ["t", false],
                    "listed": [{"name": "l", "count": 1}], "named": {"k": {"name": "n", "count": 3}},
                });
                lab.change("reflection", "reflection-1", &object);
            })
            .plans_nothing()
            .value(it, "single.name", json!("s"))
            .value(it, "dynamic", json!({"any": [1, "thing"]}))
            .value(it, "int64", json!(9_007_199_254_740_993_i64))
            .value(it, "set", json!([1, 2]))
            .value(it, "object", json!({"x": 1.5, "y": null, "z": {"deep": true}}))
            .value(it, "tuple", json!(["t", false]))
            .value(it, "named.k.count", json!(3)),
        )
        .step(
            Step::apply(with("").replace("\"a\"", "\"b\""))
                .plans(["update corner_reflection.it"])
                .unknown(it, [])
                .same(it, "list")
                .value(it, "number", json!(0.1)),
        )
        .step(
            Step::apply(with("bool = false\n  list = []").replace("\"a\"", "\"b\""))
                .value(it, "bool", json!(false))
                .value(it, "list", json!([])),
        )
        .run();
}

#[test]
fn all_kinds_are_opened_for_a_moment() {
    let lab = Lab::new(&FULL.replace("resource ", "ephemeral "));
    lab.workspace.apply();
    // Once in the plan, once in the apply, and each time the same.
    let journal = lab.journal();
    assert_eq!(journal.len(), 2, "{journal:?}");
    assert_eq!(journal[0], journal[1]);
    let seen: serde_json::Value = serde_json::from_str(&journal[0]).unwrap();
    assert_eq!(seen["grouped"], json!([{"name": "a", "count": 1}, {"name": "b", "count": 3}]));
    assert_eq!(seen["many"][0]["inner"][1]["count"], 0);
    assert_eq!(seen["object"]["z"], json!(["any", 1]));
    assert_eq!(seen["string"], "é");
    assert!(journal[0].contains("123456789012345678901234567890.123456789"), "{}", journal[0]);
    assert_eq!(lab.workspace.state().addresses(), [""; 0]);
}

#[test]
fn five_megabytes_in_one_attribute_are_read_and_written() {
    let lab =
        Lab::new("resource \"corner_everything\" \"it\" {\n  string = file(\"large.txt\")\n}\n");
    let large = "0123456789abcdef".repeat(5 * 65_536);
    lab.workspace.write("large.txt", &large);
    lab.workspace.apply_and_settle();
    assert_eq!(lab.only("everything")["string"], large);
    assert_eq!(lab.workspace.state().resource(IT)["string"], large);
    lab.workspace.destroy();
}
