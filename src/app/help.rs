//! The list of keys, made from the commands and the key table.

use super::command::{self, Topic};
use super::keymap::Keymap;
use crate::text::width;

/// A line of the help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HelpLine {
    /// The title of a group.
    Topic(&'static str),
    /// The keys of a command, and what it does.
    Keys(String, &'static str),
    /// What the command above does, where it does not fit beside its keys.
    Doc(String),
    /// A blank line between groups.
    Blank,
}

/// The least columns for what a command does, beside its keys.
const LEAST_DOC: usize = 24;

/// All lines, group by group, for a screen of so many columns.
pub fn lines(keymap: &Keymap, columns: u16) -> Vec<HelpLine> {
    let lines = all(keymap);
    let columns = usize::from(columns);
    if keys_width(&lines) + 2 + longest_doc(&lines).min(LEAST_DOC) <= columns {
        let room = columns - keys_width(&lines) - 2;
        return lines.into_iter().flat_map(|line| beside(line, room)).collect();
    }
    lines.into_iter().flat_map(|line| below(line, columns.saturating_sub(2).max(1))).collect()
}

/// Columns of the longest keys.
pub fn keys_width(lines: &[HelpLine]) -> usize {
    lines
        .iter()
        .map(|line| if let HelpLine::Keys(keys, _) = line { width(keys) } else { 0 })
        .max()
        .unwrap_or(0)
}

fn longest_doc(lines: &[HelpLine]) -> usize {
    lines.iter().map(|line| if let HelpLine::Keys(_, doc) = line { width(doc) } else { 0 }).max().unwrap_or(0)
}

/// A line whose text beside the keys has `room` columns; what is longer goes on below.
fn beside(line: HelpLine, room: usize) -> Vec<HelpLine> {
    match line {
        HelpLine::Keys(keys, doc) if width(doc) > room => below(HelpLine::Keys(keys, doc), room),
        line => vec![line],
    }
}

/// The keys alone, and what they do on lines of their own.
fn below(line: HelpLine, room: usize) -> Vec<HelpLine> {
    let HelpLine::Keys(keys, doc) = line else { return vec![line] };
    let doc = super::sidebar::wrap(doc, room).into_iter().map(HelpLine::Doc);
    std::iter::once(HelpLine::Keys(keys, "")).chain(doc).collect()
}

fn all(keymap: &Keymap) -> Vec<HelpLine> {
    let mut lines = Vec::new();
    let mut topic: Option<Topic> = None;
    let mut commands: Vec<_> = command::all().collect();
    commands.sort_by_key(|command| command.topic);
    for command in commands {
        if topic != Some(command.topic) {
            if topic.is_some() {
                lines.push(HelpLine::Blank);
            }
            lines.push(HelpLine::Topic(command.topic.title()));
            topic = Some(command.topic);
        }
        lines.push(HelpLine::Keys(keymap.keys(command).join(" "), command.doc));
    }
    lines
}

/// The same as Markdown, for the README: a table for each group.
pub fn markdown(keymap: &Keymap) -> String {
    all(keymap).into_iter().map(markdown_line).collect()
}

fn markdown_line(line: HelpLine) -> String {
    match line {
        HelpLine::Topic(title) => format!("**{title}**\n\n| Keys | |\n|---|---|\n"),
        HelpLine::Keys(keys, doc) => {
            let keys: Vec<_> = keys.split(' ').map(|key| format!("`{key}`")).collect();
            format!("| {} | {doc} |\n", keys.join(" "))
        }
        HelpLine::Doc(doc) => doc,
        HelpLine::Blank => "\n".to_owned(),
    }
}
