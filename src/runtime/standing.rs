//! When it is kept where the reader is: as soon as he stands still, should the program end otherwise than it is meant to.

use std::time::{Duration, Instant};

/// How long he does nothing before it is kept.
const STILL: Duration = Duration::from_secs(2);
/// How long it is not kept at most while he goes on.
const LONGEST: Duration = Duration::from_secs(20);

/// The next time that it is kept. There is none where nothing has happened since the last time.
#[derive(Debug, Default)]
pub(super) struct Standing {
    /// When the first thing happened since it was kept last.
    since: Option<Instant>,
    /// When the reader did the last one.
    last: Option<Instant>,
}

impl Standing {
    /// Takes that something happened, by the reader or by itself.
    pub(super) fn note(&mut self, is_by_reader: bool, now: Instant) {
        if is_by_reader || self.since.is_none() {
            self.last = Some(now);
        }
        self.since.get_or_insert(now);
    }

    fn due(&self) -> Option<Instant> {
        Some((self.last? + STILL).min(self.since? + LONGEST))
    }

    /// How long there is nothing to keep by itself.
    pub(super) fn patience(&self, now: Instant) -> Duration {
        self.due().map_or(Duration::MAX, |due| due.saturating_duration_since(now))
    }

    /// Whether it is time to keep it. The next time comes when something has happened again.
    pub(super) fn is_due(&mut self, now: Instant) -> bool {
        let is_due = self.due().is_some_and(|due| due <= now);
        if is_due {
            *self = Self::default();
        }
        is_due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ticks_where_nothing_happens() {
        let (start, mut standing) = (Instant::now(), Standing::default());
        assert_eq!(standing.patience(start), Duration::MAX);
        assert!(!standing.is_due(start + LONGEST));
        standing.note(true, start);
        assert_eq!(standing.patience(start), STILL);
        assert!(!standing.is_due(start + STILL / 2) && standing.is_due(start + STILL));
        assert_eq!(standing.patience(start + STILL), Duration::MAX);
        assert!(!standing.is_due(start + STILL));
    }

    #[test]
    fn who_goes_on_puts_it_off_but_not_forever() {
        let (start, mut standing) = (Instant::now(), Standing::default());
        let mut kept = Vec::new();
        for second in 0..60 {
            let now = start + Duration::from_secs(second);
            standing.note(true, now);
            if standing.is_due(now) {
                kept.push(second);
            }
        }
        assert_eq!(kept, [20, 41]);
    }

    #[test]
    fn results_do_not_put_it_off() {
        let (start, mut standing) = (Instant::now(), Standing::default());
        standing.note(true, start);
        standing.note(false, start + STILL / 2);
        assert!(standing.is_due(start + STILL));
        standing.note(false, start + STILL);
        assert_eq!(standing.patience(start + STILL), STILL);
    }
}
