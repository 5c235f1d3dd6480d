//! What is kept for the next run: written and read by a thread of its own, one after the other, so that no disk
//! keeps the reader waiting and nothing is lost when he leaves.

use std::collections::BTreeSet;
use std::io;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use super::Message;
use super::contain::contain;
use super::mailbox::Mailbox;
use crate::app::jobs::Done;
use crate::document::corrections::Edit;
use crate::document::memory::{Annotated, SetAside};
use crate::document::{Identity, Keeping, Memory, NoteEdit};

type Work = Box<dyn FnOnce() + Send>;

/// The thread, which is started for the first work.
#[derive(Default)]
pub(super) struct Keeper {
    running: Option<(Sender<Work>, JoinHandle<()>)>,
}

impl Keeper {
    /// Has `work` done behind all that was submitted before.
    pub(super) fn submit(&mut self, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
        let running = match self.running.take() {
            Some(running) => running,
            None => start()?,
        };
        // The thread lives as long as the sender.
        let _ = running.0.send(Box::new(work));
        self.running = Some(running);
        Ok(())
    }

    /// What ends, without having anything, when all is done that was submitted so far.
    pub(super) fn all_done(&self) -> Receiver<()> {
        let (sender, end) = mpsc::channel();
        if let Some((works, _)) = &self.running {
            let _ = works.send(Box::new(move || drop(sender)));
        }
        end
    }

    /// Waits until all is done.
    pub(super) fn finish(&mut self) {
        if let Some((sender, thread)) = self.running.take() {
            drop(sender);
            let _ = thread.join();
        }
    }
}

fn start() -> io::Result<(Sender<Work>, JoinHandle<()>)> {
    let (sender, works) = mpsc::channel::<Work>();
    let thread = Builder::new().name("folio-keeping".to_owned()).spawn(move || {
        for work in works {
            let _ = contain(work);
        }
    })?;
    Ok((sender, thread))
}

/// What is reported of something that was to be kept: how it was lost, or which file was in the way.
pub(super) fn what_became_of(
    kept: anyhow::Result<Option<SetAside>>,
    lost: impl FnOnce(anyhow::Error) -> Done,
) -> Option<Done> {
    match kept {
        Ok(set_aside) => set_aside.map(Done::SetAside),
        Err(error) => Some(lost(error)),
    }
}

/// The same of notes.
pub(super) fn what_became_of_notes(
    kept: anyhow::Result<Annotated>,
    identity: Identity,
    edits: Vec<NoteEdit>,
) -> Option<Done> {
    match kept {
        Ok(kept) => (kept != Annotated::default()).then(|| Done::Annotated(identity, kept)),
        Err(error) => Some(Done::NotesLost(identity, edits, error)),
    }
}

/// Does what may have to wait for others, and tells the reader, who has left, if that lasts longer than `patience`.
pub(super) fn telling_of_waits<T>(
    patience: Duration,
    tell: impl FnOnce() + Send,
    work: impl FnOnce() -> T,
) -> T {
    std::thread::scope(|scope| {
        let (done, end) = mpsc::channel::<()>();
        let teller = Builder::new().spawn_scoped(scope, move || {
            if end.recv_timeout(patience) == Err(RecvTimeoutError::Timeout) {
                tell();
            }
        });
        let result = work();
        drop((done, teller));
        result
    })
}

/// What is to be kept when the reader has ended.
#[derive(Default)]
pub(super) struct Left {
    pub(super) places: Vec<Keeping>,
    /// The changes of corrections that could not be kept before.
    pub(super) corrections: Vec<Edit>,
    /// The changes of notes that could not be kept before, by document.
    pub(super) notes: Vec<(Identity, Vec<NoteEdit>)>,
    /// What was reported since the end.
    pub(super) messages: Option<Mailbox<Message>>,
    /// What defects said that did not end the program.
    pub(super) defects: Vec<String>,
}

impl Left {
    /// Keeps it, each thing whatever becomes of the others. Answers what is to be told of that.
    pub(super) fn keep(mut self, memory: &dyn Memory) -> Vec<String> {
        let mut told = Vec::new();
        for message in self.messages.iter().flat_map(Mailbox::waiting) {
            match message {
                Message::Report(Done::CorrectionsLost(edits, _)) => self.corrections.extend(edits),
                Message::Report(Done::NotesLost(identity, edits, _)) => self.notes.push((identity, edits)),
                Message::Report(Done::SetAside(set_aside)) => told.push(set_aside.to_string()),
                Message::Report(Done::Annotated(_, annotated)) => told.extend(lines_of(&annotated)),
                _ => {}
            }
        }
        let places = memory.keep(&self.places);
        let corrections =
            if self.corrections.is_empty() { Ok(None) } else { memory.remember(&self.corrections) };
        let lines = |set_aside: Option<SetAside>| set_aside.iter().map(SetAside::to_string).collect();
        let notes = self.notes.iter().map(|(identity, edits)| memory.annotate(identity, edits));
        let notes = notes.map(|kept| ("notes are", kept.map(|annotated| lines_of(&annotated))));
        let others = [("where you were is", places), ("corrections are", corrections)];
        let others = others.map(|(what, kept)| (what, kept.map(lines)));
        for (what, kept) in others.into_iter().chain(notes) {
            match kept {
                Ok(lines) => told.extend::<Vec<_>>(lines),
                Err(error) => told.push(format!("{what} not remembered: {error:#}")),
            }
        }
        // The same may be said of several.
        let mut known = BTreeSet::new();
        told.retain(|line| known.insert(line.clone()));
        told
    }
}

/// What is told of notes that were kept when the reader has ended.
fn lines_of(Annotated { set_aside, clashes }: &Annotated) -> Vec<String> {
    let clash =
        (!clashes.is_empty()).then_some("another reader changed the same note; what he wrote is kept too");
    clash.map(str::to_owned).into_iter().chain(set_aside.iter().map(SetAside::to_string)).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::document::corrections::Fingerprint;
    use crate::document::memory::PastLine;
    use crate::document::{Change, Clash, Correction, Note, Recalled, RecalledNotes};
    use crate::runtime::mailbox::mailbox;

    #[test]
    fn who_waits_for_what_was_submitted_waits_for_no_more() {
        let mut keeper = Keeper::default();
        assert!(keeper.all_done().recv().is_err(), "there is nothing to wait for");
        let done = Arc::new(Mutex::new(0));
        let add = |by: u32| {
            let done = Arc::clone(&done);
            move || {
                std::thread::sleep(Duration::from_millis(20));
                *done.lock().unwrap() += by;
            }
        };
        keeper.submit(add(1)).unwrap();
        keeper.submit(add(2)).unwrap();
        let end = keeper.all_done();
        let (go_on, held) = mpsc::channel::<()>();
        keeper.submit(move || _ = held.recv()).unwrap();
        assert!(end.recv().is_err());
        assert_eq!(*done.lock().unwrap(), 3);
        drop(go_on);
        keeper.finish();
    }

    /// A memory that keeps no places, and of notes only those on the documents of even numbers; of corrections it
    /// says that there was garbage before.
    #[derive(Default)]
    struct Fussy {
        noted: Mutex<Vec<u64>>,
    }

    fn set_aside() -> SetAside {
        SetAside { file: "a".to_owned(), now: "b".to_owned(), is_partly: false }
    }

    impl Memory for Fussy {
        fn remember(&self, _: &[Edit]) -> anyhow::Result<Option<SetAside>> {
            Ok(Some(set_aside()))
        }

        fn recall_at_once(&self, _: &Identity) -> Option<Recalled> {
            None
        }

        fn recall(&self, identity: Identity) -> Recalled {
            Recalled { identity, ..Recalled::default() }
        }

        fn keep(&self, _: &[Keeping]) -> anyhow::Result<Option<SetAside>> {
            anyhow::bail!("no room")
        }

        fn lines(&self) -> anyhow::Result<Vec<PastLine>> {
            Ok(Vec::new())
        }

        fn keep_line(&self, _: &PastLine) -> anyhow::Result<Option<SetAside>> {
            Ok(None)
        }

        fn recall_notes(&self, identity: Identity) -> RecalledNotes {
            RecalledNotes { identity, ..RecalledNotes::default() }
        }

        fn annotate(&self, identity: &Identity, _: &[NoteEdit]) -> anyhow::Result<Annotated> {
            anyhow::ensure!(identity.content.is_multiple_of(2), "it is odd");
            self.noted.lock().unwrap().push(identity.content);
            let clash = Clash { theirs: Note::default(), now: Note::default() };
            Ok(Annotated { clashes: vec![clash], set_aside: None })
        }
    }

    #[test]
    fn what_cannot_be_kept_is_told_and_the_rest_is_kept() {
        let identity = |content| Identity::kept(String::new(), content, Vec::new());
        let (sender, messages) = mailbox();
        let lost = Done::NotesLost(identity(4), Vec::new(), anyhow::anyhow!("too early"));
        for done in [lost, Done::SetAside(set_aside()), Done::CorrectionsLost(vec![], anyhow::anyhow!("no"))]
        {
            sender.send(Message::Report(done)).unwrap();
        }
        let notes = [2, 3].map(|content| (identity(content), Vec::new())).into();
        let block = Fingerprint { text: 1, before: 2, after: 3 };
        let (text, document) = (String::new(), String::new());
        let correction = Edit::Remove(Correction { block, change: Change::Join, text, document });
        let left = Left { notes, corrections: vec![correction], messages: Some(messages), ..Left::default() };
        let memory = Fussy::default();
        let told = left.keep(&memory);
        assert_eq!(
            told,
            [
                "a was unreadable and is now b",
                "where you were is not remembered: no room",
                "another reader changed the same note; what he wrote is kept too",
                "notes are not remembered: it is odd",
            ]
        );
        assert_eq!(*memory.noted.lock().unwrap(), [2, 4]);
    }

    #[test]
    fn who_has_left_is_told_what_is_waited_for() {
        let (told, is_told) = mpsc::channel();
        // It lasts as long as nobody is told.
        let result = telling_of_waits(Duration::ZERO, move || told.send(()).unwrap(), || is_told.recv());
        assert!(result.is_ok());
        let (told, is_told) = mpsc::channel();
        telling_of_waits(Duration::MAX, move || told.send(()).unwrap(), || ());
        assert!(is_told.recv().is_err(), "there was nothing to tell");
    }

    #[test]
    fn all_is_done_in_order_whatever_panics() {
        let mut keeper = Keeper::default();
        let done = Arc::new(Mutex::new(Vec::new()));
        for round in 0..2 {
            for number in 0..5 {
                let done = Arc::clone(&done);
                let work = move || {
                    std::thread::sleep(Duration::from_millis(2));
                    assert!(number != 2, "a defect");
                    done.lock().unwrap().push(round * 10 + number);
                };
                keeper.submit(work).unwrap();
            }
            keeper.finish();
        }
        keeper.finish();
        assert_eq!(*done.lock().unwrap(), [0, 1, 3, 4, 10, 11, 13, 14]);
    }
}
