//! A hash that stays the same from one version of folio to the next, so that it can be kept.

/// FNV-1a of 64 bits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
        Self(BASIS)
    }
}

impl Fnv {
    /// Adds bytes.
    pub(super) fn add(&mut self, bytes: &[u8]) {
        const PRIME: u64 = 0x0000_0100_0000_01b3;
        let add = |hash: u64, &byte: &u8| (hash ^ u64::from(byte)).wrapping_mul(PRIME);
        self.0 = bytes.iter().fold(self.0, add);
    }

    /// The hash of all that was added.
    pub(super) fn get(self) -> u64 {
        self.0
    }
}
