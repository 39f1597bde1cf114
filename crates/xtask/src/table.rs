//! Tables: for a screen, and for Markdown.

use crate::screen::Screen;

/// Rows of cells below a header.
#[derive(Debug)]
pub(crate) struct Table {
    header: Vec<String>,
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    cells: Vec<String>,
    strong: bool,
}

impl Table {
    pub(crate) fn new<'a>(header: impl IntoIterator<Item = &'a str>) -> Self {
        Self { header: header.into_iter().map(str::to_owned).collect(), rows: Vec::new() }
    }

    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(Row { cells: cells.into_iter().collect(), strong: false });
    }

    /// A row that must not be overlooked.
    pub(crate) fn strong_row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(Row { cells: cells.into_iter().collect(), strong: true });
    }

    /// For a screen: columns, two blanks between them, a rule below the header.
    pub(crate) fn to_screen(&self, screen: Screen) -> String {
        let widths = self.widths();
        let total = widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1);
        let header = padded(&self.header, &widths).join("  ");
        let mut text = format!("{}\n", screen.dim(header.trim_end()));
        text.push_str(&screen.dim(&"─".repeat(total)));
        text.push('\n');
        for Row { cells, strong } in &self.rows {
            let line = padded(cells, &widths).join("  ");
            let line = line.trim_end();
            text.push_str(&if *strong { screen.bold(line) } else { line.to_owned() });
            text.push('\n');
        }
        text
    }

    /// For Markdown, readable as it is.
    pub(crate) fn to_markdown(&self) -> String {
        let widths = self.widths();
        let line = |cells: &[String]| format!("| {} |\n", padded(cells, &widths).join(" | "));
        let rule: Vec<_> = widths.iter().map(|width| "-".repeat(*width)).collect();
        let rows = self.rows.iter().map(|row| line(&row.cells));
        [line(&self.header), line(&rule)].into_iter().chain(rows).collect()
    }

    fn widths(&self) -> Vec<usize> {
        let mut widths = vec![0; self.header.len()];
        for cells in self.rows.iter().map(|row| &row.cells).chain([&self.header]) {
            for (width, cell) in widths.iter_mut().zip(cells) {
                *width = (*width).max(cell.chars().count());
            }
        }
        widths
    }
}

fn padded(cells: &[String], widths: &[usize]) -> Vec<String> {
    cells.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let mut table = Table::new(["what", "time"]);
        table.row(["plan …".to_owned(), "1 s".to_owned()]);
        assert_eq!(
            table.to_markdown(),
            "| what   | time |\n| ------ | ---- |\n| plan … | 1 s  |\n"
        );
    }
}
