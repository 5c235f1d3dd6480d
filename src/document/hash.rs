//! A hash that is quick for short texts, and stays the same from one version of folio to the next, so that it
//! can be kept.

/// FNV-1a of 64 bits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
        Self(BASIS)
    }
}

impl Fnv {
    /// Adds bytes.
    pub(crate) fn add(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.add_byte(byte);
        }
    }

    /// Adds one byte.
    pub(crate) fn add_byte(&mut self, byte: u8) {
        const PRIME: u64 = 0x0000_0100_0000_01b3;
        self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(PRIME);
    }

    /// The hash of all that was added.
    pub(crate) fn get(self) -> u64 {
        self.0
    }
}
