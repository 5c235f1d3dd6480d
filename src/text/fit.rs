//! Fitting a text into a room on one line.

use super::{clusters, width};

/// `text` in at most `room` columns (at least 1), with `…` for what is left out.
///
/// ```
/// assert_eq!(folio::text::shorten("A long title", 8), "A long…");
/// ```
pub fn shorten(text: &str, room: usize) -> String {
    if width(text) <= room {
        return text.to_owned();
    }
    let mut short = String::new();
    let mut columns = 0;
    for (_, cluster) in clusters(text) {
        columns += width(cluster);
        if columns + 1 > room {
            break;
        }
        short.push_str(cluster);
    }
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_an_ellipsis() {
        for (text, room, expected) in [
            ("Short", 5, "Short"),
            ("A long title", 8, "A long…"),
            ("A long title", 1, "…"),
            ("漢字漢字", 5, "漢字…"),
            ("漢字漢字", 4, "漢…"),
        ] {
            assert_eq!(shorten(text, room), expected, "{text} in {room}");
        }
    }
}
