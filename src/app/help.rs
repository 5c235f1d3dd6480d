//! The list of keys, made from the commands and the key table.

use super::command::{self, Topic};
use super::keymap::Keymap;

/// A line of the help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HelpLine {
    /// The title of a group.
    Topic(&'static str),
    /// The keys of a command, and what it does.
    Keys(String, &'static str),
    /// A blank line between groups.
    Blank,
}

/// All lines, group by group.
pub fn lines(keymap: &Keymap) -> Vec<HelpLine> {
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
    lines(keymap).into_iter().map(markdown_line).collect()
}

fn markdown_line(line: HelpLine) -> String {
    match line {
        HelpLine::Topic(title) => format!("**{title}**\n\n| Keys | |\n|---|---|\n"),
        HelpLine::Keys(keys, doc) => {
            let keys: Vec<_> = keys.split(' ').map(|key| format!("`{key}`")).collect();
            format!("| {} | {doc} |\n", keys.join(" "))
        }
        HelpLine::Blank => "\n".to_owned(),
    }
}
