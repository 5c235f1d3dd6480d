//! The model: how much each feature speaks for a heading or an item, rather than a paragraph.
//!
//! The weights are a table that people can read, `assets/structure.tsv`, which the example `train`
//! writes. A score is a sum of weights: of a block's features for what it may be, and of the
//! features of two neighbors for what both may be. A paragraph has no weights; it is what the
//! others are compared with.

use std::sync::LazyLock;

use super::features::Feature;

/// What a block that is weighed may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Running text.
    Paragraph,
    /// A heading.
    Heading,
    /// An item of a list.
    Item,
    /// Text kept as it is.
    Code,
}

impl Choice {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Paragraph, Self::Heading, Self::Item, Self::Code];
}

/// The scores of a block for each [`Choice`].
pub type Scores = [f32; Choice::ALL.len()];

/// The weights of all features.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    /// For each feature, its weight for each choice of one block.
    pub single: Vec<Scores>,
    /// For each feature, its weight for each choice of a block and each of the next.
    pub pair: Vec<[Scores; Choice::ALL.len()]>,
}

impl Weights {
    /// Weights that prefer nothing.
    pub fn none() -> Self {
        Self {
            single: vec![Scores::default(); Feature::COUNT],
            pair: vec![Default::default(); Feature::COUNT],
        }
    }

    /// The weights that folio has.
    pub fn bundled() -> &'static Self {
        static BUNDLED: LazyLock<Weights> =
            LazyLock::new(|| Weights::parse(include_str!("../../../assets/structure.tsv")));
        &BUNDLED
    }

    /// Reads a table of weights. Lines with `#` are comments; features that are not known do not count.
    pub fn parse(table: &str) -> Self {
        let mut weights = Self::none();
        // The rows are in the order of the features, if not in any: each is looked for behind the last.
        let mut features = Feature::all().cycle();
        // The first screen of a plain text waits for all of it: bytes are taken apart faster than characters.
        let rows = table.as_bytes().split(|&byte| byte == b'\n');
        for row in rows.filter(|row| !row.starts_with(b"#")) {
            let mut cells = row.split(|&byte| byte == b'\t');
            let (Some(question), Some(answer)) = (cells.next(), cells.next()) else { continue };
            let found = features.by_ref().take(Feature::COUNT).find(|feature| feature.is(question, answer));
            let Some(feature) = found else { continue };
            let numbers = cells.filter_map(number);
            // The first number, of a paragraph, is always 0 and not written.
            for (weight, number) in weights.row_mut(feature).iter_mut().skip(1).zip(numbers) {
                *weight = number;
            }
        }
        weights
    }

    /// The table, which [`parse`](Self::parse) reads, without rows of zeros.
    pub fn table(&self) -> String {
        let mut table = String::new();
        for feature in Feature::all() {
            let numbers: Vec<_> =
                self.row(feature).iter().skip(1).map(|weight| format!("{weight:.2}")).collect();
            if numbers.iter().any(|number| number != "0.00" && number != "-0.00") {
                let (question, answer) = feature.name();
                table.extend([&question, "\t", answer, "\t", &numbers.join("\t"), "\n"]);
            }
        }
        table
    }

    /// All weights of `feature`.
    fn row(&self, feature: Feature) -> &[f32] {
        let at = feature.index();
        if feature.is_of_pair() {
            self.pair.get(at).map_or(&[], |rows| rows.as_flattened())
        } else {
            self.single.get(at).map_or(&[], |row| row.as_slice())
        }
    }

    fn row_mut(&mut self, feature: Feature) -> &mut [f32] {
        let at = feature.index();
        if feature.is_of_pair() {
            self.pair.get_mut(at).map_or(&mut [], |rows| rows.as_flattened_mut())
        } else {
            self.single.get_mut(at).map_or(&mut [], |row| row.as_mut_slice())
        }
    }

    /// What the features of a block add up to.
    pub(super) fn score(&self, features: &[Feature]) -> Scores {
        let mut sum = Scores::default();
        for row in features.iter().filter_map(|feature| self.single.get(feature.index())) {
            for (sum, weight) in sum.iter_mut().zip(row) {
                *sum += weight;
            }
        }
        sum
    }

    /// What the features of two neighbors add up to.
    pub(super) fn score_pair(&self, features: &[Feature]) -> [Scores; Choice::ALL.len()] {
        let mut sum = [Scores::default(); Choice::ALL.len()];
        for rows in features.iter().filter_map(|feature| self.pair.get(feature.index())) {
            for (sum, weight) in sum.as_flattened_mut().iter_mut().zip(rows.as_flattened()) {
                *sum += weight;
            }
        }
        sum
    }
}

/// The number that `cell` says. The form in which [`Weights::table`] writes one is read much faster than
/// others.
fn number(cell: &[u8]) -> Option<f32> {
    let (sign, digits) = cell.strip_prefix(b"-").map_or((1.0, cell), |digits| (-1.0, digits));
    match *digits {
        [one @ b'0'..=b'9', b'.', tenths @ b'0'..=b'9', rest @ b'0'..=b'9'] => {
            let digit = |byte: u8| u16::from(byte - b'0');
            Some(sign * f32::from(digit(one) * 100 + digit(tenths) * 10 + digit(rest)) / 100.0)
        }
        _ => str::from_utf8(cell).ok()?.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_as_it_is_written() {
        let mut weights = Weights::none();
        let all: Vec<_> = Feature::all().collect();
        let (first, last) = (all[0], all[Feature::COUNT - 1]);
        assert!(!first.is_of_pair() && last.is_of_pair());
        weights.single[first.index()] = [0.0, 1.5, -0.25, 0.0];
        weights.pair[last.index()][2][1] = 0.75;
        assert_eq!(Weights::parse(&weights.table()), weights);
    }

    #[test]
    fn numbers_are_what_they_say() {
        for hundredths in -999i16..=999 {
            let cell = format!("{:.2}", f32::from(hundredths) / 100.0);
            assert_eq!(number(cell.as_bytes()), cell.parse().ok(), "{cell}");
        }
        for cell in ["1", "-1.5", "12.34", "0.125", "1e2", "+.50", "a.bc", "--.12", "-", ""] {
            assert_eq!(number(cell.as_bytes()), cell.parse().ok(), "{cell}");
        }
    }

    #[test]
    fn the_bundled_table_is_of_these_features() {
        let table = include_str!("../../../assets/structure.tsv");
        let rows = table.lines().filter(|line| !line.starts_with('#'));
        let names: Vec<_> = Feature::all().map(Feature::name).collect();
        for row in rows {
            let mut cells = row.split('\t');
            let (question, answer) = (cells.next().unwrap(), cells.next().unwrap());
            assert!(names.iter().any(|name| name.0 == question && name.1 == answer), "{row}");
        }
        assert_ne!(*Weights::bundled(), Weights::none());
    }

    #[test]
    fn what_is_no_table_has_no_weights() {
        for table in ["", "# words\t1\t2", "no such question\tyes\t1.0", "words\t1", "words\t1\tmany"] {
            assert_eq!(Weights::parse(table), Weights::none(), "{table}");
        }
    }
}
