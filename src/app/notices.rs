//! What the reader is told on the status line, until the next key.

use super::App;
use super::taking::Copied;

/// What the reader is told, and was.
#[derive(Debug, Default)]
pub(super) struct Notices {
    now: Option<String>,
    /// What was said of what was copied last, before it is known where it is.
    copied: Option<Copied>,
    /// Why it could not be kept where the reader is, as he was told.
    lost_places: Option<String>,
}

impl Notices {
    /// What he is told now.
    pub(super) fn now(&self) -> Option<&str> {
        self.now.as_deref()
    }

    /// Tells him something, in the place of what he was told.
    pub(super) fn tell(&mut self, notice: String) {
        self.now = Some(notice);
    }

    /// Tells him nothing any more. Answers what he was told.
    pub(super) fn end(&mut self) -> Option<String> {
        self.now.take()
    }

    /// Does not tell him this any more.
    pub(super) fn end_if(&mut self, told: &str) {
        self.now.take_if(|now| now == told);
    }

    /// Tells him again what he was told before, whatever he was told since; where that is nothing, it stays at this.
    pub(super) fn tell_again(&mut self, before: Option<String>) {
        self.now = before.or_else(|| self.now.take());
    }

    /// Tells him that something was copied.
    pub(super) fn tell_copied(&mut self, copied: Copied) {
        self.tell(copied.told().to_owned());
        self.copied = Some(copied);
    }

    /// What was copied last, once, if he is still told of it.
    pub(super) fn take_copied(&mut self) -> Option<Copied> {
        let now = self.now.as_deref();
        self.copied.take_if(|copied| now == Some(copied.told()))
    }

    /// Tells him that it cannot be kept where he is, once for each reason: it is tried again and again.
    pub(super) fn tell_of_lost_places(&mut self, error: &anyhow::Error) {
        let told = format!("not remembered: {error:#}");
        if self.lost_places.as_ref() != Some(&told) {
            self.tell(told.clone());
            self.lost_places = Some(told);
        }
    }
}

impl App {
    /// What the reader is told on the status line, until the next key.
    pub fn notice(&self) -> Option<&str> {
        self.notices.now()
    }

    /// Tells the reader something on the status line, until the next key.
    pub fn tell(&mut self, notice: &str) {
        self.notify(notice);
    }

    pub(super) fn notify(&mut self, notice: impl Into<String>) {
        self.notices.tell(notice.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_told_before_comes_first() {
        let mut notices = Notices::default();
        notices.tell("one".to_owned());
        let before = notices.end();
        notices.tell("two".to_owned());
        notices.tell_again(before);
        assert_eq!(notices.now(), Some("one"));
        notices.end_if("two");
        assert_eq!(notices.now(), Some("one"));
        notices.tell_again(None);
        assert_eq!(notices.now(), Some("one"), "nothing was told before");
        notices.end_if("one");
        assert_eq!(notices.now(), None);
    }

    #[test]
    fn a_reason_for_lost_places_is_told_once() {
        let mut notices = Notices::default();
        for (reason, expected) in
            [("full", Some("not remembered: full")), ("full", None), ("gone", Some("not remembered: gone"))]
        {
            notices.end();
            notices.tell_of_lost_places(&anyhow::anyhow!(reason));
            assert_eq!(notices.now(), expected);
        }
    }
}
