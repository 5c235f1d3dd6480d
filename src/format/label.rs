//! The label that opens a `Label: text` item.

/// The most words a label has.
const MAX_WORDS: usize = 8;
/// The most characters a label has.
const MAX_CHARS: usize = 60;

/// Bytes of the label that opens `text`, colon included: a few words, then a colon and a space,
/// with no other punctuation that ends a sentence. `None` where there is no label.
///
/// ```
/// use folio::format::label::label_length;
/// assert_eq!(label_length("Water: two liters a day."), Some(6));
/// assert_eq!(label_length("We went home. Later: rain."), None);
/// ```
pub fn label_length(text: &str) -> Option<usize> {
    // One after the other, each is found faster than both at once.
    let colon = text.find(':').into_iter().chain(text.find('：')).min()?;
    let label = text.get(..colon)?;
    let after = text.get(colon..)?;
    let mark = after.chars().next()?;
    let rest = after.strip_prefix(mark)?;
    let is_set_off = mark == '：' || rest.starts_with(char::is_whitespace);
    let is_short = label.chars().count() <= MAX_CHARS && label.split_whitespace().count() <= MAX_WORDS;
    let is_label =
        !label.trim().is_empty() && !label.contains(['\n', '?', '!', ';', '。']) && !label.contains(". ");
    (is_set_off && is_short && is_label && !rest.trim().is_empty()).then_some(colon + mark.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::label_length;

    #[test]
    fn labels_are_short_and_followed_by_text() {
        for (text, expected) in [
            ("Label: text", Some(6)),
            ("A longer label of words: text", Some(24)),
            ("no label here", None),
            ("ends with a colon:", None),
            ("http://example.org/", None),
            ("at 10:30 we left", None),
            ("標籤：文字", Some(9)),
            ("one two three four five six seven eight nine: text", None),
            ("What? Yes: text", None),
        ] {
            assert_eq!(label_length(text), expected, "{text}");
        }
    }
}
