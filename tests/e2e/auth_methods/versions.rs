//! Servers that do not have a method yet.

use super::{METHODS, Table};
use infisical_emulator::Dialect;

#[test]
fn a_server_that_is_too_old_for_a_method_is_named() {
    let dialect = Dialect::Recorded2024_10;
    let mut table = Table::speaking(dialect);
    table.methods =
        METHODS.iter().copied().filter(|method| !method.dialects.contains(&dialect)).collect();
    table.write_minimal();
    let errors = table.lab.workspace.apply_fails();
    for method in &table.methods {
        let error = errors.error_of(&method.address());
        assert_eq!(error.summary, "Not in this version of Infisical");
        let path = method.path(&table.id(method));
        let says =
            [&format!("answered 404 Not Found: Route POST:{path} not found"), "a newer one may"];
        for text in says {
            assert!(error.text().contains(text), "{text}: {errors}");
        }
    }
    table.lab.workspace.destroy();
    table.assert_nothing_left();
}
