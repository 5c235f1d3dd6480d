//! Spaces that bind: a number to its unit, a page to its number, a dash to what it follows, initials to a name.
//!
//! Typesetters put a space of fixed width there. Texts seldom have one, so that it is told by what is around.

/// Symbols of units, of the International System and of what screens and memories are measured in.
const UNITS: [&str; 50] = [
    "m", "mm", "cm", "dm", "km", "µm", "nm", "m²", "km²", "m³", "ha", "g", "kg", "mg", "µg", "t", "l", "L",
    "ml", "mL", "cl", "s", "ms", "µs", "ns", "min", "h", "Hz", "kHz", "MHz", "GHz", "W", "kW", "MW", "kWh",
    "V", "A", "K", "Pa", "hPa", "B", "kB", "KB", "MB", "GB", "TB", "px", "pt", "€", "£",
];

/// The letters of the longest abbreviation that a number is bound to.
const ABBREVIATION: usize = 4;

/// Whether no line ends at `offset` of `text`, behind a space, for what stands on both sides of it.
pub(super) fn is_bound_by_space(text: &str, offset: usize) -> bool {
    let Some((before, after)) = text.split_at_checked(offset) else { return false };
    let Some(before) = before.strip_suffix(' ') else { return false };
    let Some(next) = after.chars().next() else { return false };
    match before.chars().next_back() {
        Some(last) if matches!(next, '–' | '—') => binds_dash(last, after),
        Some('.') => follows_abbreviation(before, after, next),
        Some('§' | '¶') => next.is_numeric(),
        Some(last) if last.is_numeric() => matches!(next, '%' | '‰' | '°') || begins_with_unit(after),
        _ => false,
    }
}

/// Whether a dash alone belongs to what stands before it, which ends with `last`. Behind the end of a sentence it opens
/// what another says.
fn binds_dash(last: char, after: &str) -> bool {
    after.chars().nth(1).is_none_or(char::is_whitespace) && !matches!(last, '.' | '!' | '?' | '…' | ':')
}

/// Whether a number stands behind a short word with a full stop (`pp. 12`), or a name or another letter behind a letter
/// with one (`J. Doe`, `z. B.`).
fn follows_abbreviation(before: &str, after: &str, next: char) -> bool {
    let word = before.trim_end_matches('.');
    let letters = word.chars().rev().take(ABBREVIATION + 1).take_while(|c| c.is_alphabetic()).count();
    let is_word_start = |c: char| c.is_whitespace() || matches!(c, '(' | '[' | '.' | '“' | '„' | '«' | '"');
    let start = word.chars().rev().nth(letters);
    if before.len() - word.len() != 1 || !start.is_none_or(is_word_start) {
        return false;
    }
    match letters {
        1 => {
            next.is_numeric()
                || next.is_uppercase()
                || after.chars().nth(1) == Some('.') && next.is_alphabetic()
        }
        2..=ABBREVIATION => next.is_numeric(),
        _ => false,
    }
}

/// Whether a unit's symbol comes first, with no more letters behind it.
fn begins_with_unit(after: &str) -> bool {
    let end = after.find(|c: char| !c.is_alphanumeric() && !matches!(c, '€' | '£')).unwrap_or(after.len());
    after.get(..end).is_some_and(|word| UNITS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words of a text, those that are bound with a tie between them.
    fn tied(text: &str) -> String {
        let tie = |(at, c)| if c == ' ' && is_bound_by_space(text, at + 1) { '~' } else { c };
        text.char_indices().map(tie).collect()
    }

    #[test]
    fn spaces_bind_what_belongs_together() {
        for expected in [
            "10~% at 25~°C, §~3, a 4~‰",
            "it is~– or~— was –5",
            "Yes. — No",
            "12~kg of it, 3~km/h, 5~m, 7 men, 10~€, 2~GB",
            "pp.~12 and (Fig.~3), Nr.~5; it ended. 12 men",
            "by J.~R.~R.~Tolkien, z.~B. das, i.~e. this",
            "what … 12 or... 3",
        ] {
            let text = expected.replace('~', " ");
            assert_eq!(tied(&text), expected);
        }
    }
}
