//! Faults x operations: what a user sees of each, and what the server holds afterwards. The table is
//! [`table.md`](table.md); `FAULTS=overwrite` writes it anew from what was seen.

mod cell;
mod log;
mod operation;
mod run;
mod table;
mod terraform;
mod trouble;

use std::{collections::BTreeMap, sync::Arc};
use table::{FILE, Place, Table};
use tokio::{runtime::Runtime, sync::Semaphore, task::JoinSet};

/// So many cells at once: nearly all of their time is the waits between attempts.
const AT_ONCE: usize = 128;

#[test]
fn whatever_goes_wrong_is_as_the_table_says() {
    let expected = Table::expected();
    let seen = Runtime::new().unwrap().block_on(all(expected.places()));
    let text = expected.with(&seen);
    if std::env::var_os("FAULTS").is_some_and(|wish| wish == "overwrite") {
        std::fs::write(FILE, &text).unwrap();
        return;
    }
    let other = |(place, cell): &(&Place, &String)| **cell != expected.cell(place);
    let wrong: Vec<_> = seen.iter().filter(other).collect();
    assert!(wrong.is_empty(), "not as the table says: {wrong:#?}\n{text}");
}

async fn all(places: Vec<Place>) -> BTreeMap<Place, String> {
    let turns = Arc::new(Semaphore::new(AT_ONCE));
    let mut cells = JoinSet::new();
    for place in places {
        let turns = Arc::clone(&turns);
        cells.spawn(async move {
            let _turn = turns.acquire_owned().await.unwrap();
            let cell = tokio::spawn(cell::see(place.clone())).await;
            let cell = cell.unwrap_or_else(|error| format!("panic: {error}"));
            (place, cell)
        });
    }
    cells.join_all().await.into_iter().collect()
}
