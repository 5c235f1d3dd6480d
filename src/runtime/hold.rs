//! When the text scrolls on under a mouse that is held at an edge.

use std::time::{Duration, Instant};

/// How long the mouse is held at an edge before the text scrolls on.
const HOLD: Duration = Duration::from_millis(40);

/// The next time that it does. What else happens meanwhile does not put it off.
#[derive(Debug, Default)]
pub(super) struct Hold {
    due: Option<Instant>,
}

impl Hold {
    /// How long there is nothing to do by itself, where the mouse is held at an edge now or is not.
    pub(super) fn patience(&mut self, is_held: bool, now: Instant) -> Duration {
        self.due = if is_held { Some(self.due.unwrap_or(now + HOLD)) } else { None };
        self.due.map_or(Duration::MAX, |due| due.saturating_duration_since(now))
    }

    /// Whether it is time to scroll on. The next time comes then.
    pub(super) fn is_due(&mut self, now: Instant) -> bool {
        self.due.take_if(|due| *due <= now).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_meanwhile_does_not_put_it_off() {
        let (start, mut hold) = (Instant::now(), Hold::default());
        let mut n_times = 0;
        // Results come every millisecond.
        for millisecond in 0..400 {
            let now = start + Duration::from_millis(millisecond);
            assert!(hold.patience(true, now) <= HOLD);
            n_times += u32::from(hold.is_due(now));
        }
        assert!((9..=10).contains(&n_times), "{n_times}");
    }

    #[test]
    fn it_begins_anew_where_the_mouse_was_let_go() {
        let (start, mut hold) = (Instant::now(), Hold::default());
        assert_eq!(hold.patience(false, start), Duration::MAX);
        assert_eq!(hold.patience(true, start), HOLD);
        assert_eq!(hold.patience(false, start + HOLD), Duration::MAX);
        assert!(!hold.is_due(start + HOLD));
        assert_eq!(hold.patience(true, start + HOLD), HOLD);
    }
}
