//! The list of keys and commands, made from the commands and the key table.

use super::command::{self, Command, Topic};
use super::keymap::Keymap;
use super::prompt::Prompt;
use super::status::ROOMY;
use super::{App, Overlay};
use crate::text::{width, wrap};

/// The list while it is open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Help {
    /// The rows above the first one in view.
    pub top: usize,
    /// The word that it is about; empty where all is listed.
    pub about: String,
    /// The line that is typed to say what it is to be about.
    pub(super) narrowing: Option<Narrowing>,
    /// The rows above the first one in view, and what it was about, before it was narrowed so.
    wider: Option<(usize, String)>,
}

/// A line that says what the list is to be about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Narrowing {
    pub(super) prompt: Prompt,
    /// The rows above the first one in view, and what the list was about, before that.
    before: (usize, String),
}

impl Help {
    fn about(word: &str) -> Self {
        Self { about: word.to_owned(), ..Self::default() }
    }

    /// Begins with a line that narrows it.
    fn begin_narrowing(&mut self) {
        let before = (self.top, self.about.clone());
        self.narrowing = Some(Narrowing { prompt: Prompt::default(), before });
    }

    /// Is about what the line says.
    fn narrow(&mut self) {
        if let Some(Narrowing { prompt, .. }) = &self.narrowing {
            (self.top, self.about) = (0, prompt.text().trim().to_owned());
        }
    }

    /// Drops the line, and is as it was before.
    fn cancel_narrowing(&mut self) {
        if let Some(Narrowing { before, .. }) = self.narrowing.take() {
            (self.top, self.about) = before;
        }
    }

    /// Drops the line, and stays as it is. What it was before it was first narrowed, it can be again.
    fn accept_narrowing(&mut self) {
        if let Some(Narrowing { before, .. }) = self.narrowing.take() {
            self.wider.get_or_insert(before);
        }
    }

    /// Is as it was before it was narrowed. Answers whether it was.
    fn widen(&mut self) -> bool {
        let wider = self.wider.take();
        let is_narrowed = wider.is_some();
        if let Some(wider) = wider {
            (self.top, self.about) = wider;
        }
        is_narrowed
    }
}

/// A line of the help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HelpLine {
    /// The title of a group.
    Topic(&'static str),
    /// A command.
    Command {
        /// Its keys; where it has none, how it is typed.
        keys: String,
        /// What it does, or the beginning of that.
        doc: String,
        /// How it is typed, where that stands on this line, at its end.
        typed: String,
    },
    /// More of what the command above does, and how it is typed.
    Rest {
        /// What it does.
        doc: String,
        /// How it is typed.
        typed: String,
    },
    /// A blank line between groups.
    Blank,
}

/// The commands of a topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What they are about.
    pub title: &'static str,
    /// What else there is to say; empty where there is nothing.
    pub note: &'static str,
    /// The commands.
    pub entries: Vec<Entry>,
}

/// A command, as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What its keys are called, by whomever.
    key_names: Vec<String>,
    /// The words of its name, where that can be typed.
    name: String,
    /// Its keys, most telling first; where there are none, how it is typed.
    pub keys: Vec<String>,
    /// What it does.
    pub doc: &'static str,
    /// How it is typed, where that is not said already.
    pub typed: String,
}

/// The least columns for what a command does, beside its keys.
const LEAST_DOC: usize = 24;

/// Columns between what stands on one line.
const GAP: usize = 2;

/// The lines about a word, group by group, for a screen of so many columns; all where that is empty.
pub fn lines(keymap: &Keymap, about: &str, columns: u16) -> Vec<HelpLine> {
    let groups = groups(keymap, about);
    let entries = || groups.iter().flat_map(|group| &group.entries);
    let keys_width = entries().map(|entry| width(&entry.keys.join(" "))).max().unwrap_or(0);
    let longest_doc = entries().map(|entry| width(entry.doc)).max().unwrap_or(0);
    let columns = usize::from(columns);
    let is_beside = keys_width + GAP + longest_doc.min(LEAST_DOC) <= columns;
    let room = if is_beside { columns - keys_width - GAP } else { columns.saturating_sub(GAP).max(1) };
    let mut lines = Vec::new();
    for group in &groups {
        if !lines.is_empty() {
            lines.push(HelpLine::Blank);
        }
        lines.push(HelpLine::Topic(group.title));
        let note = wrap(group.note, room).into_iter();
        let note = note.map(|line| group.note.get(line.range).unwrap_or_default().to_owned());
        lines.extend(
            note.filter(|doc| !doc.is_empty()).map(|doc| HelpLine::Rest { doc, typed: String::new() }),
        );
        lines.extend(group.entries.iter().flat_map(|entry| entry.lines(room, is_beside)));
    }
    lines
}

impl Entry {
    fn new(keymap: &Keymap, command: &Command) -> Self {
        let (keys, typed) = (keymap.keys(command), command.typed().unwrap_or_default());
        let has_keys = !keys.is_empty();
        let (keys, typed) = if has_keys { (keys, typed) } else { (vec![typed], String::new()) };
        let name = if command.topic.is_typed() { command.name.replace('-', " ") } else { String::new() };
        Self { key_names: keymap.names(command), name, keys, doc: command.doc, typed }
    }

    /// The lines it takes where what it does has `room` columns, beside its keys or below them. How it is typed
    /// stands at the end of the last line, or below.
    fn lines(&self, room: usize, is_beside: bool) -> impl Iterator<Item = HelpLine> {
        let docs = wrap(self.doc, room).into_iter();
        let docs = docs.map(|line| self.doc.get(line.range).unwrap_or_default().to_owned());
        let mut texts: Vec<_> = docs.map(|doc| (doc, String::new())).collect();
        match texts.last_mut() {
            Some((doc, typed)) if width(doc) + GAP + width(&self.typed) <= room => {
                typed.clone_from(&self.typed);
            }
            _ => texts.push((String::new(), self.typed.clone())),
        }
        let mut texts = texts.into_iter().filter(|(doc, typed)| !doc.is_empty() || !typed.is_empty());
        let (doc, typed) = if is_beside { texts.next() } else { None }.unwrap_or_default();
        let command = HelpLine::Command { keys: self.keys.join(" "), doc, typed };
        std::iter::once(command).chain(texts.map(|(doc, typed)| HelpLine::Rest { doc, typed }))
    }

    /// Whether one of its keys is called so, or the first of several.
    fn has_key(&self, name: &str) -> bool {
        self.key_names.iter().any(|key| key == name)
    }

    /// The same where it does not matter which letters are capitals.
    fn has_key_like(&self, name: &str) -> bool {
        self.key_names.iter().any(|key| key.to_lowercase() == name)
    }

    /// What is said about it, in lower case.
    fn words(&self) -> String {
        [&self.keys.join(" "), &self.name, self.doc, &self.typed].join("\n").to_lowercase()
    }
}

/// The commands about a word, topic by topic; all where that is empty.
pub fn groups(keymap: &Keymap, about: &str) -> Vec<Group> {
    let mut topics: Vec<Topic> = command::all().map(|command| command.topic).collect();
    topics.sort_unstable();
    topics.dedup();
    let group = |topic: Topic| {
        let entries = command::all().filter(|command| command.topic == topic);
        let entries = entries.map(|command| Entry::new(keymap, command)).collect();
        Group { title: topic.title(), note: topic.note(), entries }
    };
    let mut groups: Vec<_> = topics.into_iter().map(group).collect();
    narrow(&mut groups, about);
    for group in &mut groups {
        group.note = if is_noted(group.note, about.trim()) { group.note } else { "" };
    }
    groups.retain(|group| !group.entries.is_empty() || !group.note.is_empty());
    groups
}

/// Whether a note is one about a word: all are where that is empty.
fn is_noted(note: &str, about: &str) -> bool {
    about.is_empty() || note.split([' ', ':', ';']).any(|word| word.eq_ignore_ascii_case(about))
}

/// Leaves the commands about a word: those with a key that is called just so; or else those with one that is called
/// so but for capitals, or of which the word is said; or else those that say something with these letters.
fn narrow(groups: &mut [Group], about: &str) {
    let has = |groups: &[Group], is_meant: &dyn Fn(&Entry) -> bool| {
        groups.iter().flat_map(|group| &group.entries).any(is_meant)
    };
    let about = about.trim();
    // A name may be typed as the list has it.
    let about = about.strip_prefix(':').filter(|name| !name.is_empty()).unwrap_or(about);
    // And a key as the key table has it.
    let about = about.strip_prefix('<').and_then(|key| key.strip_suffix('>')).unwrap_or(about);
    let lower = about.to_lowercase();
    if has(groups, &|entry| entry.has_key(about)) {
        return retain(groups, |entry, _| entry.has_key(about));
    }
    if has(groups, &|entry| entry.has_key_like(&lower)) {
        return retain(groups, |entry, _| entry.has_key_like(&lower) || has_word(&entry.words(), &lower));
    }
    retain(groups, |entry, title| {
        // As the list has it, or by the words of the name.
        let spaced = lower.replace('-', " ");
        title.to_lowercase().contains(&lower)
            || [&lower, &spaced].iter().any(|word| entry.words().contains(*word))
    });
}

fn retain(groups: &mut [Group], is_meant: impl Fn(&Entry, &str) -> bool) {
    for group in groups {
        group.entries.retain(|entry| is_meant(entry, group.title));
    }
}

/// Whether a text has a word, and not only as a part of a longer one.
fn has_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(|other| other == word)
}

impl App {
    /// Opens the list of keys, at those of what it is opened from.
    pub(crate) fn open_help(&mut self) {
        let topic = match self.overlays.open {
            Some(Overlay::Panel(_)) => Some(Topic::Panel),
            Some(Overlay::Corrections(_)) => Some(Topic::Corrections),
            _ => None,
        };
        let lines = lines(&self.keymap, "", self.size.columns);
        let is_wanted = |line: &HelpLine| matches!(line, HelpLine::Topic(title) if topic.is_some_and(|topic| topic.title() == *title));
        let top = lines.iter().position(is_wanted).unwrap_or(0);
        self.cover_with(Overlay::Help(Help { top, ..Help::default() }));
    }

    /// Opens what the list of keys says about a word that is typed.
    pub(crate) fn open_help_about(&mut self, word: &str) -> Result<(), String> {
        if lines(&self.keymap, word, self.size.columns).is_empty() {
            return Err("there is no help on that".to_owned());
        }
        self.cover_with(Overlay::Help(Help::about(word)));
        Ok(())
    }

    /// Scrolls the list of keys.
    pub(crate) fn scroll_help(&mut self, by: i64) {
        if let Some(Overlay::Help(help)) = &mut self.overlays.open {
            help.top = help.top.saturating_add_signed(isize::try_from(by).unwrap_or(isize::MAX));
        }
        self.clamp_help();
    }

    /// Keeps the end of the list of keys at the bottom of the screen.
    pub(super) fn clamp_help(&mut self) {
        if let Some(Overlay::Help(Help { top, about, .. })) = &mut self.overlays.open {
            let rows = lines(&self.keymap, about, self.size.columns).len();
            *top = (*top).min(rows.saturating_sub(self.view.geometry.pane.height.into()));
        }
    }

    /// Narrows the list of keys to what the reader types.
    pub(crate) fn find_help(&mut self) {
        if let Some(help) = self.help_mut() {
            help.begin_narrowing();
        }
    }

    /// Lists what the line is about.
    pub(super) fn narrow_help(&mut self) {
        if let Some(help) = self.help_mut() {
            help.narrow();
        }
    }

    /// Keeps the list as it was narrowed, unless there is nothing on it.
    pub(super) fn accept_narrowing(&mut self) {
        let (keymap, columns) = (&self.keymap, self.size.columns);
        let Some(Overlay::Help(help)) = &mut self.overlays.open else { return };
        if !lines(keymap, &help.about, columns).is_empty() {
            help.accept_narrowing();
        }
    }

    /// Lists again what was listed before it was narrowed. Answers whether it was.
    pub(super) fn widen_help(&mut self) -> bool {
        self.help_mut().is_some_and(Help::widen)
    }

    /// Keeps what is in view of the list of keys where the screen had so many columns before: the same entry is at the
    /// top, whatever lines those above it take.
    pub(super) fn keep_help_in_place(&mut self, columns: u16) {
        let Some(Overlay::Help(help)) = &self.overlays.open else { return };
        let is_first = |line: &HelpLine| !matches!(line, HelpLine::Rest { .. } | HelpLine::Blank);
        let before = lines(&self.keymap, &help.about, columns);
        let n_before = before.iter().take(help.top.saturating_add(1)).filter(|line| is_first(line)).count();
        let now = lines(&self.keymap, &help.about, self.size.columns);
        let firsts = now.iter().enumerate().filter(|(_, line)| is_first(line)).map(|(at, _)| at);
        let top = firsts.take(n_before).last().unwrap_or(0);
        if let Some(help) = self.help_mut() {
            help.top = top;
        }
    }

    /// Lists again what was listed before.
    pub(super) fn cancel_narrowing(&mut self) {
        if let Some(help) = self.help_mut() {
            help.cancel_narrowing();
        }
    }

    fn help_mut(&mut self) -> Option<&mut Help> {
        match &mut self.overlays.open {
            Some(Overlay::Help(help)) => Some(help),
            _ => None,
        }
    }

    /// Which of its lines the list shows, where these are not all: `1–22 of 190`.
    pub(super) fn help_position(&self, help: &Help) -> String {
        let n = lines(&self.keymap, &help.about, self.size.columns).len();
        let rows = usize::from(self.view.geometry.pane.height);
        if n == 0 {
            return if self.size.columns < ROOMY { "no help" } else { "there is no help on that" }.to_owned();
        }
        if n <= rows {
            String::new()
        } else {
            format!("{}–{} of {n}", help.top + 1, (help.top + rows).min(n))
        }
    }
}

/// The same as Markdown, for the README: a table for each group, with the commands where these can be typed.
pub fn markdown(keymap: &Keymap) -> String {
    let row = |entry: &Entry, is_typed: bool| {
        let keys: Vec<_> = entry.keys.iter().map(|key| format!("`{key}`")).collect();
        let typed = if entry.typed.is_empty() { String::new() } else { format!("`{}`", entry.typed) };
        let typed = if is_typed { format!(" {typed} |") } else { String::new() };
        format!("| {} | {} |{typed}\n", keys.join(" "), entry.doc)
    };
    let table = |group: Group| {
        let is_typed = group.entries.iter().any(|entry| !entry.typed.is_empty());
        let rows: String = group.entries.iter().map(|entry| row(entry, is_typed)).collect();
        let note = if group.note.is_empty() { String::new() } else { format!(" ({})", group.note) };
        let head = if is_typed { "| Keys | | Command |\n|---|---|---|\n" } else { "| Keys | |\n|---|---|\n" };
        format!("**{}**{note}\n\n{head}{rows}", group.title)
    };
    groups(keymap, "").into_iter().map(table).collect::<Vec<_>>().join("\n")
}
