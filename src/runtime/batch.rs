//! What is waiting, taken at once.

use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

use super::Message;
use super::mailbox::Mailbox;
use super::signals::Signal;
use crate::app::Event;

/// The most messages between two frames: a flood of them cannot keep the screen from changing.
const MAX_BATCH: usize = 256;

/// Sleeps until there is a message, and takes those that wait behind it; nothing where patience ends first. Of several changes of the
/// size only the last is kept, as each costs a new layout.
///
/// Where results are `left` of the batch before, there is no sleep, and what the reader did since comes
/// first.
pub(super) fn next(messages: &Mailbox<Message>, left: Vec<Message>, patience: Duration) -> Vec<Message> {
    let mut batch = left;
    if batch.is_empty() {
        let first = match messages.next(patience) {
            Ok(first) => first,
            Err(RecvTimeoutError::Timeout) => return Vec::new(),
            Err(RecvTimeoutError::Disconnected) => return vec![Message::Gone],
        };
        batch.push(first);
        batch.extend(messages.waiting().take(MAX_BATCH - 1));
    } else {
        batch.extend(messages.waiting().take(MAX_BATCH));
        batch.sort_by_key(is_result);
    }
    without_outdated_sizes(batch)
}

/// Whether a worker has sent this.
pub(super) fn is_result(message: &Message) -> bool {
    matches!(message, Message::Done(_))
}

/// Whether the reader has done this.
pub(super) fn is_input(message: &Message) -> bool {
    matches!(message, Message::Input(_))
}

fn without_outdated_sizes(mut messages: Vec<Message>) -> Vec<Message> {
    if let Some(last) = messages.iter().rposition(is_resize) {
        let mut index = 0;
        messages.retain(|message| {
            index += 1;
            index > last || !is_resize(message)
        });
    }
    messages
}

fn is_resize(message: &Message) -> bool {
    matches!(message, Message::Input(Event::Resize(_)) | Message::Signal(Signal::Resized))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::jobs::Done;
    use crate::app::{Key, KeyCode, Size};
    use crate::runtime::mailbox::mailbox;

    fn key(c: char) -> Message {
        Message::Input(Event::Key(Key::plain(KeyCode::Char(c))))
    }

    fn size(columns: u16) -> Message {
        Message::Input(Event::Resize(Size { columns, rows: 1 }))
    }

    #[test]
    fn all_that_waits_comes_at_once_and_in_order() {
        let (sender, messages) = mailbox();
        for c in "abc".chars() {
            sender.send(key(c)).unwrap();
        }
        let batch = next(&messages, Vec::new(), Duration::MAX);
        assert_eq!(format!("{batch:?}"), format!("{:?}", [key('a'), key('b'), key('c')]));
    }

    #[test]
    fn what_the_reader_does_comes_before_results_that_are_left() {
        let (sender, messages) = mailbox();
        sender.send(key('a')).unwrap();
        sender.send(key('b')).unwrap();
        let batch = next(&messages, vec![Message::Done(Done::AllChunks { edition: 0 })], Duration::MAX);
        let expected = [key('a'), key('b'), Message::Done(Done::AllChunks { edition: 0 })];
        assert_eq!(format!("{batch:?}"), format!("{expected:?}"));
        assert_eq!(
            next(&messages, vec![Message::Done(Done::AllChunks { edition: 0 })], Duration::MAX).len(),
            1
        );
    }

    #[test]
    fn a_flood_comes_in_portions() {
        let (sender, messages) = mailbox();
        for _ in 0..=MAX_BATCH {
            sender.send(key('j')).unwrap();
        }
        assert_eq!(next(&messages, Vec::new(), Duration::MAX).len(), MAX_BATCH);
        assert_eq!(next(&messages, Vec::new(), Duration::MAX).len(), 1);
    }

    #[test]
    fn of_several_sizes_the_last_one_is_kept() {
        let messages = vec![size(1), key('a'), Message::Signal(Signal::Resized), size(3), key('b')];
        let kept = without_outdated_sizes(messages);
        assert_eq!(format!("{kept:?}"), format!("{:?}", [key('a'), size(3), key('b')]));
    }

    #[test]
    fn where_nothing_comes_there_is_nothing() {
        let (_sender, messages) = mailbox();
        assert!(next(&messages, Vec::new(), Duration::ZERO).is_empty());
    }

    #[test]
    fn where_nobody_can_send_any_more_the_end_has_come() {
        let (sender, messages) = mailbox();
        drop(sender);
        assert!(matches!(*next(&messages, Vec::new(), Duration::MAX), [Message::Gone]));
    }
}
