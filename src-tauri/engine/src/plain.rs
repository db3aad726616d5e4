//! Cells that a spreadsheet must not take for formulas: a quote before them when a file is written, and no quote again when it is read.

use std::borrow::Cow;

/// What makes a spreadsheet think.
const SIGNS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The cell as a spreadsheet may show it.
pub(crate) fn guarded(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(SIGNS) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// The cell without the quote that [`guarded`] puts before it.
pub(crate) fn bare(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| rest.starts_with(SIGNS)).unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guarded_cell_is_no_formula_and_comes_back_as_it_was() {
        for cell in ["=HYPERLINK(\"x\")", "+61 2 9999", "-5", "@jo", "\t=1", "\r=1"] {
            assert_eq!(guarded(cell), format!("'{cell}"));
            assert_eq!(bare(&guarded(cell)), cell);
        }
        for cell in ["Jo = Ann", "", "'t Hooft", "45"] {
            assert_eq!((guarded(cell).as_ref(), bare(cell)), (cell, cell));
        }
    }
}
