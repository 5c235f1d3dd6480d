//! Where in a text bytes stand that stand in it again.

/// For each place in a text, the nearest ones before and behind it where the same [`LENGTH`](Self::LENGTH) bytes may
/// begin.
pub(super) struct Returns(Vec<[u32; 2]>);

/// No place.
const NONE: u32 = u32::MAX;

impl Returns {
    /// The bytes that are the same.
    pub(super) const LENGTH: usize = 4;

    /// What returns in `text`.
    pub(super) fn of(text: &[u8]) -> Self {
        // Few enough that all of them stay at hand, and many enough that hardly any two are confused nearby.
        const BITS: u32 = 14;
        const SPREAD: u32 = 0x9E37_79B1;
        let mut links = vec![[NONE; 2]; text.len()];
        let mut last = vec![NONE; 1 << BITS];
        for (at, bytes) in (0..).zip(text.array_windows::<{ Self::LENGTH }>()) {
            let hash = u32::from_le_bytes(*bytes).wrapping_mul(SPREAD) >> (u32::BITS - BITS);
            let Some(last) = last.get_mut(hash as usize) else { continue };
            let before = std::mem::replace(last, at);
            if let Some([_, behind]) = links.get_mut(before as usize) {
                *behind = at;
            }
            if let Some([own, _]) = links.get_mut(at as usize) {
                *own = before;
            }
        }
        Self(links)
    }

    /// The places before `at` where the same bytes may begin, from the nearest on.
    pub(super) fn before(&self, at: usize) -> impl Iterator<Item = usize> {
        self.along(at, |[before, _]| before)
    }

    /// The places behind `at` where the same bytes may begin, from the nearest on.
    pub(super) fn behind(&self, at: usize) -> impl Iterator<Item = usize> {
        self.along(at, |[_, behind]| behind)
    }

    fn along(&self, at: usize, side: impl Fn([u32; 2]) -> u32) -> impl Iterator<Item = usize> {
        let next = move |&at: &usize| {
            let next = side(*self.0.get(at)?);
            (next != NONE).then_some(next as usize)
        };
        std::iter::successors(next(&at), next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_linked_from_the_nearest_on() {
        let returns = Returns::of(b"boat, boats, a boat");
        assert_eq!(returns.behind(0).collect::<Vec<_>>(), [6, 15]);
        assert_eq!(returns.before(15).collect::<Vec<_>>(), [6, 0]);
        assert_eq!(returns.before(6).collect::<Vec<_>>(), [0]);
        for at in [1, 17, 99] {
            assert_eq!(returns.behind(at).find(|&other| other <= at), None, "{at}");
        }
        assert_eq!(Returns::of(b"oar").behind(0).next(), None);
    }
}
