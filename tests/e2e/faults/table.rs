//! The table as text: what is expected, read from `table.md`; what was seen, written the same way.

use super::{operation::Operation, trouble::Lasting};
use std::{collections::BTreeMap, fmt::Write as _};

/// Where it is, for those who write it anew.
pub(super) const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/e2e/faults/table.md");

/// How long a fault lasts, its name, and the operation that it befalls.
pub(super) type Place = (Lasting, String, Operation);

/// The table.
#[derive(Debug)]
pub(super) struct Table {
    /// What is written above, between and below the rows, and the rows' own places.
    lines: Vec<Line>,
    cells: BTreeMap<Place, String>,
}

#[derive(Debug)]
enum Line {
    Text(String),
    Row(Lasting, String),
}

impl Table {
    /// The one that is expected.
    pub(super) fn expected() -> Self {
        let (mut lines, mut cells) = (Vec::new(), BTreeMap::new());
        let mut lasting = None;
        for line in include_str!("table.md").lines() {
            lasting = match line {
                "## Once" => Some(Lasting::Once),
                "## Always" => Some(Lasting::Always),
                _ => lasting,
            };
            let mut columns = line.trim_matches('|').split('|').map(str::trim);
            let name = columns.next().unwrap_or_default();
            let is_row = line.starts_with('|') && name != "fault" && !name.starts_with('-');
            let Some(lasting) = lasting.filter(|_| is_row) else {
                lines.push(Line::Text(line.to_owned()));
                continue;
            };
            lines.push(Line::Row(lasting, name.to_owned()));
            for (operation, cell) in Operation::ALL.into_iter().zip(columns) {
                cells.insert((lasting, name.to_owned(), operation), cell.to_owned());
            }
        }
        Self { lines, cells }
    }

    /// All the places, row by row.
    pub(super) fn places(&self) -> Vec<Place> {
        let rows = self.lines.iter().filter_map(|line| match line {
            Line::Row(lasting, name) => Some((*lasting, name)),
            Line::Text(_) => None,
        });
        rows.flat_map(|(lasting, name)| Operation::ALL.map(|on| (lasting, name.clone(), on)))
            .collect()
    }

    /// The cell at a place.
    pub(super) fn cell(&self, place: &Place) -> &str {
        self.cells.get(place).map_or("", String::as_str)
    }

    /// The same table with these cells, as text.
    pub(super) fn with(&self, seen: &BTreeMap<Place, String>) -> String {
        let mut text = String::new();
        for line in &self.lines {
            match line {
                Line::Text(line) => text.push_str(line),
                Line::Row(lasting, name) => {
                    let _ = write!(text, "| {name:<26} |");
                    for operation in Operation::ALL {
                        let cell = &seen[&(*lasting, name.clone(), operation)];
                        let _ = write!(text, " {cell:<17} |");
                    }
                }
            }
            text.push('\n');
        }
        text
    }
}
