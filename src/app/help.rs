//! The list of keys and commands, made from the commands and the key table.

use super::command::{self, Command, Topic};
use super::keymap::Keymap;
use crate::text::{width, wrap};

/// The list while it is open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Help {
    /// The rows above the first one in view.
    pub top: usize,
    /// The word that it is about; empty where all is listed.
    pub about: String,
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
    /// The commands.
    pub entries: Vec<Entry>,
}

/// A command, as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    name: &'static str,
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
        lines.extend(group.entries.iter().flat_map(|entry| entry.lines(room, is_beside)));
    }
    lines
}

impl Entry {
    fn new(keymap: &Keymap, command: &Command) -> Self {
        let (keys, typed) = (keymap.keys(command), command.typed().unwrap_or_default());
        let has_keys = !keys.is_empty();
        let (keys, typed) = if has_keys { (keys, typed) } else { (vec![typed], String::new()) };
        Self { name: command.name, keys, doc: command.doc, typed }
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

    /// Whether it has a word: as one of its keys, in its name, or in what it does.
    fn is_about(&self, word: &str) -> bool {
        let has_word = |text: &str| text.to_lowercase().contains(&word.to_lowercase());
        let words = self.name.replace('-', " ");
        self.keys.iter().any(|key| key == word) || [self.name, &words, self.doc].into_iter().any(has_word)
    }
}

/// The commands about a word, topic by topic; all where that is empty.
pub fn groups(keymap: &Keymap, about: &str) -> Vec<Group> {
    let mut topics: Vec<Topic> = command::all().map(|command| command.topic).collect();
    topics.sort_unstable();
    topics.dedup();
    let group = |topic: Topic| {
        let title = topic.title();
        let is_whole = title.to_lowercase().contains(&about.to_lowercase());
        let entries = command::all().filter(|command| command.topic == topic);
        let entries = entries.map(|command| Entry::new(keymap, command));
        Group { title, entries: entries.filter(|entry| is_whole || entry.is_about(about)).collect() }
    };
    topics.into_iter().map(group).filter(|group| !group.entries.is_empty()).collect()
}

/// The same as Markdown, for the README: a table for each group.
pub fn markdown(keymap: &Keymap) -> String {
    let row = |entry: &Entry| {
        let keys: Vec<_> = entry.keys.iter().map(|key| format!("`{key}`")).collect();
        format!("| {} | {} |\n", keys.join(" "), entry.doc)
    };
    let table = |group: Group| {
        let rows: String = group.entries.iter().map(row).collect();
        format!("**{}**\n\n| Keys | |\n|---|---|\n{rows}", group.title)
    };
    groups(keymap, "").into_iter().map(table).collect::<Vec<_>>().join("\n")
}
