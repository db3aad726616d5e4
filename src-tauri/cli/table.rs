//! A plain table: columns aligned by blanks, no lines.

/// Columns and rows of text.
#[derive(Debug)]
pub(crate) struct Table {
    head: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these columns.
    pub(crate) fn new<const N: usize>(head: [&'static str; N]) -> Self {
        Self { head: head.to_vec(), rows: Vec::new() }
    }

    /// Adds a row.
    pub(crate) fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(cells.to_vec());
    }

    /// Whether it has no row.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The names of the columns.
    pub(crate) fn head(&self) -> String {
        self.aligned(self.head.iter().map(|name| name.to_uppercase()))
    }

    /// The rows.
    pub(crate) fn rows(&self) -> impl Iterator<Item = String> {
        self.rows.iter().map(|row| self.aligned(row.iter().cloned()))
    }

    fn aligned(&self, cells: impl Iterator<Item = String>) -> String {
        let mut line = String::new();
        for (column, cell) in cells.enumerate() {
            let fill = self.width(column).saturating_sub(cell.chars().count());
            line.push_str(&cell);
            line.extend(std::iter::repeat_n(' ', fill + 2));
        }
        line.trim_end().to_owned()
    }

    fn width(&self, column: usize) -> usize {
        let head = self.head.get(column).map_or(0, |name| name.chars().count());
        self.rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0).max(head)
    }
}

#[cfg(test)]
mod tests {
    use super::Table;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let mut table = Table::new(["name", "n"]);
        table.row(["José".to_owned(), "1".to_owned()]);
        table.row(["Al".to_owned(), String::new()]);
        assert_eq!(table.head(), "NAME  N");
        assert_eq!(table.rows().collect::<Vec<_>>(), ["José  1", "Al"]);
    }
}
