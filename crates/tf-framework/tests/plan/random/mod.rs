//! Properties over random schemas and values, against Terraform's own rules, written down again here
//! from its sources (`internal/plans/objchange`) without a look at ours.

mod block;
mod compatible;
mod mutated;
mod proposed;
mod server;
mod valid;
mod values;
mod write_only;

use block::{any_block, any_ruled_block};
use mutated::{forgotten, mutated};
use proposed::proposed_new;
use proptest::{prelude::*, sample::Index};
use tf_framework::{AttributePath, Block, Diagnostics, Step, Value, plan};
use values::{any_config, any_state};

fn planned(block: &Block, prior: &Value, config: &Value) -> plan::Plan {
    let proposed = proposed_new(block, prior, config);
    plan::run(block, prior, &proposed, config, &mut Diagnostics::default())
}

/// Some thousands; `PROPTEST_CASES` scales it.
fn many_cases() -> ProptestConfig {
    let usual = ProptestConfig::default();
    ProptestConfig { cases: usual.cases * 8, max_global_rejects: 1 << 20, ..usual }
}

/// What Terraform asks before it plans.
fn is_valid(block: &Block, config: &Value) -> bool {
    let mut out = Diagnostics::default();
    plan::validate::config(block, config, true, &mut out);
    !out.has_errors()
}

fn leads_somewhere(path: &AttributePath, value: &Value) -> bool {
    let mut here = value;
    for step in path.steps() {
        let next = match (step, here) {
            (Step::Attribute(name), Value::Object(members)) => members.get(name),
            (Step::Key(key), Value::Map(members)) => members.get(key),
            (Step::Index(index), Value::List(elements)) => {
                elements.get(usize::try_from(*index).unwrap())
            }
            _ => None,
        };
        let Some(next) = next else { return false };
        here = next;
    }
    true
}

/// A schema, any state of it, and any configuration; a part of that may be unknown.
fn any_change() -> impl Strategy<Value = (Block, Value, Value)> {
    any_block().prop_flat_map(|block| {
        let state = prop_oneof![1 => Just(Value::Null), 3 => any_state(&block)];
        let config = any_config(&block, true);
        (Just(block), state, config)
    })
}

/// A schema with rules, and a configuration in which all is known.
fn any_ruled() -> impl Strategy<Value = (Block, Value)> {
    any_ruled_block().prop_flat_map(|block| {
        let config = any_config(&block, false);
        (Just(block), config)
    })
}

/// A schema, and several configurations in which all is known.
fn any_life() -> impl Strategy<Value = (Block, Vec<Value>)> {
    any_block().prop_flat_map(|block| {
        let configs = proptest::collection::vec(any_config(&block, false), 1..4);
        (Just(block), configs)
    })
}

proptest! {
    #![proptest_config(many_cases())]

    /// The schemas that we try are schemas that Terraform takes.
    #[test]
    fn schemas_have_no_mistakes(block in any_block()) {
        prop_assert_eq!(block.mistakes(tf_framework::schema::Role::Resource), Vec::<String>::new());
    }

    /// Whatever the state and the configuration, Terraform takes the plan, twice the same.
    #[test]
    fn terraform_takes_every_plan((block, prior, config) in any_change()) {
        prop_assume!(is_valid(&block, &config));
        let plan = planned(&block, &prior, &config);
        prop_assert_eq!(&planned(&block, &prior, &config), &plan);
        let broken = valid::broken(&block, &prior, &config, &plan.planned);
        prop_assert_eq!(broken, Vec::<String>::new(), "planned {:#?}", plan.planned);
        prop_assert_eq!(plan::plan_breaks(&block, &prior, &config, &plan.planned), Ok(()));
        prop_assert!(!write_only::is_in(&block, &plan.planned));
        for path in &plan.requires_replace {
            let there = leads_somewhere(path, &plan.planned) || leads_somewhere(path, &prior);
            prop_assert!(there, "{path}");
        }
        prop_assert!(plan.requires_replace.is_sorted());
    }

    /// What is wrong with a configuration that is not all known is wrong whatever it turns out to be.
    #[test]
    fn what_is_not_known_breaks_no_rule((block, config) in any_ruled(), at in any::<Index>()) {
        prop_assume!(is_valid(&block, &config));
        let config = forgotten(&config, at);
        let mut out = Diagnostics::default();
        plan::validate::config(&block, &config, true, &mut out);
        prop_assert!(!out.has_errors(), "{:#?} {:#?}", config, out);
    }

    /// Our check of a plan says what Terraform's would, also of plans that are none.
    #[test]
    fn plans_break_where_terraform_breaks_them(
        (block, prior, config) in any_change(),
        at in any::<Index>(),
    ) {
        prop_assume!(is_valid(&block, &config));
        let planned = mutated(&planned(&block, &prior, &config).planned, at);
        let theirs = valid::broken(&block, &prior, &config, &planned);
        let ours = plan::plan_breaks(&block, &prior, &config, &planned);
        prop_assert_eq!(ours.is_err(), !theirs.is_empty(), "{:?} {:?}", ours, theirs);
    }

    /// From nothing to one configuration and on to others: what a server makes of each plan keeps
    /// its promises, a refresh changes nothing, and to plan the same again is no change.
    #[test]
    fn plans_settle((block, configs) in any_life()) {
        let mut state = Value::Null;
        let mut clock = 0;
        for config in configs {
            prop_assume!(is_valid(&block, &config));
            let mut plan = planned(&block, &state, &config);
            if !plan.requires_replace.is_empty() {
                plan = planned(&block, &Value::Null, &config);
            }
            let told = server::carried_out(&block, &plan.planned, &mut clock);
            state = plan::keep_spelling(&block, None, &plan.planned, told);
            prop_assert_eq!(
                plan::result_breaks(&plan.planned, &state), [], "{:#?} {:#?}", plan.planned, state
            );
            prop_assert!(compatible::is(&plan.planned, &state));
            let refreshed = plan::keep_spelling(&block, None, &state, server::respelled(&block, &state));
            prop_assert_eq!(&refreshed, &state);
            let again = planned(&block, &state, &config);
            prop_assert_eq!(again, plan::Plan { planned: state.clone(), requires_replace: vec![] });
        }
    }

    /// A result with another value than planned is found, as Terraform would find it.
    #[test]
    fn results_break_where_terraform_breaks_them(
        (block, configs) in any_life(),
        at in any::<Index>(),
    ) {
        prop_assume!(is_valid(&block, &configs[0]));
        let planned = planned(&block, &Value::Null, &configs[0]).planned;
        let told = server::carried_out(&block, &planned, &mut 0);
        let state = plan::keep_spelling(&block, None, &planned, told);
        let wrong = mutated(&state, at);
        let broken = plan::result_breaks(&planned, &wrong);
        prop_assert_eq!(broken.is_empty(), compatible::is(&planned, &wrong), "{:?}", broken);
    }

    /// What carries out a plan gets the write-only values of the configuration, and nothing else.
    #[test]
    fn write_only_values_come_back((block, prior, config) in any_change()) {
        prop_assume!(is_valid(&block, &config));
        let planned = planned(&block, &prior, &config).planned;
        let full = plan::write_only_from(&block, &config, planned.clone());
        prop_assert!(write_only::are_from(&block, &config, &full));
        prop_assert_eq!(write_only::without(&block, full), planned);
    }

    /// A hook that changes nothing changes nothing; one that makes the first change leaves unknown
    /// what the engine would have, and its own value as it is.
    #[test]
    fn the_authors_change_marks_the_rest((block, configs) in any_life(), at in any::<Index>()) {
        let config = &configs[0];
        prop_assume!(is_valid(&block, config));
        let first = planned(&block, &Value::Null, config).planned;
        let told = server::carried_out(&block, &first, &mut 0);
        let prior = plan::keep_spelling(&block, None, &first, told);
        let before = planned(&block, &prior, config).planned;
        prop_assert_eq!(&before, &prior);
        let same = plan::remark(&block, &prior, config, &before, before.clone());
        prop_assert_eq!(&same, &before);

        let computed: Vec<_> = block
            .attributes
            .iter()
            .filter(|a| a.mode.is_computed() && config.attribute(a.name).is_null())
            .filter(|a| !before.attribute(a.name).is_null())
            .collect();
        prop_assume!(!computed.is_empty());
        let touched = at.get(&computed).name;
        let Value::Object(mut members) = before.clone() else { unreachable!() };
        members.insert(touched.to_owned(), Value::Null);
        let after = Value::Object(members);
        let marked = plan::remark(&block, &prior, config, &before, after);
        prop_assert!(marked.attribute(touched).is_null());
        prop_assert_eq!(plan::plan_breaks(&block, &prior, config, &marked), Ok(()));
        for attribute in computed.iter().filter(|attribute| attribute.name != touched) {
            let kept = attribute.default.is_some()
                || attribute.keep != tf_framework::schema::Keep::No;
            let value = marked.attribute(attribute.name);
            prop_assert_eq!(value.is_unknown(), !kept, "{}", attribute.name);
        }
    }
}
