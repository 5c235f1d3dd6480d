//! Hashes as strings: not every program reads numbers of 64 bits.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serializer};

/// As it is written: 16 digits.
pub(super) fn digits(number: u64) -> String {
    format!("{number:016x}")
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
pub(super) fn serialize<S: Serializer>(number: &u64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&digits(*number))
}

pub(super) fn deserialize<'d, D: Deserializer<'d>>(deserializer: D) -> Result<u64, D::Error> {
    let digits = String::deserialize(deserializer)?;
    u64::from_str_radix(&digits, 16).map_err(D::Error::custom)
}
