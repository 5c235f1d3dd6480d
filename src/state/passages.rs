//! Passages as a file has them: ten signs each, so that those of a book take some kilobytes.
//!
//! The first four tell how far one begins behind the one before, in bytes of the source, the others its hash.

use serde::{Deserialize, Deserializer, Serializer};

use crate::document::Passages;

const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/// Bits of a sign.
const BITS: u32 = 6;
/// Signs that tell how far a passage begins behind the one before, and those of its hash.
const DISTANCE: u32 = 4;
const HASH: u32 = Passages::HASH_BITS / BITS;

pub(super) fn serialize<S: Serializer>(passages: &Passages, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&written(passages))
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Passages, D::Error> {
    Ok(read(&String::deserialize(deserializer)?))
}

fn written(passages: &Passages) -> String {
    let (mut text, mut before) = (String::new(), 0);
    for (start, hash) in passages.iter() {
        // The words tell which one it is, should it be as far away as that.
        let distance = (start - before).min((1 << (DISTANCE * BITS)) - 1);
        before += distance;
        for (number, n_signs) in [(distance, DISTANCE), (hash, HASH)] {
            let signs = (0..n_signs).rev().map(|place| number >> (place * BITS) & 0b11_1111);
            text.extend(
                signs.filter_map(|sign| SIGNS.get(usize::try_from(sign).ok()?)).map(|&sign| char::from(sign)),
            );
        }
    }
    text
}

/// Those that a file has. What is not ours ends them.
fn read(text: &str) -> Passages {
    let value = |byte: &u8| SIGNS.iter().position(|sign| sign == byte).map(|at| at as u64);
    let number = |signs: &[u8]| signs.iter().try_fold(0, |all, sign| Some(all << BITS | value(sign)?));
    let mut before = 0;
    let passages = text.as_bytes().chunks_exact((DISTANCE + HASH) as usize).map_while(|signs| {
        let (distance, hash) = signs.split_at(DISTANCE as usize);
        before += number(distance)?;
        Some((before, number(hash)?))
    });
    Passages::new(passages)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let all = [(0, 0), (1, 1), (70, (1 << 36) - 1), (1 << 20, 1 << 35)];
        assert_eq!(written(&Passages::new(all)), "AAAAAAAAAAAAABAAAAABAABF______D_-6gAAAAA");
        assert_eq!(read(&written(&Passages::new(all))), Passages::new(all));
        let far = Passages::new([(5, 5), (1 << 40, 7)]);
        assert_eq!(read(&written(&far)).iter().map(|(_, hash)| hash).collect::<Vec<_>>(), [5, 7]);
    }

    #[test]
    fn what_is_not_ours_does_no_harm() {
        for text in ["", "AAA", "é!", "AAAAAAAAAA!!!!!!!!!!", "\u{0}"] {
            assert!(read(text).iter().count() <= 1, "{text}");
        }
    }
}
