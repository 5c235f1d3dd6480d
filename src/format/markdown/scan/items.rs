//! The containers that the scanner follows by their indents: list items, definitions, footnotes.

#[derive(Clone, Debug)]
pub(super) struct Item {
    /// The column from which a line belongs to the item.
    pub(super) content: usize,
    pub(super) kind: ItemKind,
}

#[derive(Clone, Debug)]
pub(super) enum ItemKind {
    /// An item of a list.
    List {
        /// The bullet, or what follows the number.
        mark: u8,
        /// What an ordered list counts.
        number: u64,
        /// Whether a blank line has parted blocks of the list.
        is_loose: bool,
    },
    /// What a term means.
    Definition,
    /// A footnote, with its label and the marks around it.
    Footnote(Vec<u8>),
}

impl Item {
    pub(super) fn is_definition(&self) -> bool {
        matches!(self.kind, ItemKind::Definition)
    }

    /// Makes it the next one after `before`, if they belong to the same list.
    pub(super) fn follow(&mut self, before: &Self) {
        if let ItemKind::List { mark, number, is_loose } = &mut self.kind
            && let ItemKind::List { mark: same, number: last, is_loose: was_loose } = before.kind
            && *mark == same
        {
            *number = last.saturating_add(1);
            *is_loose |= was_loose;
        }
    }

    pub(super) fn loosen(&mut self) {
        if let ItemKind::List { is_loose, .. } = &mut self.kind {
            *is_loose = true;
        }
    }
}
